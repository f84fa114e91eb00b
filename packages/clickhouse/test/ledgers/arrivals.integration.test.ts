import { choiceRecord, interventionRecord } from "@probity/core";
import { describe, expect } from "vitest";

import type { Connection } from "../../src/connection.ts";
import { choice, HOUR, ledgerBatchOf, step } from "../support/ledger-rows.ts";
import { DAY, subject } from "../support/rows.ts";
import { test } from "../support/store.ts";

/** Copies the row with number 1 as number 2, as if that had arrived so long ago. */
async function copyEarlier(
  connection: Connection,
  record: { readonly name: string; columnNames(): readonly string[] },
  milliseconds: number,
): Promise<void> {
  const names = record.columnNames().map((name) => `\`${name}\``);
  const values = names.map((name) => (name === "`seq`" ? "2" : name));
  const table = `${connection.database}.${record.name}`;
  await connection.command(
    `INSERT INTO ${table} (${names.join(", ")}, stored_at) SETTINGS insert_allow_materialized_columns = 1 ` +
      `SELECT ${values.join(", ")}, now64(3) - toIntervalMillisecond(${milliseconds}) FROM ${table} WHERE seq = 1`,
  );
}

describe("interventionSteps", () => {
  test("gives each step once, in the order of arrival, whatever time it tells of", async ({ store }) => {
    const send = (...rows: Parameters<typeof step>[]) =>
      store.insertBatch(
        ledgerBatchOf(
          interventionRecord,
          rows.map((row) => step(...row)),
        ),
      );
    await send([5], [3]);
    const first = await store.interventionSteps();
    expect(first.rows.map(({ seq }) => seq)).toEqual([3, 5]);

    // A spool that is drained hours later.
    await send([1, { ts: DAY - 48 * HOUR }]);
    const second = await store.interventionSteps({ since: first.cursor });
    expect(second.rows).toEqual([step(1, { ts: DAY - 48 * HOUR })]);

    const third = await store.interventionSteps({ since: second.cursor });
    expect(third.rows).toEqual([]);
    await send([4], [2]);
    const { rows } = await store.interventionSteps({ since: third.cursor });
    expect(rows.map(({ seq }) => seq)).toEqual([2, 4]);
    expect((await store.interventionSteps()).rows).toHaveLength(5);
  });

  test("gives a step that came to sight after later ones, as long as that is within a minute", async ({
    store,
    connection,
  }) => {
    await store.insertBatch(ledgerBatchOf(interventionRecord, [step(1)]));
    const { cursor } = await store.interventionSteps();
    // An insert that began half a minute before the newest, and was acknowledged after it.
    await copyEarlier(connection, interventionRecord, 30_000);
    const { rows } = await store.interventionSteps({ since: cursor });
    expect(rows).toEqual([step(2, { ts: step(1).ts })]);
  });

  test("gives those of one intervention", async ({ store }) => {
    await store.insertBatch(ledgerBatchOf(interventionRecord, [step(1), step(2, { id: "iv-2" })]));
    const { rows } = await store.interventionSteps({ id: "iv-2" });
    expect(rows.map(({ seq }) => seq)).toEqual([2]);
  });
});

describe("choicesSince", () => {
  test("begins with nothing, and gives what arrives from then on, once", async ({ store, connection }) => {
    await store.insertBatch(ledgerBatchOf(choiceRecord, [choice(1)]));
    await copyEarlier(connection, choiceRecord, 2 * HOUR);
    await connection.command(
      `ALTER TABLE ${connection.database}.choices DELETE WHERE seq = 1 SETTINGS mutations_sync = 1`,
    );
    const start = await store.choicesSince();
    expect(start.rows).toEqual([]);
    expect((await store.choicesSince(start.cursor)).rows).toEqual([]);

    const late = choice(2, { subject: subject(7), ts: DAY - 24 * HOUR });
    await store.insertBatch(ledgerBatchOf(choiceRecord, [late]));
    const next = await store.choicesSince(start.cursor);
    expect(next.rows).toEqual([late]);
    expect((await store.choicesSince(next.cursor)).rows).toEqual([]);
  });

  test("gives what arrived while a process read all that holds", async ({ store }) => {
    const { cursor } = await store.choicesSince();
    await store.insertBatch(ledgerBatchOf(choiceRecord, [choice(1)]));
    expect((await store.currentChoices()).rows).toHaveLength(1);
    expect((await store.choicesSince(cursor)).rows).toEqual([choice(1)]);
  });
});
