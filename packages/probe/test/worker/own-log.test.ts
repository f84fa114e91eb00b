import { mkdirSync, readdirSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import type { CatalogRow } from "@probity/core";
import { describe, expect } from "vitest";
import type { SpoolSettings } from "../../src/protocol.ts";
import { recoverLog } from "../../src/spool/recover.ts";
import { OwnLog } from "../../src/worker/own-log.ts";
import { flip } from "../spool/support/damage.ts";
import { test } from "../spool/support/directory.ts";
import { decisions, gap, identity, numbersIn, records } from "../spool/support/logs.ts";
import { chunk } from "../support/chunks.ts";
import { marked } from "../support/dead-logs.ts";
import { spoolSettings } from "../support/dispatching.ts";

/** The log `log` in a directory, opened as a worker does. */
function open(directory: string, given: Partial<SpoolSettings> = {}) {
  mkdirSync(join(directory, "log"), { recursive: true });
  const faults: unknown[] = [];
  const settings = spoolSettings(directory, given);
  const log = new OwnLog({ settings, identity, now: () => 1, onFault: (fault) => void faults.push(fault) });
  return { log, faults, path: settings.directory };
}

const attempt = () => ({ isMarked: false, isUncertain: false, isWhole: true });
const span = (firstSeq: number, lastSeq = firstSeq) => ({
  table: "decisions",
  firstSeq,
  lastSeq,
  rows: lastSeq - firstSeq + 1,
});

describe("the log of a process", () => {
  test("is empty for its first worker", ({ directory }) => {
    const { log } = open(directory);
    expect(log.left).toEqual([]);
    expect(log.missing).toEqual([]);
    expect(log.spooled).toEqual([]);
    expect(log.stored).toEqual([]);
    expect(log.next).toEqual({});
    expect(log.isBackedUp).toBe(false);
  });

  test("tells the next worker what an earlier one left: in which batches, and what it has no account of", ({
    directory,
  }) => {
    const first = open(directory).log;
    first.spool.append([
      decisions(3, 4),
      decisions(5),
      marked(3, 5),
      decisions(6),
      gap(1, 1, 1),
      decisions(9),
    ]);
    const { log } = open(directory);
    expect(
      log.left.map(({ table, firstSeq, lastSeq, isMarked }) => [table, firstSeq, lastSeq, isMarked]),
    ).toEqual([
      ["decisions", 3, 5, true],
      ["decisions", 6, 6, false],
      ["decisions", 9, 9, false],
      ["gaps", 1, 1, false],
    ]);
    expect(log.missing).toEqual(
      [2, 7].map((firstSeq) => ({
        of: "decisions",
        firstSeq,
        lastSeq: firstSeq === 7 ? 8 : 2,
        cause: "worker_died",
        detail: "",
      })),
    );
    expect(log.spooled).toEqual([span(3, 4), span(5), span(6), span(9)]);
    expect(log.stored).toEqual([span(1)]); // accounted for, and not there: settled
    expect(log.next).toEqual({ decisions: 10, gaps: 2 });
    expect(log.isBackedUp).toBe(true);
  });

  test("tells that of each table apart", ({ directory }) => {
    const first = open(directory).log;
    first.spool.append([
      records("remote_calls", 2, 3),
      decisions(1),
      records("coverage", 1),
      gap(1, 1, 1, { of: "remote_calls", cause: "quarantined" }),
    ]);
    const { log } = open(directory);
    expect(log.spooled).toEqual([
      span(1),
      { table: "remote_calls", firstSeq: 2, lastSeq: 3, rows: 2 },
      { table: "coverage", firstSeq: 1, lastSeq: 1, rows: 1 },
    ]);
    expect(log.stored).toEqual([{ table: "remote_calls", firstSeq: 1, lastSeq: 1, rows: 1 }]);
    expect(log.left.map(({ table }) => table)).toEqual(["decisions", "remote_calls", "coverage", "gaps"]);
    expect([log.isOnRecord("remote_calls", 1), log.isOnRecord("decisions", 1)]).toEqual([true, false]);
  });

  test("calls by its name what a worker's torn write left", ({ directory }) => {
    const { log: first, path } = open(directory, { segmentBytes: 60 });
    first.spool.append([decisions(1, 4)]);
    first.spool.append([decisions(5, 8)]);
    const [file] = readdirSync(path);
    truncateSync(join(path, file!), statSync(join(path, file!)).size - 1);
    const { log } = open(directory);
    expect(log.missing).toMatchObject([{ firstSeq: 1, lastSeq: 4, cause: "torn_tail" }]);
    expect(log.stored).toEqual([]);
  });

  test("frees segments when nothing waits in them, the oldest first", ({ directory }) => {
    const { log, path } = open(directory, { segmentBytes: 60 });
    const places = [1, 2, 3].flatMap((seq) => log.spool.append([decisions(seq)]));
    for (const place of places) log.waits(place);
    const settle = (index: number): void =>
      log.settled([{ ...places[index]!, chunks: 1 }], { isRecorded: true });
    const segments = (): string[] => readdirSync(path).filter((name) => /^\d/.test(name));
    settle(1);
    expect(segments()).toHaveLength(3);
    settle(0);
    expect(segments()).toHaveLength(1);
    settle(2);
    expect(log.isBackedUp).toBe(false);
  });

  test("frees what an earlier worker left when it is stored", ({ directory }) => {
    open(directory).log.spool.append([decisions(1), decisions(2)]);
    const { log, path } = open(directory);
    for (const { stretches } of log.left) log.settled(stretches, { isRecorded: true });
    expect(readdirSync(path).filter((name) => /^\d/.test(name))).toEqual([]);
  });

  test("keeps what held rows that are lost, until that is on record", ({ directory }) => {
    const { log, path } = open(directory, { segmentBytes: 60 });
    const places = [1, 2].flatMap((seq) => log.spool.append([decisions(seq)]));
    for (const place of places) log.waits(place);
    const segments = (): string[] => readdirSync(path).filter((name) => /^\d/.test(name));
    log.settled([{ ...places[0]!, chunks: 1 }], { isRecorded: false });
    expect(segments()).toHaveLength(2);
    log.settled([{ ...places[1]!, chunks: 1 }], { isRecorded: true });
    expect(log.isBackedUp).toBe(false); // nothing of it waits for the store
    log.recorded();
    expect(segments()).toHaveLength(1);
  });

  test("takes down once that rows are a batch", ({ directory }) => {
    const { log, path } = open(directory);
    log.spool.append([decisions(1, 2), decisions(5)]);
    const tried = attempt();
    for (let n = 0; n < 2; n += 1) log.mark([chunk({ rows: 2 }), chunk({ firstSeq: 5 })], tried);
    expect(tried.isMarked).toBe(true);
    expect(recoverLog(path).marks).toEqual([
      { table: "decisions", version: 1, firstSeq: 1, lastSeq: 5, rows: 3 },
    ]);
  });

  test("says nothing of a mark for which there is no room: rows without one are looked up", ({
    directory,
  }) => {
    const { log, faults } = open(directory, { maxBytes: 10 });
    log.mark([chunk()], attempt());
    expect(faults).toEqual([]);
  });

  test("reads a run back, and says what of it is damaged, but not what it never held", ({ directory }) => {
    const { log: first, path } = open(directory);
    first.spool.append([decisions(1, 2), decisions(3), decisions(8, 9), marked(1, 9)]);
    const { log } = open(directory);
    const [run] = log.left;
    expect(log.load(run!)).toEqual({
      rows: [chunk({ rows: 2 }), chunk({ firstSeq: 3 }), chunk({ firstSeq: 8, rows: 2 })],
      damaged: [],
    });
    const [file] = readdirSync(path).filter((name) => name.endsWith(".seg"));
    flip(join(path, file!), recoverLog(path).chunks[1]!.offset + 40);
    expect(log.load(run!)).toMatchObject({
      rows: [{ firstSeq: 1 }, { firstSeq: 8 }],
      damaged: [{ first: 3, last: 3 }],
    });
  });

  test("keeps the catalog that its rows refer to", ({ directory }) => {
    const { log, path } = open(directory);
    const row: CatalogRow = {
      catalog: "c".repeat(64),
      number: 0,
      service: "book-feed",
      feature: "profile.age",
      source: "profile",
      path: "age",
      system: "",
      dataset: "",
      codes: [],
      personal: false,
      inferred: false,
      purposes: [],
      tags: false,
      registered_at: 1,
    };
    log.keepCatalog([row]);
    expect(recoverLog(path).catalogs).toHaveLength(1);
  });

  test("has ended when all is accounted for, and is left open otherwise", ({ directory }) => {
    const { log, path } = open(directory);
    const [place] = log.spool.append([decisions(1)]);
    log.waits(place!);
    log.leave();
    expect(recoverLog(path).hasEnded).toBe(false);
    const next = open(directory).log;
    next.end();
    expect(recoverLog(path)).toMatchObject({ hasEnded: true });
    expect(numbersIn(recoverLog(path))).toEqual([[1, 1]]);
  });
});
