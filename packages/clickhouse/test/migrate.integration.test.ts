import { describe, expect } from "vitest";

import { openStore } from "../src/index.ts";
import { migrate } from "../src/migrations/migrate.ts";
import { planMigrations, shippedMigrations } from "../src/migrations/plan.ts";
import { readStatus } from "../src/status.ts";
import { Selection } from "../src/selection.ts";
import { test } from "./support/store.ts";

const shipped = await shippedMigrations();
const everyFile = [
  "0001_schema_migrations.sql",
  "0002_decisions.sql",
  "0003_catalog_features.sql",
  "0004_decision_features.sql",
  "0005_decision_findings.sql",
  "0006_decision_interventions.sql",
  "0007_gaps.sql",
  "0008_decisions_by_sequence.sql",
  "0009_decisions_by_sequence_filled.sql",
  "0010_decisions_spans.sql",
  "0011_remote_calls.sql",
  "0012_coverage.sql",
  "0013_decision_spans.sql",
  "0014_unmapped_calls.sql",
  "0015_remote_call_features.sql",
  "0016_decisions_holds.sql",
  "0017_interventions.sql",
  "0018_choices.sql",
  "0019_feedback.sql",
  "0020_findings.sql",
  "0021_control_changes.sql",
  "0022_list_snapshots.sql",
  "0023_intervention_states.sql",
  "0024_decision_holds.sql",
  "0025_control_history.sql",
];
const tables = new Selection({ name: { type: "String" } });

describe("migrate", () => {
  test("applies every file once, telling of each, and then has nothing to do", async ({ database }) => {
    const store = openStore(database);
    const told: string[] = [];
    const first = await store.migrate({ onProgress: (file) => told.push(file) });
    const second = await store.migrate();
    await store.close();
    expect(first).toEqual({ applied: everyFile, schema: everyFile.length });
    expect(told).toEqual(everyFile);
    expect(second).toEqual({ applied: [], schema: everyFile.length });
  });

  test("creates the database if it isn't there", async ({ database, connection }) => {
    const name = `${database.database}_new`;
    const store = openStore({ ...database, database: name });
    expect(await store.status()).toMatchObject({ schema: { state: "missing", applied: 0 } });
    await store.migrate();
    expect(await store.status()).toMatchObject({ schema: { state: "current" } });
    await store.close();
    await connection.command(`DROP DATABASE ${name} SYNC`);
  });

  test("can be run by many processes at the same time", async ({ database, connection }) => {
    const stores = Array.from({ length: 6 }, () => openStore(database));
    await Promise.all(stores.map((store) => store.migrate()));
    await Promise.all(stores.map((store) => store.close()));
    const journal = await tables.from(connection, `${database.database}.schema_migrations ORDER BY number`);
    expect(journal.map(({ name }) => name)).toEqual(shipped.map(({ name }) => name));
  });

  test("goes on where it was interrupted", async ({ connection }) => {
    await migrate(connection, shipped.slice(0, 2), {});
    expect(await readStatus(connection, shipped)).toMatchObject({
      schema: { state: "behind", applied: 2, shipped: everyFile.length },
    });
    const { applied } = await migrate(connection, shipped, {});
    expect(applied).toEqual(everyFile.slice(2));
  });

  test("goes on where the statement ran and the note of it was lost", async ({ connection }) => {
    await migrate(connection, shipped.slice(0, 1), {});
    await connection.command(
      (shipped[1]?.sql ?? "")
        .replaceAll("{database}", connection.database)
        .replace("{on_cluster}", "")
        .replace("{engine:MergeTree}", "MergeTree"),
    );
    const { applied } = await migrate(connection, shipped, {});
    expect(applied).toEqual(everyFile.slice(1));
  });

  test("refuses to go on over a file that was edited after it was applied, and changes nothing", async ({
    connection,
  }) => {
    const edited = planMigrations([
      { file: "0001_schema_migrations.sql", text: shipped[0]?.sql ?? "" },
      {
        file: "0002_decisions.sql",
        text: "CREATE TABLE IF NOT EXISTS {database}.other (a Int8) ENGINE = Memory",
      },
      { file: "0003_more.sql", text: "CREATE TABLE IF NOT EXISTS {database}.more (a Int8) ENGINE = Memory" },
    ]);
    await migrate(connection, shipped.slice(0, 2), {});
    await expect(migrate(connection, edited, {})).rejects.toMatchObject({
      code: "MIGRATION_CHANGED",
      message: expect.stringContaining(`expected 0002_decisions.sql with SHA-256 ${shipped[1]?.checksum}`),
    });
    const found = await tables.from(
      connection,
      "system.tables WHERE database = {database:String} ORDER BY name",
      {
        database: connection.database,
      },
    );
    expect(found.map(({ name }) => name)).toEqual(["decisions", "schema_migrations"]);
    expect(await readStatus(connection, edited)).toMatchObject({
      schema: { state: "changed", error: { code: "MIGRATION_CHANGED" } },
    });
  });

  test("refuses a database that a newer Probity migrated", async ({ connection }) => {
    await migrate(connection, shipped, {});
    const older = shipped.slice(0, 3);
    await expect(migrate(connection, older, {})).rejects.toMatchObject({
      code: "SCHEMA_AHEAD",
      message: expect.stringContaining("0004_decision_features.sql"),
    });
    expect(await readStatus(connection, older)).toMatchObject({
      schema: { state: "ahead", applied: everyFile.length, shipped: 3 },
    });
  });
});

describe("status", () => {
  test("tells version, clock and schema", async ({ store }) => {
    expect(await store.status()).toEqual({
      isReachable: true,
      server: {
        version: expect.stringMatching(/^\d+\.\d+/),
        isSupported: true,
        clockSkewMs: expect.any(Number),
      },
      schema: { state: "current", applied: everyFile.length, shipped: everyFile.length },
    });
  });
});
