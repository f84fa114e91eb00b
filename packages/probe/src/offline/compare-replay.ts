import type { TimeWindow } from "@probity/clickhouse";
import type { Fault } from "../fault.ts";
import type { LogIdentity } from "../spool/frame.ts";
import { NumberSet } from "../spool/number-set.ts";
import type { RecordRange } from "./archive-entries.ts";
import type { OfflineStore } from "./persistence.ts";
import type { Tally } from "./tally.ts";

/** What became of the archived records of one table of one writer, within the window. */
export interface WriterReplay extends LogIdentity {
  readonly table: string;
  /** Records that the archive holds. */
  readonly archived: number;
  /** Of these: sent now; stored before; refused by the storage, and why the first of them was. */
  readonly sent: number;
  readonly known: number;
  readonly refused: number;
  readonly refusal?: Fault;
  /** Those that are archived and, when all was done, not stored. */
  readonly missing: readonly RecordRange[];
  /** Rows that the database holds of this writer beyond the first of their number. */
  readonly doubled: number;
}

/** Numbers that are looked up at a time. */
const AT_A_TIME = 100_000;

/** Compares what was found in the archive with what is stored. */
export async function compareReplay(
  tallies: readonly Tally[],
  store: OfflineStore,
  window: TimeWindow,
): Promise<readonly WriterReplay[]> {
  const doubled = new Map<string, number>();
  for (const table of new Set(tallies.map((tally) => tally.table))) {
    for (const { writer, epoch, doubled: rows } of await store.sequenceCounts({ table, ...window })) {
      doubled.set(`${table} ${writer} ${epoch}`, rows);
    }
  }
  const compared: WriterReplay[] = [];
  for (const tally of tallies) {
    const { identity, table, ranges, sent, known, refused, refusal } = tally;
    if (ranges.length === 0) continue; // nothing of it lies within the window
    compared.push({
      ...identity,
      table,
      archived: ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0),
      sent,
      known,
      refused,
      ...(refusal && { refusal }),
      missing: await missingOf(tally, store),
      doubled: doubled.get(`${table} ${identity.writer} ${identity.epoch}`) ?? 0,
    });
  }
  return compared;
}

async function missingOf(
  { identity, table, ranges }: Tally,
  store: OfflineStore,
): Promise<readonly RecordRange[]> {
  const missing: RecordRange[] = [];
  for (const { first, last } of ranges) {
    for (let firstSeq = first; firstSeq <= last; firstSeq += AT_A_TIME) {
      const lastSeq = Math.min(last, firstSeq + AT_A_TIME - 1);
      const stored = new NumberSet();
      const { writer, epoch } = identity;
      for (const seq of await store.storedSequences({ table, writer, epoch, firstSeq, lastSeq }))
        stored.add(seq, seq);
      for (const range of stored.absent(firstSeq, lastSeq)) {
        missing.push({ table, firstSeq: range.first, lastSeq: range.last });
      }
    }
  }
  return missing;
}
