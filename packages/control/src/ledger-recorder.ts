import type { Columns, LedgerEntry, Receipt, RecordTable } from "@probity/core";

/** Where ledgers record what is entered, and tell of faults that they swallow: core's `Recorder` is one. */
export interface LedgerRecorder {
  /** Throws where a value doesn't fit its column. */
  enter<C extends Columns>(table: RecordTable<C>, entry: LedgerEntry<C>): Receipt;
  /** Must not throw. */
  fault(where: string, fault: unknown): void;
}
