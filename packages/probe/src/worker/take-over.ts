import type { GapCause } from "@probity/core";
import { RECORDED_KINDS } from "../record-kinds.ts";
import { isSpoolError } from "../spool/errors.ts";
import { type UnfinishedLog, unfinishedLog } from "../spool/finish.ts";
import type { Gap } from "../spool/gap-chunk.ts";
import { readRecovered, readStretch, type Recovered } from "../spool/recovered.ts";
import { removeLog } from "../spool/remove-log.ts";
import type { LogReader, LogShipper, Shipped } from "./log-shipper.ts";

export interface TakeOverOptions {
  readonly shipper: LogShipper;
  /** Segments whose rows are stored go there. @default they are deleted */
  readonly archive: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What became of the records of one table of a process that is no more. */
export interface TakenOver extends Shipped {
  /** Those that it lost, by cause. */
  readonly lost: Readonly<Partial<Record<GapCause, number>>>;
}

/**
 * Finishes the log of a process that is no more, has all of it stored, and removes it. What the log doesn't account for
 * is missing, unless it was stored from memory, which the store knows. May be done again when it was killed on the way.
 * Gives what became of the records, by table; without those of which there were none.
 */
export async function takeOver(
  directory: string,
  { shipper, archive, now }: TakeOverOptions,
): Promise<Readonly<Record<string, TakenOver>>> {
  const log = unfinishedLog(directory, { now, cause: "unclean_end" });
  const { header } = log.recovered;
  const missing = header ? await shipper.missingOf(header, log.gaps) : log.gaps;
  const { recovered, unwritten } = finished(log, missing);
  const shipped = await shipper.ship(readerOf(recovered), unwritten);
  removeLog(directory, archive === undefined ? {} : { archiveDirectory: archive });
  const gaps = [...recovered.gaps, ...unwritten];
  const each = RECORDED_KINDS.map(({ table }) => {
    const counts = shipped[table] ?? NOTHING;
    return [table, { ...counts, lost: lossesOf(gaps, table, counts.quarantined) }] as const;
  });
  return Object.fromEntries(each.filter(([, { sent, known, lost }]) => sent + known > 0 || !isEmpty(lost)));
}

function isEmpty(object: object): boolean {
  return Object.keys(object).length === 0;
}

const NOTHING: Shipped = { sent: 0, known: 0, quarantined: 0 };

// On a full disk the last records go from memory to the store: they have the same numbers whenever that is done again,
// and what is removed then makes room.
function finished(
  log: UnfinishedLog,
  missing: readonly Gap[],
): { readonly recovered: Recovered; readonly unwritten: readonly Gap[] } {
  try {
    return { recovered: log.finish(missing), unwritten: [] };
  } catch (fault) {
    if (!isSpoolError(fault, "FULL")) throw fault;
    return { recovered: log.recovered, unwritten: missing };
  }
}

/** Reads frames of a log that nobody writes to. */
export function readerOf(recovered: Recovered): LogReader {
  return {
    recovered,
    read: (place) => readRecovered(recovered, place),
    frames: (stretch) => readStretch(recovered, stretch),
  };
}

// What its writer knew of it has counted itself; what it could not know is known since its log was finished.
function lossesOf(gaps: readonly Gap[], table: string, quarantined: number): TakenOver["lost"] {
  const lost: Partial<Record<GapCause, number>> = quarantined > 0 ? { quarantined } : {};
  for (const { of, cause, firstSeq, lastSeq } of gaps) {
    if (of !== table || !UNKNOWN_TO_WRITER.has(cause)) continue;
    lost[cause] = (lost[cause] ?? 0) + lastSeq - firstSeq + 1;
  }
  return lost;
}

const UNKNOWN_TO_WRITER: ReadonlySet<GapCause> = new Set(["unclean_end", "torn_tail", "corrupt"]);
