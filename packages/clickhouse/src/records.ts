import {
  catalogRecord,
  coverageRecord,
  decisionRecord,
  gapRecord,
  LEDGERS,
  remoteCallRecord,
} from "@probity/core";

/** @internal What inserts and queries need of a kind of record. */
export interface StoredRecord {
  readonly name: string;
  readonly version: number;
  columnNames(version: number): readonly string[];
}

/** @internal The records of which each has a number of its writer's: none can be missing without a trace. */
export const NUMBERED_RECORDS: readonly StoredRecord[] = [
  decisionRecord,
  gapRecord,
  remoteCallRecord,
  coverageRecord,
  ...LEDGERS,
];

/** @internal Everything that is stored, by the name of its table. */
export const RECORDS: ReadonlyMap<string, StoredRecord> = new Map(
  [...NUMBERED_RECORDS, catalogRecord].map((record) => [record.name, record]),
);
