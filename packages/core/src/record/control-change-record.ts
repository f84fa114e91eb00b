import { controlChangeColumns } from "./control-change-columns.ts";
import { RecordTable, type RowOf } from "./record-table.ts";

/** The control change record: one row for each change of what rules do, asked for or carried out. */
export const controlChangeRecord: RecordTable<typeof controlChangeColumns> = new RecordTable(
  "control_changes",
  1,
  controlChangeColumns,
);

/** A control change as it is stored. */
export type ControlChangeRow = RowOf<typeof controlChangeColumns>;
