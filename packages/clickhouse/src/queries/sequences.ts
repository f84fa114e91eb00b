import { decisionRecord } from "@probity/core";

import { LATEST, type Connection } from "../connection.ts";
import { NUMBERED_RECORDS } from "../records.ts";
import { Selection } from "../selection.ts";
import { inWindow, invalid, where, type TimeWindow } from "./conditions.ts";

/** A range of the sequence numbers that one life of a writer gave to its records of one table. */
export interface SequenceRange {
  /** Name of the record table: `decisions`, `gaps`, `remote_calls`, `coverage`, or one of the ledgers. */
  readonly table: string;
  /** The writer's UUID. */
  readonly writer: string;
  readonly epoch: number;
  /** Both inclusive. A range has a million numbers at the most. */
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** Which records to count. */
export interface SequenceWindow extends TimeWindow {
  /** Name of the record table: `decisions`, `gaps`, `remote_calls`, `coverage`, or one of the ledgers. @default "decisions" */
  readonly table?: string | undefined;
}

/** How many records of one life of a writer are stored. */
export interface SequenceCount {
  readonly writer: string;
  readonly epoch: number;
  readonly service: string;
  /** Different sequence numbers. */
  readonly rows: number;
  /** The smallest and the largest of them. */
  readonly first_seq: number;
  readonly last_seq: number;
  /** Rows beyond the first of their number: 0 where nothing went wrong. */
  readonly doubled: number;
}

const LARGEST_RANGE = 1_000_000;

const TABLES: ReadonlySet<string> = new Set(NUMBERED_RECORDS.map(({ name }) => name));

const numbers = new Selection({ seq: decisionRecord.columns.seq });

const { writer, epoch, service, seq } = decisionRecord.columns;
// A bitmap, because numbers lie close together: exact, and a fraction of what a set of them takes.
const counts = new Selection({
  writer,
  epoch,
  service,
  rows: { type: seq.type, sql: "groupBitmap(seq)" },
  first_seq: { type: seq.type, sql: "min(seq)" },
  last_seq: { type: seq.type, sql: "max(seq)" },
  doubled: { type: seq.type, sql: "count() - groupBitmap(seq)" },
});

/** @internal What `Store.storedSequences` promises. The projection `by_sequence` serves it. */
export async function readStoredSequences(
  connection: Connection,
  range: SequenceRange,
): Promise<readonly number[]> {
  const { table, writer, epoch, firstSeq, lastSeq } = checked(range);
  const rows = await numbers.from(
    connection,
    `${connection.database}.${table}
    WHERE writer = {writer:UUID} AND epoch = {epoch:UInt32} AND seq BETWEEN {firstSeq:UInt64} AND {lastSeq:UInt64}
    GROUP BY seq ORDER BY seq`,
    { writer, epoch, firstSeq, lastSeq },
    LATEST,
  );
  return rows.map((row) => row.seq);
}

/** @internal What `Store.sequenceCounts` promises. */
export async function readSequenceCounts(
  connection: Connection,
  { table = decisionRecord.name, ...window }: SequenceWindow,
): Promise<readonly SequenceCount[]> {
  const { sql: inside, params } = where([inWindow(window)]);
  return counts.from(
    connection,
    `${connection.database}.${checkedTable(table)} ${inside}
    GROUP BY writer, epoch, service ORDER BY service, writer, epoch`,
    params,
    LATEST,
  );
}

function checked(range: SequenceRange): SequenceRange {
  const { table, writer, epoch, firstSeq, lastSeq } = range;
  checkedTable(table);
  checkedWriter(writer);
  if (!(Number.isInteger(epoch) && epoch >= 0 && epoch <= 0xffff_ffff))
    throw invalid(`epoch must be from 0 to 4294967295, got ${epoch}`);
  for (const [name, value] of Object.entries({ firstSeq, lastSeq })) {
    if (!(Number.isSafeInteger(value) && value >= 0))
      throw invalid(`${name} must be a sequence number, got ${value}`);
  }
  if (!(lastSeq >= firstSeq && lastSeq - firstSeq < LARGEST_RANGE)) {
    throw invalid(`a range has from 1 to ${LARGEST_RANGE} numbers, got ${firstSeq} to ${lastSeq}`);
  }
  return range;
}

function checkedTable(table: string): string {
  if (TABLES.has(table)) return table;
  throw invalid(`no table "${table}" of numbered records, there are ${[...TABLES].join(", ")}`);
}

/** @internal Throws `INVALID_ARGUMENT` for what can't be a writer's id. */
export function checkedWriter(writer: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(writer)) return writer;
  throw invalid(`writer must be a UUID, got "${writer.slice(0, 64)}"`);
}
