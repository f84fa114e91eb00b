import type { Columns, LedgerEntry, Receipt, RecordTable } from "@probity/core";

/** Where ledgers record what is entered: core's `Recorder` is one. */
export interface LedgerRecorder {
  enter<C extends Columns>(table: RecordTable<C>, entry: LedgerEntry<C>): Receipt;
}
