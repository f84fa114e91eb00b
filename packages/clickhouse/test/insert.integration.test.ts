import { decisionRecord } from "@probity/core";
import { describe, expect } from "vitest";

import { openStore } from "../src/index.ts";
import { insertBatch } from "../src/insert.ts";
import { migrate } from "../src/migrations/migrate.ts";
import { shippedMigrations } from "../src/migrations/plan.ts";
import { Selection } from "../src/selection.ts";
import {
  batchOf,
  catalog,
  catalogBatchOf,
  DAY,
  decision,
  firstVersionBatchOf,
  idAt,
  WRITER,
} from "./support/rows.ts";
import { test } from "./support/store.ts";

const counts = new Selection({
  rows: { type: "UInt64", sql: "count()" },
  ids: { type: "UInt64", sql: "uniqExact(id)" },
});
const parts = new Selection({
  parts: { type: "UInt64", sql: "count()" },
  rows: { type: "UInt64", sql: "sum(rows)" },
});

const some = (count: number, from = DAY) =>
  Array.from({ length: count }, (_, n) => decision(from + n, { id: idAt(from + n, n), seq: n + 1 }));

/** Where in a row the text `service` starts: after id, ts, seq, took_us, writer and epoch. */
const SERVICE = 16 + 8 + 8 + 4 + 16 + 4;
/** The length of a text, as RowBinary has it: a tebibyte. */
const TEBIBYTE = Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x80, 0x20);
const MONTH = 31 * 86_400_000;
const all = { table: "decisions", writer: WRITER, epoch: 1, firstSeq: 1, lastSeq: 1000 };

