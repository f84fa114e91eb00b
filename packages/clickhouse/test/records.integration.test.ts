import {
  ByteWriter,
  catalogRecord,
  coverageRecord,
  decisionRecord,
  gapRecord,
  LEDGERS,
  remoteCallRecord,
} from "@probity/core";
import type { Columns, DecisionRow, RecordTable, RowOf } from "@probity/core";
import fc from "fast-check";
import { describe, expect } from "vitest";

import type { Connection } from "../src/connection.ts";
import { insertBatch } from "../src/insert.ts";
import { Selection } from "../src/selection.ts";
import { rowOf } from "./support/arbitrary.ts";
import { DAY, decision } from "./support/rows.ts";
import { test } from "./support/store.ts";

function encode<C extends Columns>(record: RecordTable<C>, row: RowOf<C>): Uint8Array {
  const bytes = new ByteWriter();
  record.encode(bytes, row);
  return bytes.slice();
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex").toUpperCase();

/** Stores the rows, then gives them as ClickHouse writes them itself, and as we read them. */
async function roundTrip<C extends Columns>(
  connection: Connection,
  record: RecordTable<C>,
  rows: readonly RowOf<C>[],
): Promise<{ formatted: string[]; decoded: unknown[] }> {
  const table = `${connection.database}.${record.name}`;
  await connection.command(`TRUNCATE TABLE ${table}`);
  const bytes = rows.map((row) => encode(record, row));
  const { name: of, version } = record;
  await insertBatch(connection, { table: of, version, bytes, token: crypto.randomUUID() });
  const columns = record.columnNames().map((name) => `\`${name}\``);
  const formatRow = new Selection({
    hex: { type: "String", sql: `hex(formatRow('RowBinary', ${columns.join(", ")}))` },
  });
  const formatted = await formatRow.from(connection, table);
  return {
    formatted: formatted.map((row) => row.hex),
    decoded: await new Selection(record.columns).from(connection, table),
  };
}

// Rows of a table come in the order of its key. Both sides are sorted by their bytes, which are what is compared.
function sorted<C extends Columns>(record: RecordTable<C>, rows: readonly RowOf<C>[]): RowOf<C>[] {
  const keyed = rows.map((row) => ({ row, key: hex(encode(record, row)) }));
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ row }) => row);
}

// One insert goes to few partitions, which are months.
const ts = fc.integer({ min: DAY, max: DAY + 86_400_000 * 30 });

describe.for([
  ["decisions", decisionRecord, { ts }],
  ["catalog_features", catalogRecord, {}],
  ["gaps", gapRecord, { ts }],
  ["remote_calls", remoteCallRecord, { ts }],
  ["coverage", coverageRecord, { ts }],
  ...LEDGERS.map((record) => [record.name, record, { ts }] as const),
] as const)("any row of %s", ([, table, fixed]) => {
  // As if all were decisions: the properties don't depend on the columns.
  const record = table as unknown as typeof decisionRecord;
  const rows = fc.array(rowOf(record.columns, fixed), { minLength: 1, maxLength: 20 });

  test("has the very bytes that ClickHouse gives it, and comes back as it was", async ({
    store,
    connection,
  }) => {
    await store.status();
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const { formatted, decoded } = await roundTrip(connection, record, given);
        expect(formatted.toSorted()).toEqual(given.map((row) => hex(encode(record, row))).toSorted());
        expect(sorted(record, decoded as DecisionRow[])).toEqual(sorted(record, given));
      }),
      { numRuns: 40 },
    );
  });
});

describe("a text with a lone surrogate", () => {
  test("is refused before it can be sent, in any text column", () => {
    const columns = ["route", "algorithm", "consent_version"] as const;
    const broken = fc
      .tuple(fc.string(), fc.constantFrom("\uD800", "\uDC00"), fc.string())
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.constantFrom(...columns), broken, (column, text) => {
        fc.pre(!text.isWellFormed());
        expect(() => encode(decisionRecord, decision(DAY, { [column]: text }))).toThrow(
          expect.objectContaining({ code: "ILL_FORMED_TEXT" }),
        );
      }),
    );
  });
});
