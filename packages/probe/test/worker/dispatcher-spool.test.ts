import { join } from "node:path";
import { describe, expect } from "vitest";
import { heldBytesOf } from "../../src/protocol.ts";
import { recoverLog } from "../../src/spool/recover.ts";
import { test } from "../spool/support/directory.ts";
import { changeableDisk, systemError } from "../spool/support/failing-disk.ts";
import { identity, numbersIn } from "../spool/support/logs.ts";
import { chunk } from "../support/chunks.ts";
import { accept, freedBy, span, spooling, token } from "../support/dispatching.ts";
import { settled } from "../support/manual-timers.ts";
import { MemoryStore, Outage } from "../support/memory-store.ts";

const { writer } = identity;

describe("a dispatcher with a spool", () => {
  test("spools before it stores, gives memory back once, and frees the disk", async ({ directory }) => {
    const all = spooling(directory);
    accept(all, 1, 2);
    await all.quiet();
    expect(all.told("reached").map(({ stage, spans }) => [stage, spans])).toEqual([
      ["spooled", [span(1, 2)]],
      ["stored", [span(1, 2)]],
    ]);
    expect(freedBy(all)).toBe(2 * heldBytesOf(chunk()));
    await all.works.close();
    expect(all.told("closed")).toEqual([{ kind: "closed", isComplete: true }]);
    expect(recoverLog(join(directory, "log")).segments).toEqual([]);
  });

  test("tells at the start, and once a second at most, how the spool stands", async ({ directory }) => {
    const all = spooling(directory);
    expect(all.told("spool")).toEqual([{ kind: "spool", isUp: true, bytes: 0, segments: 0 }]);
    for (let seq = 1; seq <= 4; seq += 1) {
      accept(all, seq);
      await all.quiet();
    }
    await all.timers.pass(1_000);
    expect(all.told("spool").slice(1)).toEqual([
      { kind: "spool", isUp: true, bytes: expect.any(Number), segments: 1 },
    ]);
    expect(all.told("spool")[1]?.bytes).toBeGreaterThan(40);
  });

  test("tells that nothing is spooled where the log can't be opened, and stores from memory", async ({
    directory,
  }) => {
    const all = spooling(directory, { isLogOpen: false });
    expect(all.told("spool")).toEqual([{ kind: "spool", isUp: false, bytes: 0, segments: 0 }]);
    accept(all, 1, 2);
    await all.quiet();
    expect(all.store.numbers()).toEqual([1, 2]);
    expect(freedBy(all)).toBe(28);
  });

  test("marks each batch before it sends it", async ({ directory }) => {
    const all = spooling(directory);
    all.store.faults = ["refused"];
    accept(all, 1, 2);
    await all.quiet();
    const { marks } = recoverLog(join(directory, "log"));
    expect(marks).toEqual([{ table: "decisions", version: 1, firstSeq: 1, lastSeq: 2, rows: 2 }]);
  });

  test("keeps a rejected row in the quarantine, and has it on record", async ({ directory }) => {
    const all = spooling(directory);
    all.store.bad.add(1);
    accept(all, 1, 2);
    await all.quiet();
    expect(all.told("lost")).toMatchObject([{ reason: "quarantined", span: span(1) }]);
    expect(all.quarantine?.list().rows).toMatchObject([{ writer, table: "decisions", seq: 1 }]);
    await all.timers.pass(500);
    await all.quiet();
    expect(all.store.gaps).toMatchObject([{ first_seq: 1, cause: "quarantined" }]);
  });

  test("keeps what it has of a row that is lost, until that is on record", async ({ directory }) => {
    const { disk, change } = changeableDisk();
    const all = spooling(directory, { disk, spool: { segmentBytes: 60 } });
    all.store.bad.add(1);
    all.store.faults = ["refused"];
    accept(all, 1, 2);
    await all.quiet();
    change({
      write: () => {
        throw systemError("EIO");
      },
    });
    await all.timers.pass(500);
    await all.quiet();
    expect(all.told("lost")).toMatchObject([{ reason: "quarantined" }]);
    await all.works.close();
    expect(all.told("closed")).toEqual([{ kind: "closed", isComplete: false }]);
    change({});
    expect(numbersIn(recoverLog(join(directory, "log")))).toContainEqual([1, 1]);
  });

  test("frees it then", async ({ directory }) => {
    const all = spooling(directory, { spool: { segmentBytes: 60 } });
    all.store.bad.add(1);
    accept(all, 1, 2);
    await all.quiet();
    await all.timers.pass(1_000);
    await all.quiet();
    expect(all.store.gaps).toHaveLength(1);
    await all.works.close();
    expect(all.log?.spool.segments).toBe(0);
  });

  test("reads back what memory has no room for, and answers for it once", async ({ directory }) => {
    const all = spooling(directory, { memoryBytes: 0 });
    accept(all, 1, 2, 3, 4, 5);
    all.works.handle({ kind: "drain", id: 1, deadlineMs: 100 });
    await all.quiet();
    expect(all.store.numbers()).toEqual([1, 2, 3, 4, 5]);
    expect(freedBy(all)).toBe(5 * heldBytesOf(chunk()));
  });

  test("goes on with the rest when a part of the log can't be read for a while", async ({ directory }) => {
    const all = spooling(directory, { memoryBytes: 0 });
    let failures = 6;
    const { log } = all;
    const load = log!.load.bind(log);
    log!.load = (run) => {
      if (run.firstSeq === 1 && failures-- > 0)
        throw Object.assign(new Error("read"), { name: "SpoolError", code: "READ_FAILED" });
      return load(run);
    };
    accept(all, 1, 2);
    await all.quiet();
    accept(all, 3, 4);
    await all.timers.pass(60_000);
    await all.quiet();
    expect(all.store.numbers()).toEqual([1, 2, 3, 4]);
    expect(all.store.stored.at(-1)).toMatchObject({ seq: 1 });
    expect(all.told("storage")).toEqual([{ kind: "storage", circuit: "closed" }]); // not the storage's fault
    expect(all.told("fault").every(({ place }) => place === "spool")).toBe(true);
  });

  test("has what is damaged on disk on record once, however often its batch is tried", async ({
    directory,
  }) => {
    const all = spooling(directory, { memoryBytes: 0, batch: { maxRows: 3 } });
    const { log } = all;
    const load = log!.load.bind(log);
    log!.load = (run) => {
      const { rows } = load(run);
      const isDamaged = run.table === "decisions" && run.firstSeq <= 2 && run.lastSeq >= 2;
      if (!isDamaged) return { rows, damaged: [] };
      return { rows: rows.filter(({ firstSeq }) => firstSeq !== 2), damaged: [{ first: 2, last: 2 }] };
    };
    all.store.faults = ["unanswered", "refused", "refused", "unanswered", "refused"];
    accept(all, 1, 2, 3);
    await all.timers.pass(10_000);
    await all.quiet();
    expect(all.store.numbers()).toEqual([1, 3]);
    expect(all.told("lost")).toMatchObject([{ reason: "corrupt", span: span(2) }]);
    expect(all.store.gaps).toMatchObject([{ first_seq: 2, last_seq: 2, cause: "corrupt" }]);
  });

  test("drains what found no room on disk, when that is freed", async ({ directory }) => {
    const all = spooling(directory, { spool: { whenFull: "block", maxBytes: 700, segmentBytes: 300 } });
    for (let first = 1; first <= 41; first += 10) {
      all.works.handle({ kind: "chunk", chunk: chunk({ firstSeq: first, rows: 10 }) });
      await settled();
    }
    all.works.handle({ kind: "drain", id: 1, deadlineMs: 100 });
    await all.quiet();
    expect(all.told("drained")).toHaveLength(1);
    expect(all.store.numbers()).toHaveLength(50);
    await all.works.close();
    expect(all.told("closed")).toEqual([{ kind: "closed", isComplete: true }]);
  });

  describe("that is closed while the storage is away", () => {
    test("leaves the rows in a log that has ended", async ({ directory }) => {
      const all = spooling(directory);
      all.store.faults = ["refused"];
      accept(all, 1, 2);
      await all.quiet();
      await all.works.close();
      expect(all.told("closed")).toEqual([{ kind: "closed", isComplete: true }]);
      const left = recoverLog(join(directory, "log"));
      expect(left).toMatchObject({ hasEnded: true, missing: [] });
      expect(numbersIn(left)).toEqual([
        [1, 1],
        [2, 2],
      ]);
    });

    test("doesn't say that the log is complete when rows are in memory alone", async ({ directory }) => {
      const all = spooling(directory, { isLogOpen: false });
      all.store.faults = ["refused"];
      accept(all, 1, 2);
      await all.quiet();
      await all.works.close();
      expect(all.told("closed")).toEqual([{ kind: "closed", isComplete: false }]);
    });

    test("doesn't say so either when rows found no room", async ({ directory }) => {
      const all = spooling(directory, { spool: { whenFull: "block", maxBytes: 700, segmentBytes: 300 } });
      all.store.faults = Array.from({ length: 9 }, () => "refused" as const);
      for (const firstSeq of [1, 11, 21]) {
        all.works.handle({ kind: "chunk", chunk: chunk({ firstSeq, rows: 10 }) });
        await all.quiet();
      }
      await all.works.close();
      expect(all.told("closed")).toEqual([{ kind: "closed", isComplete: false }]);
      expect(recoverLog(join(directory, "log")).hasEnded).toBe(false);
    });
  });
});

