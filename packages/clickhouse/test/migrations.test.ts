import {
  catalogRecord,
  coverageRecord,
  decisionRecord,
  gapRecord,
  LEDGERS,
  remoteCallRecord,
} from "@probity/core";
import { beforeAll, describe, expect, it } from "vitest";

import { columnDefinitions } from "../src/ddl.ts";
import { checkJournal } from "../src/migrations/journal.ts";
import { placeMigration } from "../src/migrations/place.ts";
import { fileOf, planMigrations, shippedMigrations, type Migration } from "../src/migrations/plan.ts";
import { FEATURE_KEYS } from "../src/queries/feature-use.ts";

const files = (...names: string[]) => names.map((file) => ({ file, text: "SELECT 1" }));

let shipped: readonly Migration[];
beforeAll(async () => {
  shipped = await shippedMigrations();
});

describe("planMigrations", () => {
  it("orders by number and takes the SHA-256 of the text", () => {
    expect(planMigrations(files("0002_b.sql", "0001_a.sql"))).toEqual([
      expect.objectContaining({ number: 1, name: "a" }),
      {
        number: 2,
        name: "b",
        sql: "SELECT 1",
        checksum: "e004ebd5b5532a4b85984a62f8ad48a81aa3460c1ca07701f386135d72cdecf5",
      },
    ]);
  });

  it.each([
    ["a gap", ["0001_a.sql", "0003_c.sql"], "0003_c.sql"],
    ["a number that is there twice", ["0001_a.sql", "0001_b.sql"], "0001_b.sql"],
    ["a beginning other than 1", ["0002_a.sql"], "0002_a.sql"],
    ["a stray file", ["0001_a.sql", "notes.txt"], "notes.txt"],
    ["a name with capitals", ["0001_A.sql"], "0001_A.sql"],
  ])("refuses %s, by name", (_, names, culprit) => {
    expect(() => planMigrations(files(...names))).toThrow(
      expect.objectContaining({ code: "INVALID_MIGRATIONS", message: expect.stringContaining(culprit) }),
    );
  });
});

describe("placeMigration", () => {
  const [migration] = planMigrations([
    {
      file: "0001_a.sql",
      text: "CREATE TABLE {database}.t {on_cluster} (a Int8) ENGINE = {engine:MergeTree}",
    },
  ]);

  it("writes plain tables for a single server", () => {
    expect(placeMigration(migration!, { database: "d" })).toBe(
      "CREATE TABLE d.t  (a Int8) ENGINE = MergeTree",
    );
  });

  it("writes replicated tables on a cluster", () => {
    expect(placeMigration(migration!, { database: "d", cluster: "main" })).toBe(
      "CREATE TABLE d.t ON CLUSTER 'main' (a Int8) ENGINE = ReplicatedMergeTree",
    );
  });

  it("knows the cluster macro, and replication without a cluster", () => {
    expect(placeMigration(migration!, { database: "d", cluster: "{cluster}", replicated: false })).toBe(
      "CREATE TABLE d.t ON CLUSTER '{cluster}' (a Int8) ENGINE = MergeTree",
    );
    expect(placeMigration(migration!, { database: "d", replicated: true })).toBe(
      "CREATE TABLE d.t  (a Int8) ENGINE = ReplicatedMergeTree",
    );
  });

  it("refuses a cluster name that would be more than a name", () => {
    expect(() => placeMigration(migration!, { database: "d", cluster: "x' --" })).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT", message: expect.stringContaining("x' --") }),
    );
  });

  it("refuses a place that it doesn't know", () => {
    const [wrong] = planMigrations([{ file: "0001_a.sql", text: "SELECT {shard}" }]);
    expect(() => placeMigration(wrong!, { database: "d" })).toThrow(
      expect.objectContaining({ code: "INVALID_MIGRATIONS", message: expect.stringContaining("{shard}") }),
    );
  });
});

