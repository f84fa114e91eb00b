import { describe, expect } from "vitest";
import { test } from "../spool/support/directory.ts";
import { chunk } from "../support/chunks.ts";
import { accept, type Dispatching, span, spooling } from "../support/dispatching.ts";
import { MemoryStore } from "../support/memory-store.ts";

/** Hands over a chunk of a table. */
function give({ works }: Dispatching, table: string, firstSeq: number, rows = 1): void {
  works.handle({ kind: "chunk", chunk: chunk({ table, firstSeq, rows }) });
}

const TABLES = ["decisions", "remote_calls", "coverage"];

describe("records of several tables", () => {
  test("are spooled and stored each in its own, by numbers of its own", async ({ directory }) => {
    const all = spooling(directory);
    for (const table of TABLES) give(all, table, 1, 2);
    give(all, "remote_calls", 5); // 3 and 4 never came
    all.works.handle({ kind: "drain", id: 1, deadlineMs: 1_000 });
    await all.quiet();
    for (const table of ["decisions", "coverage"]) expect(all.store.numbers(table)).toEqual([1, 2]);
    expect(all.store.numbers("remote_calls")).toEqual([1, 2, 5]);
    expect(all.store.gaps).toMatchObject([
      { of: "remote_calls", first_seq: 3, last_seq: 4, cause: "refused" },
    ]);
    expect(all.told("drained")).toHaveLength(1);
    all.works.handle({ kind: "finish", table: "remote_calls", last: 9 });
    all.works.handle({ kind: "finish", table: "coverage", last: 2 });
    all.works.handle({ kind: "drain", id: 2, deadlineMs: 1_000 });
    await all.quiet();
    expect(all.told("lost").at(-1)).toEqual({
      kind: "lost",
      reason: "unfinished",
      span: span(6, 9, "remote_calls"),
    });
    await all.works.close();
    expect(all.told("closed")).toEqual([{ kind: "closed", isComplete: true }]);
  });

  test("have one memory: what one takes is not there for another", async ({ directory }) => {
    const store = new MemoryStore();
    store.faults = Array.from({ length: 50 }, () => "refused" as const);
    const all = spooling(directory, { store, memoryBytes: 50, batch: { maxRows: 100 } });
    for (let seq = 1; seq <= 4; seq += 1) for (const table of TABLES) give(all, table, seq);
    await all.quiet();
    let reads = 0;
    const { log } = all;
    const load = log!.load.bind(log);
    log!.load = (run) => {
      reads += run.rows;
      return load(run);
    };
    store.faults = [];
    await all.timers.pass(10_000);
    await all.quiet();
    for (const table of TABLES) expect(store.numbers(table)).toEqual([1, 2, 3, 4]);
    expect(reads).toBeGreaterThanOrEqual(9); // of twelve rows, three fit into fifty bytes
  });

  test("that a worker took with it are on record, those that it had spooled are stored", async ({
    directory,
  }) => {
    const store = new MemoryStore();
    const first = spooling(directory, { store, batch: { maxRows: 100 } });
    for (const table of TABLES) give(first, table, 1, 3);
    await first.quiet();
    const next = { decisions: 4, remote_calls: 6, coverage: 5 };
    const all = spooling(directory, { store, next });
    expect(all.told("resumed")).toEqual([
      { kind: "resumed", spooled: TABLES.map((table) => span(1, 3, table)), stored: [] },
    ]);
    all.works.handle({ kind: "drain", id: 1, deadlineMs: 1_000 });
    await all.quiet();
    for (const table of TABLES) expect(store.numbers(table)).toEqual([1, 2, 3]);
    expect(store.gaps.map(({ of, first_seq, last_seq, cause }) => [of, first_seq, last_seq, cause])).toEqual([
      ["remote_calls", 4, 5, "worker_died"],
      ["coverage", 4, 4, "worker_died"],
    ]);
  });
});

describe("a table that is not there", () => {
  test("keeps no decision waiting, and gets its rows when it is", async ({ directory }) => {
    const all = spooling(directory);
    all.store.absent.add("coverage");
    accept(all, 1, 2);
    await all.quiet();
    give(all, "coverage", 1, 2);
    await all.quiet();
    await all.timers.pass(6_000);
    expect(all.told("fault")).toMatchObject([{ place: "store", fault: { code: "SCHEMA_MISSING" } }]);
    accept(all, 3, 4);
    await all.quiet();
    expect(all.store.numbers()).toEqual([1, 2, 3, 4]);
    expect(all.told("storage")).toEqual([{ kind: "storage", circuit: "closed" }]);
    all.store.absent.clear();
    await all.timers.pass(6_000);
    await all.quiet();
    expect(all.store.numbers("coverage")).toEqual([1, 2]);
  });

  test("is the store's fault where it is that of the decisions", async ({ directory }) => {
    const all = spooling(directory);
    all.store.absent.add("decisions");
    accept(all, 1, 2);
    await all.quiet();
    expect(all.told("storage")).toMatchObject([
      { circuit: "open" },
      { circuit: "open", fault: { code: "SCHEMA_MISSING" } },
    ]);
    all.store.absent.clear();
    await all.timers.pass(6_000);
    await all.quiet();
    expect(all.store.numbers()).toEqual([1, 2]);
  });
});
