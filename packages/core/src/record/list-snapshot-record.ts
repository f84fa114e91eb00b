import { listSnapshotColumns } from "./list-snapshot-columns.ts";
import { RecordTable, type RowOf } from "./record-table.ts";

/** The list snapshot record: one row for each state of a list that was shown. */
export const listSnapshotRecord: RecordTable<typeof listSnapshotColumns> = new RecordTable(
  "list_snapshots",
  1,
  listSnapshotColumns,
);

/** A state of a list as it is stored. */
export type ListSnapshotRow = RowOf<typeof listSnapshotColumns>;
