import { interventionColumns } from "./intervention-columns.ts";
import { RecordTable, type RowOf } from "./record-table.ts";

/** The intervention record: one row for each step of an intervention. */
export const interventionRecord: RecordTable<typeof interventionColumns> = new RecordTable(
  "interventions",
  1,
  interventionColumns,
);

/** A step of an intervention as it is stored. */
export type InterventionRow = RowOf<typeof interventionColumns>;
