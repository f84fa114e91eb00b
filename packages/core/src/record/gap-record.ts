import { gapColumns } from "./gap-columns.ts";
import { RecordTable, type RowOf } from "./record-table.ts";

/** The gap record: one row per run of missing sequence numbers. */
export const gapRecord: RecordTable<typeof gapColumns> = new RecordTable("gaps", 1, gapColumns);

/** A gap as it is stored. */
export type GapRow = RowOf<typeof gapColumns>;

/** Why records are missing. */
export type GapCause = GapRow["cause"];
