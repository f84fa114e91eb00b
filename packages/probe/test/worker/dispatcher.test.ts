import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { CatalogRow } from "@probity/core";
import { describe, expect, it } from "vitest";
import { ProbeError } from "../../src/errors.ts";
import { heldBytesOf } from "../../src/protocol.ts";
import { recoverLog } from "../../src/spool/recover.ts";
import { test } from "../spool/support/directory.ts";
import { changeableDisk, systemError } from "../spool/support/failing-disk.ts";
import { identity, numbersIn } from "../spool/support/logs.ts";
import { chunk } from "../support/chunks.ts";
import { type Dispatching, dispatching, type DispatchingGiven } from "../support/dispatching.ts";
import { settled } from "../support/manual-timers.ts";
import { Forbidden, MemoryStore, Outage } from "../support/memory-store.ts";

const { writer } = identity;
const token = (range: string): string => `${writer}:1:${range}`;
const catalogOf = (feature: string): CatalogRow[] => [{ feature } as CatalogRow];
const span = (firstSeq: number, lastSeq = firstSeq, table = "decisions") => ({
  table,
  firstSeq,
  lastSeq,
  rows: lastSeq - firstSeq + 1,
});

/** Hands over chunks of one row each. */
function accept({ works }: Dispatching, ...numbers: number[]): void {
  for (const firstSeq of numbers) works.handle({ kind: "chunk", chunk: chunk({ firstSeq }) });
}

/** A dispatcher with a log in `root`. */
function spooling(root: string, given: DispatchingGiven = {}): Dispatching {
  mkdirSync(join(root, "log"), { recursive: true });
  return dispatching(root, given);
}

const freedBy = ({ told }: Dispatching): number => told("freed").reduce((sum, { bytes }) => sum + bytes, 0);
const tokensOf = ({ store }: Dispatching): string[] => store.inserts.map((each) => each.token);