describe("insertBatch", () => {
  test("stores what decision() gives back, to the last field", async ({ store }) => {
    const rows = some(3);
    await store.insertBatch(batchOf(rows));
    expect(await Promise.all(rows.map(({ id }) => store.decision(id)))).toEqual(rows);
  });

  test("takes what an older probe wrote, before and after the migration, and gives it what was so then", async ({
    database,
    connection,
  }) => {
    const store = openStore(database);
    const alone = decision(DAY);
    const inside = decision(DAY + 1, { parent: alone.id });
    const shipped = await shippedMigrations();
    const older = shipped.findIndex(({ name }) => name === "decisions_spans");
    await migrate(connection, shipped.slice(0, older), {});
    await insertBatch(connection, firstVersionBatchOf([alone, inside], "before"));
    await store.migrate();
    const late = decision(DAY + 2, { parent: alone.id });
    await store.insertBatch(firstVersionBatchOf([late], "after"));

    expect(await store.decision(alone.id)).toEqual(alone);
    expect(await store.decision(inside.id)).toEqual({ ...inside, parent_via: "process", spans: [] });
    expect(await store.decision(late.id)).toEqual({ ...late, parent_via: "process", spans: [] });
    await store.close();
  });

  test("stores a batch once that is sent again with its token", async ({ store, connection }) => {
    const batch = batchOf(some(100));
    await store.insertBatch(batch);
    await store.insertBatch(batch);
    await Promise.all([store.insertBatch(batch), store.insertBatch(batch)]);
    expect(await counts.from(connection, `${connection.database}.decisions`)).toEqual([
      { rows: 100, ids: 100 },
    ]);
  });

  test("stores like rows again under another token", async ({ store, connection }) => {
    const rows = some(10);
    await store.insertBatch(batchOf(rows, "writer:1:1-10"));
    await store.insertBatch(batchOf(rows, "writer:2:1-10"));
    expect(await counts.from(connection, `${connection.database}.decisions`)).toEqual([
      { rows: 20, ids: 10 },
    ]);
  });

  test("stores a batch once whose rows are of several months", async ({ store, connection }) => {
    const batch = batchOf([decision(DAY), decision(DAY + MONTH), decision(DAY + 2 * MONTH)]);
    await store.insertBatch(batch);
    await store.insertBatch(batch);
    expect(await counts.from(connection, `${connection.database}.decisions`)).toEqual([{ rows: 3, ids: 3 }]);
  });

  test("takes the pieces of a batch as one, and makes one part of a large one", async ({
    store,
    connection,
  }) => {
    await connection.command(`SYSTEM STOP MERGES ${connection.database}.decisions`);
    const pieces = Array.from(
      { length: 20 },
      (_, n) => batchOf(some(1000, DAY + n * 1000)).bytes as Uint8Array,
    );
    await store.insertBatch({ ...batchOf([]), bytes: pieces, token: "large" });
    expect(
      await parts.from(
        connection,
        "system.parts WHERE active AND database = {database:String} AND table = 'decisions'",
        {
          database: connection.database,
        },
      ),
    ).toEqual([{ parts: 1, rows: 20_000 }]);
  });

  test("does without compression", async ({ database, store }) => {
    const plain = openStore({ ...database, compression: false });
    const rows = some(2);
    await plain.insertBatch(batchOf(rows));
    await plain.close();
    expect(await store.decision(rows[0]!.id)).toEqual(rows[0]);
  });

  test("sends nothing for an empty batch", async ({ database }) => {
    const unmigrated = openStore(database);
    const empty = { table: "decisions", version: 1, bytes: [new Uint8Array()], token: "t" };
    await expect(unmigrated.insertBatch(empty)).resolves.toBeUndefined();
    await unmigrated.close();
  });

  test("is told that torn bytes are refused for their content, none of them stored, nor shown", async ({
    store,
    connection,
  }) => {
    const batch = batchOf(some(2));
    const torn = (batch.bytes as Uint8Array).subarray(0, -1);
    await expect(store.insertBatch({ ...batch, bytes: torn })).rejects.toMatchObject({
      code: "REJECTED",
      isTransient: false,
      serverCode: expect.any(Number),
      message: expect.not.stringContaining("book-feed"),
    });
    expect(await counts.from(connection, `${connection.database}.decisions`)).toEqual([{ rows: 0, ids: 0 }]);
  });

  test.for([
    ["goes on after its last row", 33, (row: Uint8Array) => [row, Uint8Array.of(1)]],
    [
      "has a text longer than the server takes",
      131,
      (row: Uint8Array) => [row.subarray(0, SERVICE), TEBIBYTE],
    ],
  ] as const)(
    "is told that a batch is refused that %s",
    async ([, serverCode, spoil], { store, connection }) => {
      const batch = batchOf(some(1));
      await expect(
        store.insertBatch({ ...batch, bytes: spoil(batch.bytes as Uint8Array) }),
      ).rejects.toMatchObject({ code: "REJECTED", serverCode });
      expect(await counts.from(connection, `${connection.database}.decisions`)).toEqual([
        { rows: 0, ids: 0 },
      ]);
    },
  );

  test("is told that rows are refused which break a rule that somebody set, and nothing of them", async ({
    store,
    connection,
  }) => {
    const table = `${connection.database}.decisions`;
    await connection.command(`ALTER TABLE ${table} ADD CONSTRAINT known CHECK service != 'book-feed'`);
    await expect(store.insertBatch(batchOf(some(2)))).rejects.toMatchObject({
      code: "REJECTED",
      serverCode: 469,
      message: expect.not.stringContaining("book-feed"),
    });
    await store.insertBatch(batchOf([decision(DAY, { service: "other" })], "others"));
    expect(await counts.from(connection, table)).toEqual([{ rows: 1, ids: 1 }]);
  });

  test("says that the migrations are to be run where the tables are missing, or a column", async ({
    database,
    store,
    connection,
  }) => {
    const unmigrated = openStore({ ...database, database: `${database.database}_none` });
    await expect(unmigrated.insertBatch(batchOf(some(1)))).rejects.toMatchObject({
      code: "SCHEMA_MISSING",
      message: expect.stringContaining("run the migrations"),
    });
    await unmigrated.close();
    await connection.command(`ALTER TABLE ${connection.database}.decisions DROP COLUMN input_faults`);
    await expect(store.insertBatch(batchOf(some(1)))).rejects.toMatchObject({ code: "SCHEMA_BEHIND" });
  });

  test("stores a batch whose rows are of more months than a server takes by itself", async ({ store }) => {
    const batch = batchOf(Array.from({ length: 101 }, (_, n) => decision(DAY + n * MONTH, { seq: n + 1 })));
    await store.insertBatch(batch);
    await store.insertBatch(batch);
    expect(await store.sequenceCounts()).toMatchObject([{ rows: 101, doubled: 0 }]);
  });

  test("of several months may be stored in part, which a lookup tells, and is completed under its token", async ({
    store,
    connection,
  }) => {
    const table = `${connection.database}.decisions`;
    const rows = [1, 2, 3, 4].map((seq) => decision(DAY + seq * MONTH, { seq }));
    await connection.command(`ALTER TABLE ${table} ADD INDEX trap throwIf(seq = 3) TYPE minmax`);
    await expect(store.insertBatch(batchOf(rows))).rejects.toMatchObject({ code: "SERVER_FAULT" });
    const seqs = new Selection({ seq: { type: "UInt64" } });
    const part = (await seqs.from(connection, `${table} ORDER BY seq`)).map(({ seq }) => seq);
    expect(await store.storedSequences(all)).toEqual(part);
    expect(part).not.toContain(3);

    await connection.command(`ALTER TABLE ${table} DROP INDEX trap SETTINGS mutations_sync = 1`);
    await store.insertBatch(batchOf(rows));
    expect(await store.storedSequences(all)).toEqual([1, 2, 3, 4]);
    expect(await store.sequenceCounts()).toMatchObject([{ rows: 4, doubled: 0 }]);
  });

  test("is not told that the rows are bad where somebody's view of them fails: they are stored", async ({
    store,
    connection,
  }) => {
    const { database } = connection;
    await connection.command(
      `CREATE TABLE ${database}.routes (route UInt8) ENGINE = MergeTree ORDER BY route`,
    );
    await connection.command(
      `CREATE MATERIALIZED VIEW ${database}.by_route TO ${database}.routes AS SELECT toUInt8(route) AS route FROM ${database}.decisions`,
    );
    const batch = batchOf([1, 2].map((seq) => decision(DAY + seq, { seq })));
    const failed = {
      code: "SERVER_FAULT",
      isTransient: true,
      message: expect.stringContaining(`the materialized view ${database}.by_route failed`),
    };
    await expect(store.insertBatch(batch)).rejects.toMatchObject(failed);
    await expect(store.insertBatch(batch)).rejects.toMatchObject(failed);
    expect(await store.storedSequences(all)).toEqual([1, 2]);
    expect(await store.sequenceCounts()).toMatchObject([{ rows: 2, doubled: 0 }]);
  });

  test("is told that a server with too many parts is overloaded, and succeeds later", async ({
    store,
    connection,
  }) => {
    const table = `${connection.database}.decisions`;
    await connection.command(`SYSTEM STOP MERGES ${table}`);
    await connection.command(`ALTER TABLE ${table} MODIFY SETTING parts_to_throw_insert = 2`);
    await store.insertBatch(batchOf(some(1, DAY)));
    await store.insertBatch(batchOf(some(1, DAY + 1)));
    const third = batchOf(some(1, DAY + 2));
    await expect(store.insertBatch(third)).rejects.toMatchObject({
      code: "OVERLOADED",
      isTransient: true,
      serverCode: 252,
    });
    await connection.command(`ALTER TABLE ${table} RESET SETTING parts_to_throw_insert`);
    await store.insertBatch(third);
    expect(await counts.from(connection, table)).toEqual([{ rows: 3, ids: 3 }]);
  });

  test.for([
    [
      { table: "users" },
      'no table "users" for records, there are decisions, gaps, remote_calls, coverage, interventions, choices, feedback, findings, control_changes, list_snapshots, catalog_features',
    ],
    [{ version: 4 }, "decisions records have versions 1 to 3, got 4"],
    [{ version: 0 }, "got 0"],
    [{ token: "" }, "a batch needs a token"],
  ] as const)("refuses %o before anything is sent", async ([wrong, message], { store }) => {
    await expect(store.insertBatch({ ...batchOf(some(1)), ...wrong })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      message: expect.stringContaining(message),
    });
  });
});

