import { cpSync, existsSync, readdirSync, rmSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { ByteWriter, type CatalogRow, catalogRecord, LEDGERS } from "@probity/core";
import fc from "fast-check";
import { describe, expect } from "vitest";
import type { BodyFrame } from "../../src/spool/frame.ts";
import { Quarantine } from "../../src/spool/quarantine.ts";
import { recoverLog } from "../../src/spool/recover.ts";
import { takeOver } from "../../src/worker/take-over.ts";
import { flip } from "../spool/support/damage.ts";
import { test } from "../spool/support/directory.ts";
import { decisions, gap, identity, records } from "../spool/support/logs.ts";
import { chunk } from "../support/chunks.ts";
import { leaveLog, marked, shipperInto } from "../support/dead-logs.ts";
import { type InsertFault, MemoryStore, Outage } from "../support/memory-store.ts";

const { writer } = identity;
const NOW = 1_800_000_000_000;
const token = (range: string): string => `${writer}:1:${range}`;
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

interface Given {
  readonly store?: MemoryStore;
  readonly archive?: string;
}

/** Takes over the log `log` in a directory. */
function taking(directory: string, { store = new MemoryStore(), archive }: Given = {}) {
  const root = join(directory, "root");
  const log = join(directory, "log");
  const takeAll = () => takeOver(log, { shipper: shipperInto(store, root), archive, now: NOW });
  /** What became of the decisions. */
  const take = async () => (await takeAll())["decisions"];
  const quarantined = () => new Quarantine(root).list().rows.map(({ seq }) => seq);
  return { log, store, take, takeAll, quarantined };
}

const gapsIn = ({ gaps }: MemoryStore): string[] =>
  gaps.map(({ seq, of, first_seq, last_seq, cause }) => `${seq}: ${of} ${first_seq}-${last_seq} ${cause}`);

describe("takeOver", () => {
  test("has all stored that is in the log, in the batches that were marked, and removes it", async ({
    directory,
  }) => {
    const { log, store, take } = taking(directory);
    const frames = [
      decisions(1, 3),
      decisions(4),
      decisions(5, 6),
      marked(4, 6),
      decisions(7, 9),
      decisions(10),
    ];
    leaveLog(log, [frames, [{ kind: "end" }]], { begun: 10 });
    await expect(take()).resolves.toEqual({ sent: 10, known: 0, quarantined: 0, lost: {} });
    expect(store.inserts.map((batch) => batch.token)).toEqual([token("1-3"), token("4-6"), token("7-10")]);
    expect(store.numbers()).toEqual(upTo(10));
    expect(existsSync(log)).toBe(false);
  });

  test("has on record what began and is not in the log", async ({ directory }) => {
    const { log, store, take } = taking(directory);
    leaveLog(log, [[decisions(1, 4), gap(1, 5, 6, { cause: "refused" })]], { begun: 20 });
    await expect(take()).resolves.toMatchObject({ sent: 4, lost: { unclean_end: 14 } });
    expect(gapsIn(store)).toEqual(["1: decisions 5-6 refused", "2: decisions 7-20 unclean_end"]);
  });

  test("does all of that for every kind of record, each in its table and by its own numbers", async ({
    directory,
  }) => {
    const { log, store, takeAll, quarantined } = taking(directory);
    store.bad.add("remote_calls 2");
    const groups = [
      [decisions(1, 4), records("remote_calls", 1, 3), records("coverage", 1, 2)],
      [
        records("remote_calls", 6),
        records("coverage", 5, 6),
        marked(6, 6, { table: "remote_calls", rows: 1 }),
      ],
    ];
    leaveLog(log, groups, { begun: 5, begunCalls: 8 });
    const none = { known: 0, quarantined: 0, lost: {} };
    await expect(takeAll()).resolves.toEqual({
      decisions: { ...none, sent: 4, lost: { unclean_end: 1 } },
      remote_calls: { sent: 3, known: 0, quarantined: 1, lost: { quarantined: 1, unclean_end: 4 } },
      // Of statements of coverage nobody knows how many there were; none between them is missing unseen.
      coverage: { ...none, sent: 4, lost: { unclean_end: 2 } },
    });
    expect(store.numbers()).toEqual([1, 2, 3, 4]);
    expect(store.numbers("remote_calls")).toEqual([1, 3, 6]);
    expect(store.numbers("coverage")).toEqual([1, 2, 5, 6]);
    expect(quarantined()).toEqual([2]);
    expect(
      gapsIn(store)
        .map((text) => text.replace(/^\d+: /, ""))
        .toSorted(),
    ).toEqual([
      "coverage 3-4 unclean_end",
      "decisions 5-5 unclean_end",
      "remote_calls 2-2 quarantined",
      "remote_calls 4-5 unclean_end",
      "remote_calls 7-8 unclean_end",
    ]);
    expect(store.numbers("gaps")).toEqual(upTo(5));
    expect(existsSync(log)).toBe(false);
  });

  test("has on record how many entries of each ledger were made and are not there", async ({ directory }) => {
    const { log, store, takeAll } = taking(directory);
    const ledgers = LEDGERS.map(({ name }) => name);
    const groups = [ledgers.map((name) => records(name, 1, 2))];
    leaveLog(log, groups, { begun: 0, begunEntries: Object.fromEntries(ledgers.map((name) => [name, 3])) });
    const each = { sent: 2, known: 0, quarantined: 0, lost: { unclean_end: 1 } };
    await expect(takeAll()).resolves.toEqual(Object.fromEntries(ledgers.map((name) => [name, each])));
    for (const name of ledgers) expect(store.numbers(name)).toEqual([1, 2]);
    expect(store.gaps).toMatchObject(
      ledgers.map((of) => ({ of, first_seq: 3, last_seq: 3, cause: "unclean_end" })),
    );
  });

  test("does so for a process that wrote nothing at all", async ({ directory }) => {
    const { log, store, take } = taking(directory);
    leaveLog(log, [], { begun: 3 });
    await expect(take()).resolves.toMatchObject({ lost: { unclean_end: 3 } });
    expect(gapsIn(store)).toEqual(["1: decisions 1-3 unclean_end"]);
    expect(existsSync(log)).toBe(false);
  });

  test("calls nothing missing that was stored from memory", async ({ directory }) => {
    const { log, store, take } = taking(directory);
    leaveLog(log, [[decisions(1, 4)], [decisions(9, 10)]], { begun: 15 });
    for (const [firstSeq, rows] of [
      [5, 2],
      [12, 3],
    ] as const)
      await store.insertBatch({
        table: "decisions",
        version: 1,
        bytes: [chunk({ firstSeq, rows }).bytes],
        token: token(`${firstSeq}-${firstSeq + rows - 1}`),
      });
    await expect(take()).resolves.toMatchObject({ sent: 6, lost: { unclean_end: 4 } });
    expect(gapsIn(store)).toEqual(
      ["7-8", "11-11", "15-15"].map((range, index) => `${index + 1}: decisions ${range} unclean_end`),
    );
  });

  test("says how much of it was stored before", async ({ directory }) => {
    const { log, store, take } = taking(directory);
    leaveLog(log, [[decisions(1, 6), marked(1, 6)]], { begun: 6 });
    await store.insertBatch({
      table: "decisions",
      version: 1,
      bytes: [chunk({ rows: 6 }).bytes],
      token: token("1-6"),
    });
    await expect(take()).resolves.toMatchObject({ sent: 0, known: 6 });
    expect(store.numbers()).toEqual(upTo(6));
  });

  test("counts what it sent, also where the answer was lost", async ({ directory }) => {
    const { log, store, take } = taking(directory);
    leaveLog(log, [[decisions(1, 6)]], { begun: 6 });
    store.faults = ["unanswered"];
    await expect(take()).resolves.toMatchObject({ sent: 6, known: 0 });
    expect(store.numbers()).toEqual(upTo(6));
  });

  test("registers the catalogs before the rows that refer to them", async ({ directory }) => {
    const { log, store, take } = taking(directory);
    const rows: CatalogRow[] = [
      {
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
        registered_at: NOW,
      },
    ];
    const bytes = new ByteWriter(256);
    for (const row of rows) catalogRecord.encode(bytes, row);
    const catalog: BodyFrame = { kind: "catalog", version: catalogRecord.version, bytes: bytes.take() };
    leaveLog(log, [[catalog, decisions(1)]], { begun: 1 });
    let registeredBefore = -1;
    const register = store.registerCatalog.bind(store);
    store.registerCatalog = (given) => {
      registeredBefore = store.inserts.length;
      return register(given);
    };
    await take();
    expect(store.catalogs).toEqual([rows]);
    expect(registeredBefore).toBe(0);
  });

  test("keeps rows that are refused in the quarantine, and has them on record", async ({ directory }) => {
    const { log, store, take, quarantined } = taking(directory);
    store.bad.add(2).add(5);
    leaveLog(log, [[decisions(1, 6), gap(1, 7, 8)]], { begun: 8 });
    await expect(take()).resolves.toEqual({ sent: 4, known: 0, quarantined: 2, lost: { quarantined: 2 } });
    expect(quarantined()).toEqual([2, 5]);
    expect(gapsIn(store)).toEqual([
      "1: decisions 7-8 dropped",
      "2: decisions 2-2 quarantined",
      "3: decisions 5-5 quarantined",
    ]);
  });

  test("keeps gap records that are refused in the quarantine, too, rather than lose them", async ({
    directory,
  }) => {
    const { log, store, take } = taking(directory);
    store.takesGaps = false;
    leaveLog(log, [[decisions(1)]], { begun: 3 });
    await take();
    const { rows } = new Quarantine(join(directory, "root")).list();
    expect(rows).toMatchObject([{ table: "gaps", seq: 1 }]);
    expect(existsSync(log)).toBe(false);
  });

  test("keeps the segments in the archive, where there is one", async ({ directory }) => {
    const archive = join(directory, "archive");
    const { log, take } = taking(directory, { archive });
    leaveLog(log, [[decisions(1, 5)]], { begun: 5 });
    await take();
    expect(readdirSync(archive, { recursive: true }).some((name) => String(name).endsWith(".seg"))).toBe(
      true,
    );
    expect(existsSync(log)).toBe(false);
  });

  test("has a torn end and what is damaged on record, each with its cause, but not what was stored", async ({
    directory,
  }) => {
    const { log, store, take } = taking(directory);
    const groups = [[decisions(1, 2)], [decisions(3), decisions(4)], [decisions(5, 6), decisions(7)]];
    leaveLog(log, [...groups, [decisions(8, 9)]], { begun: 9, log: { segmentBytes: 60 } });
    const { chunks, segments } = recoverLog(log);
    for (const { segment, offset } of chunks.filter(({ firstSeq }) => firstSeq === 3 || firstSeq === 5))
      flip(segments.find((each) => each.segment === segment)!.file, offset + 40);
    const last = segments.at(-1)!.file;
    truncateSync(last, statSync(last).size - 3);
    await store.insertBatch({
      table: "decisions",
      version: 1,
      bytes: [chunk({ firstSeq: 5, rows: 2 }).bytes],
      token: token("5-6"),
    });
    await expect(take()).resolves.toMatchObject({ lost: { corrupt: 1, unclean_end: 2 } });
    expect(gapsIn(store)).toEqual(["1: decisions 3-3 corrupt", "2: decisions 8-9 unclean_end"]);
    expect(store.numbers()).toEqual([1, 2, 4, 5, 6, 7]);
  });

  test("leaves the log as it is when the store can't be reached, for another time", async ({ directory }) => {
    const { log, store } = taking(directory);
    leaveLog(log, [[decisions(1, 5)]], { begun: 5 });
    const shipper = shipperInto(store, directory, { persist: () => Promise.reject(new Outage()) });
    await expect(takeOver(log, { shipper, archive: undefined, now: NOW })).rejects.toThrow(Outage);
    await taking(directory, { store }).take();
    expect(store.numbers()).toEqual(upTo(5));
  });

  test("stores each row once and has each gap on record once, wherever it is killed and however often", async ({
    directory,
  }) => {
    const group = fc.record({
      rows: fc.integer({ min: 1, max: 5 }),
      before: fc.constantFrom("nothing", "hole", "gap"),
      isMarked: fc.boolean(),
    });
    const fault = fc.constantFrom<InsertFault | "fine">("refused", "unanswered", "partly", "fine");
    const kills = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 4 });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(group, { minLength: 1, maxLength: 6 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 3 }),
        fc.array(fault, { maxLength: 5 }),
        kills,
        fc.boolean(),
        async (groups, bad, faults, lives, isRestored) => {
          run += 1;
          const home = join(directory, `${run}`);
          const store = new MemoryStore();
          for (const seq of bad) store.bad.add(seq);
          store.faults = faults as InsertFault[];
          const { log, quarantined } = taking(home, { store });
          const { last, held, missing } = leaveGroups(log, groups);
          cpSync(log, `${log}.before`, { recursive: true });
          for (const calls of lives) await takeUntilKilled(home, store, calls);
          if (existsSync(log)) await taking(home, { store }).take();
          if (isRestored) {
            // As if it had been killed before it removed the first file.
            cpSync(`${log}.before`, log, { recursive: true });
            store.forget();
            await taking(home, { store }).take();
          }
          const refused = held.filter((seq) => bad.includes(seq));
          expect(store.numbers()).toEqual(held.filter((seq) => !bad.includes(seq)));
          expect(quarantined()).toEqual(refused);
          const onRecord = store.gaps.flatMap(({ first_seq, last_seq }) =>
            upTo(last_seq).filter((seq) => seq >= first_seq),
          );
          expect(onRecord.toSorted((a, b) => a - b)).toEqual([...missing, ...refused].sort((a, b) => a - b));
          expect(store.numbers("gaps")).toEqual(upTo(store.gaps.length));
          expect(last).toBe(held.length + missing.length);
          expect(existsSync(log)).toBe(false);
          rmSync(home, { recursive: true });
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** Leaves a log, with two decisions more that began. */
function leaveGroups(
  log: string,
  groups: readonly { readonly rows: number; readonly before: string; readonly isMarked: boolean }[],
): { readonly last: number; readonly held: number[]; readonly missing: number[] } {
  const written: BodyFrame[][] = [];
  const held: number[] = [];
  const missing: number[] = [];
  let next = 1;
  let gaps = 1;
  for (const { rows, before, isMarked } of groups) {
    if (before !== "nothing") missing.push(next, next + 1);
    const frames: BodyFrame[] = before === "gap" ? [gap(gaps++, next, next + 1)] : [];
    if (before !== "nothing") next += 2;
    const last = next + rows - 1;
    frames.push(decisions(next, last));
    if (isMarked) frames.push(marked(next, last));
    for (; next <= last; next += 1) held.push(next);
    written.push(frames);
  }
  missing.push(next, next + 1);
  leaveLog(log, written, { begun: next + 1, log: { segmentBytes: 200 } });
  return { last: next + 1, held, missing };
}

/** Takes the log over, and is killed when it calls the store for the nth time. */
async function takeUntilKilled(home: string, store: MemoryStore, calls: number): Promise<void> {
  let left = calls;
  const dying = <A extends unknown[], R>(call: (...args: A) => Promise<R>) => {
    return (...args: A): Promise<R> => {
      left -= 1;
      if (left === 0) return Promise.reject(new Error("killed"));
      return call(...args);
    };
  };
  const mortal = Object.assign(Object.create(store) as MemoryStore, {
    insertBatch: dying(store.insertBatch.bind(store)),
    storedSequences: dying(store.storedSequences.bind(store)),
  });
  const log = join(home, "log");
  if (!existsSync(log)) return;
  try {
    const shipper = shipperInto(mortal, join(home, "root"));
    await takeOver(log, { shipper, archive: undefined, now: NOW });
  } catch (killed) {
    expect(String(killed)).toBe("Error: killed");
  }
}