describe("Dispatcher", () => {
  it("inserts the rows of a batch at once, under a token of writer, epoch and sequence", async () => {
    const all = dispatching(undefined);
    accept(all, 1, 2);
    await all.quiet();
    const bytes = [1, 2].map((firstSeq) => chunk({ firstSeq }).bytes);
    expect(all.store.inserts).toEqual([{ table: "decisions", version: 1, bytes, token: token("1-2") }]);
    expect(all.replies).toEqual([
      { kind: "reached", stage: "stored", spans: [span(1, 2)], tookMs: 0 },
      { kind: "storage", circuit: "closed" },
      { kind: "freed", bytes: 28 },
    ]);
  });

  it("keeps the rows of each table apart", async () => {
    const all = dispatching(undefined);
    accept(all, 2);
    await settled();
    all.works.handle({ kind: "drain", id: 1, deadlineMs: 100 });
    await all.quiet();
    expect(all.store.inserts.map(({ table }) => table)).toEqual(["decisions", "gaps"]);
  });

  it("registers catalogs, each once and in order, before the first rows", async () => {
    const all = dispatching(undefined);
    const order: string[] = [];
    Object.assign(all.store, {
      registerCatalog: ([row]: CatalogRow[]) => Promise.resolve(void order.push(`catalog ${row?.feature}`)),
      insertBatch: (batch: { token: string }) => Promise.resolve(void order.push(batch.token)),
    });
    all.works.handle({ kind: "catalog", rows: catalogOf("a") });
    all.works.handle({ kind: "catalog", rows: catalogOf("b") });
    accept(all, 1, 2);
    await all.quiet();
    all.works.handle({ kind: "catalog", rows: catalogOf("c") });
    accept(all, 3, 4);
    await all.quiet();
    expect(order).toEqual(["catalog a", "catalog b", token("1-2"), "catalog c", token("3-4")]);
  });

  it("stores no rows before their catalog is registered, and tries that again", async () => {
    let failures = 2;
    const registerCatalog = () => (failures-- > 0 ? Promise.reject(new Outage()) : Promise.resolve());
    const all = dispatching(undefined, { changes: { registerCatalog } });
    all.works.handle({ kind: "catalog", rows: catalogOf("a") });
    accept(all, 1, 2);
    await all.quiet();
    expect(all.store.inserts).toEqual([]);
    await all.timers.pass(10_000);
    expect(tokensOf(all)).toEqual([token("1-2")]);
  });

  it("tells of each attempt that failed, how the way stands, and when it is open again", async () => {
    const all = dispatching(undefined);
    all.store.faults = ["refused"];
    accept(all, 1, 2);
    await all.timers.pass(100);
    await all.quiet();
    const fault = { code: "STORAGE_UNAVAILABLE", message: "the connection broke" };
    expect(all.told("storage")).toEqual([
      { kind: "storage", circuit: "open" },
      { kind: "storage", circuit: "open", fault },
      { kind: "storage", circuit: "half_open" },
      { kind: "storage", circuit: "closed" },
    ]);
  });

  it("has it on record when the store rejects a row and there is no quarantine, and frees its memory", async () => {
    const all = dispatching(undefined);
    all.store.bad.add(2);
    accept(all, 1, 2);
    await all.quiet();
    const fault = { code: "ROW_REJECTED", message: "bad row" };
    expect(all.told("lost")).toEqual([{ kind: "lost", reason: "rejected", span: span(2), fault }]);
    expect(all.told("reached")).toMatchObject([{ spans: [span(1)] }]);
    expect(freedBy(all)).toBe(28);
    await all.timers.pass(500);
    await all.quiet();
    expect(all.store.gaps).toMatchObject([
      { of: "decisions", first_seq: 2, last_seq: 2, cause: "rejected", detail: "ROW_REJECTED" },
    ]);
  });

  it("makes no gap record of a gap record that is refused", async () => {
    const all = dispatching(undefined);
    all.store.takesGaps = false;
    accept(all, 3);
    await settled();
    all.works.handle({ kind: "drain", id: 1, deadlineMs: 1_000 });
    await all.quiet();
    expect(all.told("drained")).toHaveLength(1);
    expect(all.store.inserts.filter(({ table }) => table === "gaps")).toHaveLength(1);
    expect(all.told("fault")).toMatchObject([{ place: "store", fault: { code: "ROW_REJECTED" } }]);
  });

  it("lets what somebody waits for go at once", async () => {
    const all = dispatching(undefined);
    accept(all, 1);
    all.works.handle({ kind: "hurry" });
    await all.quiet();
    expect(tokensOf(all)).toEqual([token("1-1")]);
  });

  it("answers a drain once all that came before is settled", async () => {
    const all = dispatching(undefined);
    accept(all, 1);
    all.works.handle({ kind: "drain", id: 7, deadlineMs: 1_000 });
    await all.quiet();
    expect(all.replies.at(-1)).toEqual({ kind: "drained", id: 7 });
    expect(all.told("reached")).toHaveLength(1);
  });

  it("answers a drain only when what was rejected meanwhile is on record", async () => {
    const all = dispatching(undefined);
    all.store.bad.add(1);
    accept(all, 1);
    all.works.handle({ kind: "drain", id: 7, deadlineMs: 1_000 });
    await all.quiet();
    expect(all.store.gaps).toHaveLength(1);
    expect(all.replies.at(-1)).toEqual({ kind: "drained", id: 7 });
  });

  it("pauses less while somebody waits for a drain, and no longer than that", async () => {
    const all = dispatching(undefined);
    all.store.faults = Array.from({ length: 40 }, () => "refused" as const);
    accept(all, 1, 2);
    await all.timers.pass(60_000);
    const before = all.store.inserts.length;
    all.works.handle({ kind: "drain", id: 1, deadlineMs: 3_000 });
    await all.timers.pass(3_500);
    const hurried = all.store.inserts.length - before;
    expect(hurried).toBeGreaterThanOrEqual(4);
    await all.timers.pass(4_000);
    expect(all.store.inserts.length - before - hurried).toBeLessThanOrEqual(1);
  });

  describe("check", () => {
    it("tells what is wrong with a storage that answers", async () => {
      const { works, replies } = dispatching(undefined, {
        changes: { check: () => Promise.resolve(["the schema is old"]) },
      });
      await works.check();
      expect(replies).toEqual([
        { kind: "storage", circuit: "closed" },
        { kind: "fault", place: "store", fault: { code: "STORAGE_UNFIT", message: "the schema is old" } },
      ]);
    });

    it("waits for a storage that doesn't answer, and keeps rows off it meanwhile", async () => {
      let failures = 2;
      const check = () =>
        failures-- > 0
          ? Promise.reject(new ProbeError("STORAGE_UNAVAILABLE", "nobody"))
          : Promise.resolve([]);
      const all = dispatching(undefined, { changes: { check } });
      const checked = all.works.check();
      await settled();
      accept(all, 1, 2);
      await all.quiet();
      expect(all.store.inserts).toEqual([]);
      await all.timers.pass(1_000);
      await checked;
      expect(all.told("storage").at(-1)).toEqual({ kind: "storage", circuit: "closed" });
      expect(tokensOf(all)).toEqual([token("1-2")]);
    });

    it("tells of a storage that doesn't let itself be looked at, and uses it", async () => {
      const all = dispatching(undefined);
      all.store.check = () => Promise.reject(new Forbidden());
      await all.works.check();
      expect(all.replies).toEqual([
        { kind: "storage", circuit: "closed" },
        { kind: "fault", place: "store", fault: expect.any(Object) },
      ]);
    });
  });
});

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
