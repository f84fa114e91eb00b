import { coverageColumns } from "./coverage-columns.ts";
import { RecordTable, type RowOf } from "./record-table.ts";

/** The coverage record: what share of a route's requests became decisions. */
export const coverageRecord: RecordTable<typeof coverageColumns> = new RecordTable(
  "coverage",
  1,
  coverageColumns,
);

/** A statement of coverage as it is stored. */
export type CoverageRow = RowOf<typeof coverageColumns>;
