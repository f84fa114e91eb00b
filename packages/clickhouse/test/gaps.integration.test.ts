import type { GapRow } from "@probity/core";
import { describe, expect } from "vitest";

import type { Store } from "../src/index.ts";
import {
  batchOf,
  coverage,
  coverageBatchOf,
  DAY,
  decision,
  gap,
  gapBatchOf,
  idAt,
  remoteCall,
  remoteCallBatchOf,
  WRITER,
} from "./support/rows.ts";
import { test } from "./support/store.ts";

const OTHER = idAt(DAY, 0xfffe);

/** Stores decisions of these numbers, in one batch. */
const storeDecisions = async (
  into: Store,
  seqs: readonly number[],
  about: { writer?: string; epoch?: number } = {},
) =>
  into.insertBatch(
    batchOf(
      seqs.map((seq) => decision(DAY + seq, { seq, ...about })),
      JSON.stringify([seqs, about]),
    ),
  );

const presentOf = async (from: Store, ...asked: Parameters<Store["gaps"]>) =>
  (await from.gaps(...asked)).rows.map(({ first_seq, last_seq, present }) => [first_seq, last_seq, present]);

describe("gaps", () => {
  const rows = [
    gap(10, 19),
    gap(30, 30, { cause: "quarantined", detail: "33" }),
    gap(40, 45, { writer: OTHER, service: "search", cause: "unclean_end" }),
    gap(50, 50, { of: "gaps", cause: "rejected", seq: 51 }),
  ] as const;

  test("come as they were stored, newest first", async ({ store }) => {
    await store.insertBatch(gapBatchOf(rows));
    expect(await store.gaps()).toEqual({
      rows: rows.toReversed().map((row) => ({ ...row, present: 0 })),
      next: undefined,
    });
  });

  test.for([
    ["of a service", { service: "search" }, {}, [40]],
    ["of a writer", { writer: OTHER }, {}, [40]],
    ["of a table", { of: "decisions" }, {}, [40, 30, 10]],
    ["of a cause", { cause: "quarantined" }, {}, [30]],
    ["of a window", {}, { from: DAY + 30, to: DAY + 50 }, [40, 30]],
    ["of nobody", { service: "x' OR 1 = 1 --" }, {}, []],
  ] as const)("can be those %s", async ([, filter, window, expected], { store }) => {
    await store.insertBatch(gapBatchOf(rows));
    const found = await store.gaps(filter, window);
    expect(found.rows.map(({ first_seq }) => first_seq)).toEqual(expected);
  });

  test("come in pages that neither repeat nor omit, also within one millisecond", async ({ store }) => {
    const many = Array.from({ length: 11 }, (_, n) =>
      gap(n + 1, n + 1, { ts: DAY + Math.floor(n / 8), writer: n % 2 === 0 ? WRITER : OTHER, epoch: n % 3 }),
    );
    await store.insertBatch(gapBatchOf(many));
    const found: GapRow[] = [];
    let after: string | undefined;
    do {
      const page = await store.gaps({}, { limit: 3, after });
      found.push(...page.rows);
      after = page.next;
    } while (after !== undefined);
    expect(found.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual(many.map(({ seq }) => seq));
    expect(found.map(({ ts }) => ts)).toEqual(many.map(({ ts }) => ts).toReversed());
  });

  test("tell how many of their numbers are stored by now", async ({ store }) => {
    await store.insertBatch(gapBatchOf([gap(10, 19), gap(1020, 1030), gap(30, 30)]));
    await storeDecisions(store, [9, 11, 12, 20, 29, 31, 1023, 1024, 1030, 1031]);
    expect(await presentOf(store)).toEqual([
      [1020, 1030, 3],
      [30, 30, 0],
      [10, 19, 2],
    ]);
    await storeDecisions(store, [30]);
    expect(await presentOf(store, {}, { limit: 1, after: `${DAY + 31}_${WRITER}_1_31` })).toEqual([
      [30, 30, 1],
    ]);
  });

  test("count a number once, however often it is stored, in every gap that has it", async ({ store }) => {
    await store.insertBatch(gapBatchOf([gap(10, 19), gap(12, 12), gap(11, 30)]));
    await storeDecisions(store, [12, 19]);
    await storeDecisions(store, [12]);
    expect(await presentOf(store)).toEqual([
      [12, 12, 1],
      [11, 30, 2],
      [10, 19, 2],
    ]);
  });

  test("have nothing of another writer, epoch or table", async ({ store }) => {
    await store.insertBatch(gapBatchOf([gap(10, 19), gap(30, 32, { of: "gaps" })]));
    await storeDecisions(store, [10, 30], { writer: OTHER });
    await storeDecisions(store, [11, 31], { epoch: 2 });
    await storeDecisions(store, [32]);
    expect(await presentOf(store, { of: "decisions" })).toEqual([[10, 19, 0]]);
    // The gap of 10 has a number of its own, and so has that of 30: one of the three that the latter misses.
    expect(await presentOf(store, { of: "gaps" })).toEqual([[30, 32, 1]]);
  });

  test("may be in any table whose records have numbers", async ({ store }) => {
    await store.insertBatch(
      gapBatchOf([gap(10, 19, { of: "remote_calls" }), gap(20, 29, { of: "coverage" }), gap(30, 39)]),
    );
    const mine = { writer: WRITER };
    await store.insertBatch(remoteCallBatchOf([remoteCall(DAY, idAt(DAY), { seq: 11, ...mine })]));
    await store.insertBatch(coverageBatchOf([coverage(DAY, { seq: 22 }), coverage(DAY, { seq: 23 })]));
    await storeDecisions(store, [12, 24]);
    expect(await presentOf(store)).toEqual([
      [30, 39, 0],
      [20, 29, 2],
      [10, 19, 1],
    ]);
    expect(await store.gapCounts()).toMatchObject([
      { of: "decisions", missing: 10 },
      { of: "remote_calls", missing: 9 },
      { of: "coverage", missing: 8 },
    ]);
  });

  test("are shown also in a table that this version doesn't know", async ({ store }) => {
    await store.insertBatch(gapBatchOf([gap(1, 2, { of: "feedback" })]));
    expect(await presentOf(store)).toEqual([[1, 2, 0]]);
    expect(await store.gapCounts()).toMatchObject([{ of: "feedback", missing: 2 }]);
  });

  test("may be wider than anybody could list, and even absurd", async ({ store }) => {
    const absurd = { first_seq: 9, last_seq: 5, rows: 0 };
    await store.insertBatch(
      gapBatchOf([gap(10, 3_000_000), gap(11, Number.MAX_SAFE_INTEGER), gap(9, 9, absurd)]),
    );
    await storeDecisions(store, [9, 10, 11, 2_999_999, 3_000_001]);
    expect(await presentOf(store)).toEqual([
      [11, Number.MAX_SAFE_INTEGER, 3],
      [10, 3_000_000, 3],
      [9, 5, 0],
    ]);
  });

  test.for([
    [{ writer: "w1" }, {}, 'writer must be a UUID, got "w1"'],
    [{ cause: "boredom" }, {}, 'rejected, unclean_end, worker_died, got "boredom"'],
    [{}, { after: `${DAY}_${WRITER}` }, "after must be the"],
    [{}, { limit: 0 }, "limit must be from 1 to 1000, got 0"],
  ] as const)("are refused for %o with %o", async ([filter, page, message], { store }) => {
    await expect(store.gaps(filter as Parameters<Store["gaps"]>[0], page)).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      message: expect.stringContaining(message),
    });
  });
});

