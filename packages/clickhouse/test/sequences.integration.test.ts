import { describe, expect } from "vitest";

import { migrate } from "../src/migrations/migrate.ts";
import { shippedMigrations } from "../src/migrations/plan.ts";
import { insertBatch } from "../src/insert.ts";
import { readStoredSequences } from "../src/queries/sequences.ts";
import { Selection } from "../src/selection.ts";
import {
  batchOf,
  coverage,
  coverageBatchOf,
  DAY,
  decision,
  firstVersionBatchOf,
  gap,
  gapBatchOf,
  idAt,
  remoteCall,
  remoteCallBatchOf,
  WRITER,
} from "./support/rows.ts";
import { test } from "./support/store.ts";

const MONTH = 31 * 86_400_000;
const OTHER = idAt(DAY, 0xfffe);

const range = { table: "decisions", writer: WRITER, epoch: 1, firstSeq: 1, lastSeq: 10 };
const numbered = (...seqs: number[]) => seqs.map((seq) => decision(DAY + seq, { seq }));

describe("storedSequences", () => {
  test("gives the numbers of the range that are stored, each once, in order", async ({ store }) => {
    await store.insertBatch(batchOf(numbered(8, 3, 1), "some"));
    await store.insertBatch(batchOf(numbered(3, 4, 10, 11), "others, and one again"));
    expect(await store.storedSequences(range)).toEqual([1, 3, 4, 8, 10]);
    expect(await store.storedSequences({ ...range, firstSeq: 4, lastSeq: 4 })).toEqual([4]);
    expect(await store.storedSequences({ ...range, firstSeq: 5, lastSeq: 7 })).toEqual([]);
  });

  test("gives those of that table, writer and epoch alone", async ({ store }) => {
    await store.insertBatch(batchOf(numbered(1), "1"));
    await store.insertBatch(batchOf([decision(DAY, { seq: 2, writer: OTHER })], "2"));
    await store.insertBatch(batchOf([decision(DAY, { seq: 3, epoch: 2 })], "3"));
    await store.insertBatch(gapBatchOf([gap(4, 9)]));
    expect(await store.storedSequences(range)).toEqual([1]);
    expect(await store.storedSequences({ ...range, writer: OTHER.toUpperCase() })).toEqual([2]);
    expect(await store.storedSequences({ ...range, epoch: 2 })).toEqual([3]);
    expect(await store.storedSequences({ ...range, table: "gaps" })).toEqual([4]);
  });

  test("sees each insert as soon as it is acknowledged, in whatever month", async ({ store }) => {
    for (const seq of [1, 2, 3, 4, 5, 6, 7, 8]) {
      await store.insertBatch(batchOf([decision(DAY + seq * MONTH, { seq })], `${seq}`));
      expect(await store.storedSequences(range)).toHaveLength(seq);
    }
  });

  test("knows a batch that the server has forgotten, and would store again", async ({
    store,
    connection,
  }) => {
    const window = "non_replicated_deduplication_window = 1";
    await connection.command(`ALTER TABLE ${connection.database}.decisions MODIFY SETTING ${window}`);
    const first = batchOf(numbered(1, 2), "first");
    await store.insertBatch(first);
    for (const seq of [3, 4]) await store.insertBatch(batchOf(numbered(seq), `${seq}`));
    expect(await store.storedSequences({ ...range, lastSeq: 2 })).toEqual([1, 2]);

    await store.insertBatch(first);
    expect(await store.sequenceCounts()).toMatchObject([{ rows: 4, doubled: 2 }]);
    expect(await store.storedSequences(range)).toEqual([1, 2, 3, 4]);
  });

  test("finds what was stored before the table had an order by number", async ({ connection }) => {
    const shipped = await shippedMigrations();
    const before = shipped.findIndex(({ name }) => name === "decisions_by_sequence");
    await migrate(connection, shipped.slice(0, before), {});
    await insertBatch(connection, firstVersionBatchOf(numbered(1, 2), "before"));
    await migrate(connection, shipped.slice(0, before + 1), {});
    await insertBatch(connection, firstVersionBatchOf(numbered(3), "between"));
    expect(await readStoredSequences(connection, range)).toEqual([1, 2, 3]);

    await migrate(connection, shipped, {});
    const filled = new Selection({ rows: { type: "UInt64", sql: "sum(rows)" } });
    const projections = "system.projection_parts WHERE active AND database = {database:String}";
    await expect
      .poll(() => filled.from(connection, projections, { database: connection.database }))
      .toEqual([{ rows: 3 }]);
    expect(await readStoredSequences(connection, range)).toEqual([1, 2, 3]);
  });

  test.for([
    [
      { table: "catalog_features" },
      'no table "catalog_features" of numbered records, there are decisions, gaps, remote_calls, coverage, interventions, choices, feedback, findings, control_changes, list_snapshots',
    ],
    [{ writer: "w1" }, 'writer must be a UUID, got "w1"'],
    [{ epoch: -1 }, "epoch must be from 0 to 4294967295, got -1"],
    [{ firstSeq: 0.5 }, "firstSeq must be a sequence number, got 0.5"],
    [{ lastSeq: Number.NaN }, "lastSeq must be a sequence number, got NaN"],
    [{ firstSeq: 11 }, "a range has from 1 to 1000000 numbers, got 11 to 10"],
    [{ lastSeq: 1_000_001 }, "a range has from 1 to 1000000 numbers, got 1 to 1000001"],
  ] as const)("refuses %o before anything is sent", async ([wrong, message], { store }) => {
    await expect(store.storedSequences({ ...range, ...wrong })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      message,
    });
  });
});