describe("the shipped migrations", () => {
  it("are one repeatable statement each, with a header that says what it is for", () => {
    for (const migration of shipped) {
      const [header, statement] = migration.sql.split(/\n(?=CREATE|ALTER|DROP)/);
      expect(header, fileOf(migration)).toMatch(/^(-- .*\n?|--\n?)+$/);
      expect(statement, fileOf(migration)).toMatch(
        /^(CREATE (TABLE IF NOT EXISTS|OR REPLACE VIEW) |ALTER TABLE \S+ {on_cluster}\s+(ADD COLUMN IF NOT EXISTS|ADD PROJECTION IF NOT EXISTS|MATERIALIZE PROJECTION) )/,
      );
      expect(migration.sql, fileOf(migration)).not.toContain(";\n");
    }
  });

  // The comments are of the day on which a file was written; a corrected one doesn't change what is stored.
  const withoutComments = (sql: string) => sql.replaceAll(/ COMMENT '(?:[^']|'')*'/g, "");

  it.each([
    ["decisions", 2, decisionRecord],
    ["catalog_features", 3, catalogRecord],
    ["gaps", 7, gapRecord],
    ["remote_calls", 11, remoteCallRecord],
    ["coverage", 12, coverageRecord],
  ])("create %s with exactly the columns of record version 1", (table, number, record) => {
    const { sql } = shipped[number - 1]!;
    const columns = withoutComments(columnDefinitions(record, 1));
    expect(withoutComments(sql)).toContain(`.${table} {on_cluster}\n(\n${columns}`);
    expect(sql.match(/^ {2}`/gm)).toHaveLength(record.columnNames(1).length);
  });

  it.each(LEDGERS.map((record, position) => [record.name, 17 + position, record] as const))(
    "create the ledger %s with exactly the columns of record version 1, and when a row arrived",
    (table, number, record) => {
      const { sql } = shipped[number - 1]!;
      const columns = withoutComments(columnDefinitions(record, 1));
      const arrival = "  `stored_at` DateTime64(3, 'UTC') MATERIALIZED now64(3, 'UTC') CODEC(Delta, ZSTD(1))";
      expect(withoutComments(sql)).toContain(`.${table} {on_cluster}\n(\n${columns},\n${arrival},\n`);
      expect(sql.match(/^ {2}`/gm)).toHaveLength(record.columnNames(1).length + 1);
    },
  );

  it.each([
    [2, 10],
    [3, 16],
  ])("add to decisions exactly the columns of record version %i", (version, number) => {
    const before = new Set(decisionRecord.columnNames(version - 1));
    const added = decisionRecord.columnNames(version).filter((name) => !before.has(name));
    const all = withoutComments(columnDefinitions(decisionRecord, version)).split("\n");
    const expected = all.slice(-added.length).map((line) => `  ADD COLUMN IF NOT EXISTS ${line.trim()}`);
    // What stored rows are read with is of the migration alone.
    const sql = withoutComments(shipped[number - 1]!.sql).replaceAll(/ DEFAULT .*?(?= CODEC)/g, "");
    expect(sql).toContain(`.decisions {on_cluster}\n${expected.join("\n")}\n`);
    expect(sql.match(/ADD COLUMN/g)).toHaveLength(added.length);
  });

  it("index features by the expression that the query hints at", () => {
    expect(shipped[1]?.sql.replaceAll(/\s+/g, " ")).toContain(
      `INDEX by_feature ${FEATURE_KEYS} TYPE bloom_filter`,
    );
  });
});

describe("checkJournal", () => {
  const ours = planMigrations([
    { file: "0001_a.sql", text: "SELECT 1" },
    { file: "0002_b.sql", text: "SELECT 2" },
  ]);
  const [first, second] = ours;

  it("is content with a part of ours, and with all of it", () => {
    expect(() => checkJournal([], ours, "d")).not.toThrow();
    expect(() => checkJournal([first!], ours, "d")).not.toThrow();
    expect(() => checkJournal(ours, ours, "d")).not.toThrow();
  });

  it("names the file and both checksums where one was edited", () => {
    const applied = [first!, { ...second!, checksum: "0".repeat(64) }];
    expect(() => checkJournal(applied, ours, "d")).toThrow(
      expect.objectContaining({
        code: "MIGRATION_CHANGED",
        message:
          'migration 2 was changed after it was applied to database "d": ' +
          `expected 0002_b.sql with SHA-256 ${"0".repeat(64)}, found 0002_b.sql with SHA-256 ${second!.checksum}. ` +
          "Put the file back; a change of the schema is a new migration",
      }),
    );
  });

  it("tells a renamed file", () => {
    expect(() => checkJournal([{ ...first!, name: "z" }], ours, "d")).toThrow(
      expect.objectContaining({ code: "MIGRATION_CHANGED", message: expect.stringContaining("0001_z.sql") }),
    );
  });

  it("tells a database that is newer than the code", () => {
    expect(() => checkJournal([...ours, { number: 3, name: "c", checksum: "" }], ours, "d")).toThrow(
      expect.objectContaining({ code: "SCHEMA_AHEAD", message: expect.stringContaining("0003_c.sql") }),
    );
  });
});