describe("gapCounts", () => {
  test("sum up by service, table and cause what was missing and what still is, the most first", async ({
    store,
  }) => {
    await store.insertBatch(
      gapBatchOf([
        gap(10, 19),
        gap(40, 41),
        gap(30, 30, { cause: "quarantined" }),
        gap(31, 31, { cause: "quarantined" }),
        gap(50, 52, { service: "search" }),
        gap(60, 60, { of: "gaps" }),
      ]),
    );
    await storeDecisions(store, [30, 41]);
    await storeDecisions(store, [41]);
    const feed = { service: "book-feed", of: "decisions" };
    expect(await store.gapCounts()).toEqual([
      { ...feed, cause: "dropped", gaps: 2, rows: 12, missing: 11 },
      { ...feed, service: "search", cause: "dropped", gaps: 1, rows: 3, missing: 3 },
      { ...feed, cause: "quarantined", gaps: 2, rows: 2, missing: 1 },
      // The gap of 60 has the number 60: by now it is no longer missing.
      { ...feed, of: "gaps", cause: "dropped", gaps: 1, rows: 1, missing: 0 },
    ]);
    expect(await store.gapCounts({ from: DAY + 31, to: DAY + 50 })).toEqual([
      { ...feed, cause: "dropped", gaps: 1, rows: 2, missing: 1 },
      { ...feed, cause: "quarantined", gaps: 1, rows: 1, missing: 1 },
    ]);
  });

  test("are empty where nothing is missing", async ({ store }) => {
    await storeDecisions(store, [1, 2, 3]);
    expect(await store.gapCounts()).toEqual([]);
    expect(await store.gaps()).toEqual({ rows: [], next: undefined });
  });
});