describe("sequenceCounts", () => {
  const one = { writer: WRITER, epoch: 1, service: "book-feed" };

  test("counts each life of a writer, and what is there twice", async ({ store }) => {
    const later = { writer: WRITER, epoch: 2, service: "book-feed" };
    const other = { writer: OTHER, epoch: 1, service: "a-search" };
    await store.insertBatch(batchOf(numbered(2, 3, 7), "1"));
    await store.insertBatch(batchOf(numbered(2, 3), "again, under another token"));
    await store.insertBatch(batchOf([decision(DAY, { ...later, seq: 1 })], "2"));
    await store.insertBatch(batchOf([decision(DAY + MONTH, { ...other, seq: 5 })], "3"));
    expect(await store.sequenceCounts()).toEqual([
      { ...other, rows: 1, first_seq: 5, last_seq: 5, doubled: 0 },
      { ...one, rows: 3, first_seq: 2, last_seq: 7, doubled: 2 },
      { ...later, rows: 1, first_seq: 1, last_seq: 1, doubled: 0 },
    ]);
  });

  test("counts a window, from its first moment to before its last", async ({ store }) => {
    await store.insertBatch(batchOf(numbered(1, 2, 3, 4)));
    expect(await store.sequenceCounts({ from: DAY + 2, to: DAY + 4 })).toEqual([
      { ...one, rows: 2, first_seq: 2, last_seq: 3, doubled: 0 },
    ]);
    expect(await store.sequenceCounts({ from: DAY + 5 })).toEqual([]);
  });

  test("counts gaps, which have numbers of their own", async ({ store }) => {
    await store.insertBatch(gapBatchOf([gap(100, 200, { seq: 1 }), gap(300, 301, { seq: 2 })]));
    expect(await store.sequenceCounts({ table: "gaps" })).toEqual([
      { ...one, rows: 2, first_seq: 1, last_seq: 2, doubled: 0 },
    ]);
    expect(await store.sequenceCounts()).toEqual([]);
  });

  test("counts remote calls and statements of coverage, which have numbers of their own", async ({
    store,
  }) => {
    const mine = { writer: WRITER, service: one.service };
    await store.insertBatch(remoteCallBatchOf([remoteCall(DAY, idAt(DAY), { seq: 4, ...mine })]));
    await store.insertBatch(coverageBatchOf([coverage(DAY, { seq: 6 }), coverage(DAY, { seq: 7 })]));
    expect(await store.sequenceCounts({ table: "remote_calls" })).toEqual([
      { ...one, rows: 1, first_seq: 4, last_seq: 4, doubled: 0 },
    ]);
    expect(await store.sequenceCounts({ table: "coverage" })).toEqual([
      { ...one, rows: 2, first_seq: 6, last_seq: 7, doubled: 0 },
    ]);
    expect(await store.storedSequences({ ...range, table: "remote_calls" })).toEqual([4]);
    expect(await store.storedSequences({ ...range, table: "coverage" })).toEqual([6, 7]);
    expect(await store.sequenceCounts()).toEqual([]);
  });

  test("refuses a table whose records have no numbers", async ({ store }) => {
    await expect(store.sequenceCounts({ table: "catalog_features" })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
  });
});
