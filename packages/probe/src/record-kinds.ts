import {
  choiceRecord,
  type ColumnType,
  controlChangeRecord,
  coverageRecord,
  decisionRecord,
  feedbackRecord,
  findingRecord,
  gapRecord,
  interventionRecord,
  listSnapshotRecord,
  remoteCallRecord,
} from "@probity/core";

/** One kind of record that each writer numbers, and what is promised of it on its way to the store. */
export interface RecordKind {
  /** Its table. */
  readonly table: string;
  /** In the order of a row's bytes. */
  readonly columns: Readonly<Record<string, { readonly type: ColumnType }>>;
  /** How many began is kept on disk, so that after a kill the missing ones are known to the last. */
  readonly isCounted: boolean;
  /** Somebody may wait for a record to be spooled or stored. */
  readonly hasReceipts: boolean;
  /** The part of the disk budget that it leaves to what is more worth keeping. */
  readonly leaves: number;
}

export const DECISIONS: string = decisionRecord.name;
export const REMOTE_CALLS: string = remoteCallRecord.name;
export const GAPS: string = gapRecord.name;

/** What a person did, or had done: counted, waited for, and kept as long as there is any room. */
const ACT = { isCounted: true, hasReceipts: true, leaves: 0 };

/**
 * What is entered one by one. Of feedback, which may be as much as there are decisions, only what somebody must answer is
 * kept to the last; findings and lists can be had again.
 */
export const LEDGER_KINDS: readonly RecordKind[] = [
  kindOf(interventionRecord, ACT),
  kindOf(choiceRecord, ACT),
  kindOf(feedbackRecord, { ...ACT, leaves: 0.2 }),
  kindOf(findingRecord, { ...ACT, leaves: 0.3 }),
  kindOf(controlChangeRecord, ACT),
  kindOf(listSnapshotRecord, { ...ACT, leaves: 0.3 }),
];

/**
 * What the recorder makes. Coverage is not counted: its statements follow one another without a stretch of time left out,
 * so that one that is missing shows itself. When the disk gets full, it goes first, and what persons did goes last.
 *
 * The order is that of the counts in a log's begun file: what is new comes last.
 */
export const RECORDED_KINDS: readonly RecordKind[] = [
  kindOf(decisionRecord, { isCounted: true, hasReceipts: true, leaves: 0.2 }),
  kindOf(remoteCallRecord, { isCounted: true, hasReceipts: false, leaves: 0.3 }),
  kindOf(coverageRecord, { isCounted: false, hasReceipts: false, leaves: 0.4 }),
  ...LEDGER_KINDS,
];

/** Those, and the gaps in them, which the worker makes: of what is missing, so that there is always room for one. */
export const ALL_KINDS: readonly RecordKind[] = [
  ...RECORDED_KINDS,
  kindOf(gapRecord, { isCounted: false, hasReceipts: false, leaves: 0 }),
];

/** The tables whose records are counted as they begin, in the order in which the counts are kept. */
export const COUNTED_TABLES: readonly string[] = RECORDED_KINDS.filter(({ isCounted }) => isCounted).map(
  ({ table }) => table,
);

function kindOf(
  { name, columns }: { readonly name: string; readonly columns: RecordKind["columns"] },
  promises: Omit<RecordKind, "table" | "columns">,
): RecordKind {
  return { table: name, columns, ...promises };
}
