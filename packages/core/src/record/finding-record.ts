import { findingColumns } from "./finding-columns.ts";
import { RecordTable, type RowOf } from "./record-table.ts";

/** The finding record: one row for each hit of a batch rule. */
export const findingRecord: RecordTable<typeof findingColumns> = new RecordTable(
  "findings",
  1,
  findingColumns,
);

/** A hit of a batch rule as it is stored. */
export type FindingRow = RowOf<typeof findingColumns>;