describe("registerCatalog", () => {
  test("adds each catalog once, however often and from wherever it is registered", async ({
    store,
    connection,
  }) => {
    const rows = catalog();
    const other = catalog("c2".repeat(32), ["profile.age"]);
    expect(await store.registerCatalog(rows)).toBe(3);
    expect(await store.registerCatalog([...rows, ...other])).toBe(1);
    await Promise.all(Array.from({ length: 4 }, () => store.registerCatalog(catalog("c3".repeat(32)))));
    const features = new Selection({ rows: { type: "UInt64", sql: "count()" } });
    expect(await features.from(connection, `${connection.database}.catalog_features`)).toEqual([{ rows: 7 }]);
  });

  test("takes catalog rows as a batch too", async ({ store }) => {
    const rows = catalog();
    await store.insertBatch(catalogBatchOf(rows, "catalog"));
    expect(await store.registerCatalog(rows)).toBe(0);
  });
});

test("the record version that a batch names decides the columns", () => {
  const all = Object.keys(decisionRecord.columns);
  expect(decisionRecord.columnNames(3)).toEqual(all);
  expect(decisionRecord.columnNames(2)).toEqual(all.slice(0, all.indexOf("mode")));
  expect(decisionRecord.columnNames(1)).toEqual(all.slice(0, all.indexOf("parent_via")));
});
