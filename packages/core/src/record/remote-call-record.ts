import { RecordTable, type RowOf } from "./record-table.ts";
import { remoteCallColumns } from "./remote-call-columns.ts";

/** The remote call record: one row per request that was handled as a part of another service's decision. */
export const remoteCallRecord: RecordTable<typeof remoteCallColumns> = new RecordTable(
  "remote_calls",
  1,
  remoteCallColumns,
);

/** A remote call as it is stored. */
export type RemoteCallRow = RowOf<typeof remoteCallColumns>;

/** How a remote call came. */
export type Protocol = RemoteCallRow["protocol"];