describe("a dispatcher after one whose worker died", () => {
  /** The first worker took some rows into its log, and died with others in memory. */
  async function died(root: string, store = new MemoryStore()): Promise<MemoryStore> {
    const first = spooling(root, { store, batch: { maxRows: 10 } });
    accept(first, 1, 2, 3, 4);
    await first.quiet();
    return store;
  }

  test("says what is in the log, and stores it", async ({ directory }) => {
    const store = await died(directory);
    const all = spooling(directory, { store, next: { decisions: 5, gaps: 1 } });
    expect(all.told("resumed")).toEqual([
      { kind: "resumed", spooled: [1, 2, 3, 4].map((seq) => span(seq)), stored: [] },
    ]);
    await all.quiet();
    expect(store.numbers()).toEqual([1, 2, 3, 4]);
    expect(all.told("lost")).toEqual([]);
  });

  test("looks up what it sends, since the mark of a batch may be missing", async ({ directory }) => {
    const store = new MemoryStore(0);
    await died(directory, store);
    await store.insertBatch({
      table: "decisions",
      version: 1,
      bytes: [chunk({ firstSeq: 2, rows: 2 }).bytes],
      token: token("2-3"),
    });
    const all = spooling(directory, { store, next: { decisions: 5 } });
    await all.quiet();
    expect(store.numbers()).toEqual([1, 2, 3, 4]);
  });

  test("has what it took with it on record, unless that was stored from memory", async ({ directory }) => {
    const store = await died(directory);
    await store.insertBatch({
      table: "decisions",
      version: 1,
      bytes: [chunk({ firstSeq: 6, rows: 2 }).bytes],
      token: token("6-7"),
    });
    const all = spooling(directory, { store, next: { decisions: 10 } });
    accept(all, 10);
    all.works.handle({ kind: "drain", id: 1, deadlineMs: 1_000 });
    await all.quiet();
    expect(
      all.told("lost").map(({ reason, span: { firstSeq, lastSeq } }) => [reason, firstSeq, lastSeq]),
    ).toEqual([
      ["worker_died", 5, 5],
      ["worker_died", 8, 9],
    ]);
    expect(all.told("reached")).toContainEqual({
      kind: "reached",
      stage: "stored",
      spans: [span(6, 7)],
      tookMs: undefined,
    });
    expect(store.gaps.map(({ first_seq, last_seq }) => [first_seq, last_seq])).toEqual([
      [5, 5],
      [8, 9],
    ]);
    expect(store.numbers()).toEqual([1, 2, 3, 4, 6, 7, 10]);
  });

  test("says what the log was done with, also when all of it is", async ({ directory }) => {
    const store = new MemoryStore();
    const first = spooling(directory, { store, spool: { segmentBytes: 100 } });
    for (const seq of [1, 2, 3, 4]) {
      accept(first, seq);
      await first.quiet();
    }
    const all = spooling(directory, { store, next: { decisions: 5 } });
    const [resumed] = all.told("resumed");
    expect(resumed?.stored).toEqual([span(1, (resumed?.spooled[0]?.firstSeq ?? 5) - 1)]);
  });

  test("is not complete before it is known what was lost", async ({ directory }) => {
    const store = await died(directory);
    store.storedSequences = () => Promise.reject(new Outage());
    const all = spooling(directory, { store, next: { decisions: 6 } });
    await all.quiet();
    await all.works.close();
    expect(all.told("closed")).toEqual([{ kind: "closed", isComplete: false }]);
  });
});
