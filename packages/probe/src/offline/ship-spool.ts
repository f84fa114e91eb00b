import { randomUUID } from "node:crypto";
import { renameSync } from "node:fs";
import { basename, join } from "node:path";
import { isClickHouseStoreError } from "@probity/clickhouse";
import type { GapCause } from "@probity/core";
import { describeFault, type Fault } from "../fault.ts";
import type { BatchLimits } from "../protocol.ts";
import { DECISIONS } from "../record-kinds.ts";
import { adoptDead, adoptedLogs } from "../spool/adopt.ts";
import { claimLog } from "../spool/claim.ts";
import { writeFailure } from "../spool/errors.ts";
import { Quarantine } from "../spool/quarantine.ts";
import { sizeOfLog } from "../spool/remove-log.ts";
import { isLogName } from "../spool/root.ts";
import { namesIn } from "../spool/segment-files.ts";
import { LogShipper } from "../worker/log-shipper.ts";
import { takeOver } from "../worker/take-over.ts";
import { type Access, type OfflineOptions, withStorage } from "./persistence.ts";
import { isInUse } from "./spool-place.ts";

export interface ShipOptions extends OfflineOptions {
  /** Segments whose rows are stored go there. @default they are deleted */
  readonly archive?: string;
  /** What goes into one insert: as the services have it, so that they send the same batches. @default 4096 rows, 4 MiB */
  readonly batch?: Pick<BatchLimits, "maxRows" | "maxBytes">;
  readonly onProgress?: (progress: ShipProgress) => void;
}

/** A log is about to be shipped. */
export interface ShipProgress {
  /** The writer whose log it is. */
  readonly log: string;
  /** Which of them it is, from 1, and how many there are. */
  readonly number: number;
  readonly of: number;
  /** Of its segments. */
  readonly bytes: number;
}

/** A log that is still in the spool, and why. */
export interface LeftLog extends Fault {
  readonly log: string;
}

/** What became of the records of one table in a spool, of logs that were shipped whole. */
export interface ShippedRecords {
  /** Sent now. */
  readonly sent: number;
  /** Stored before. */
  readonly known: number;
  /** Refused by the storage: they are in the quarantine. */
  readonly quarantined: number;
  /** Those of which the logs know that no record will come, by cause; gap records say so. */
  readonly lost: Readonly<Partial<Record<GapCause, number>>>;
}

/** What became of a spool. What stands for itself is of decisions. */
export interface ShipReport extends ShippedRecords {
  /** Logs that are stored whole now, and gone from the spool. */
  readonly logs: number;
  /** The records of every other table. */
  readonly others: Readonly<Record<string, ShippedRecords>>;
  /** Logs that are still there: `IN_USE` while their process lives, which ships them itself. */
  readonly left: readonly LeftLog[];
}

/**
 * Has everything stored that processes left in a spool that are no more, as the next start of a service would; may run
 * beside live services, and twice at a time. Rejects with a `SpoolError` for a directory that is no spool, and with a
 * `ClickHouseStoreError` when the storage can't be used: then nothing was touched. A log that can't be shipped is
 * left as it was, and told.
 */
export async function shipSpool(root: string, options: ShipOptions): Promise<ShipReport> {
  if (!isInUse(root)) return NOTHING;
  return withStorage(options, (access) => shipLogs(root, { ...options, ...access, now: Date.now }));
}

const NO_RECORDS: ShippedRecords = { sent: 0, known: 0, quarantined: 0, lost: {} };

const NOTHING: ShipReport = reportOf(0, {}, []);

/** As the configuration has it, unless it says otherwise. */
const BATCH = { maxRows: 4096, maxBytes: 4 * 1024 * 1024 };

export interface ShipLogsOptions extends Omit<ShipOptions, keyof OfflineOptions>, Access {
  readonly signal?: AbortSignal;
  readonly onDoubt?: (fault: Fault) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** {@link shipSpool} over a storage that is open. */
export async function shipLogs(root: string, options: ShipLogsOptions): Promise<ShipReport> {
  const claim = await claimLog(root, randomUUID());
  const faults: Fault[] = [];
  try {
    await adoptDead(root, claim.directory, (fault) => faults.push(describeFault(fault)));
    const { logs, records, left } = await shipEach(adoptedLogs(claim.directory), root, options);
    const told = [claim.writer, ...left.map(({ log }) => log)];
    return reportOf(logs, records, [...left, ...untaken(root, told, faults)]);
  } finally {
    for (const directory of adoptedLogs(claim.directory)) giveBack(directory, root, options);
    await claim.release();
  }
}

/** Of each table, by its name. */
type Records = Readonly<Record<string, ShippedRecords>>;

function reportOf(logs: number, records: Records, left: readonly LeftLog[]): ShipReport {
  const { [DECISIONS]: decisions = NO_RECORDS, ...others } = records;
  return { logs, ...decisions, others, left };
}

async function shipEach(
  directories: readonly string[],
  root: string,
  options: ShipLogsOptions,
): Promise<{ readonly logs: number; readonly records: Records; readonly left: readonly LeftLog[] }> {
  const { store, persist, archive, batch = BATCH, signal, onProgress, onDoubt, now } = options;
  const shipper = new LogShipper({
    store,
    persist,
    limits: { ...batch, maxWaitMs: 0 },
    quarantine: new Quarantine(root),
    wallClock: now,
    onFault: (fault) => onDoubt?.(describeFault(fault)),
  });
  const left: LeftLog[] = [];
  let records: Records = {};
  let hopeless: Fault | undefined;
  for (const [index, directory] of directories.entries()) {
    const log = basename(directory);
    hopeless ??= signal?.aborted === true ? INTERRUPTED : undefined;
    if (hopeless) {
      left.push({ log, ...hopeless });
      continue;
    }
    onProgress?.({ log, number: index + 1, of: directories.length, bytes: sizeOfLog(directory) });
    try {
      records = sum(records, await takeOver(directory, { shipper, archive, now: now() }));
    } catch (failure) {
      if (signal?.aborted === true) hopeless = INTERRUPTED;
      else if (isOfStorage(failure)) hopeless = describeFault(failure);
      left.push({ log, ...(hopeless ?? describeFault(failure)) });
    }
  }
  return { logs: directories.length - left.length, records, left };
}

const INTERRUPTED: Fault = {
  code: "INTERRUPTED",
  message: "it was told to stop before this log was stored whole",
};

/** A failure that every other log would meet, too: all but that of rows that only a newer Probity can send. */
function isOfStorage(failure: unknown): boolean {
  return isClickHouseStoreError(failure) && failure.code !== "INVALID_ARGUMENT";
}

function sum(records: Records, more: Records): Records {
  const all: Record<string, ShippedRecords> = { ...records };
  for (const [table, { sent, known, quarantined, lost }] of Object.entries(more)) {
    const before = all[table] ?? NO_RECORDS;
    all[table] = {
      sent: before.sent + sent,
      known: before.known + known,
      quarantined: before.quarantined + quarantined,
      lost: sumOfLost(before.lost, lost),
    };
  }
  return all;
}

function sumOfLost(lost: ShippedRecords["lost"], more: ShippedRecords["lost"]): ShippedRecords["lost"] {
  const all = { ...lost };
  for (const [cause, count] of Object.entries(more) as [GapCause, number][])
    all[cause] = (all[cause] ?? 0) + count;
  return all;
}

/** Puts a log back where it was, for whoever ships it next. */
function giveBack(directory: string, root: string, { onDoubt }: ShipLogsOptions): void {
  try {
    renameSync(directory, join(root, basename(directory)));
  } catch (cause) {
    // It is adopted along with our own log, then.
    onDoubt?.(describeFault(writeFailure(directory, cause)));
  }
}

/** Logs in the root that were not taken over: those of live processes, and those that can't be moved. */
function untaken(root: string, but: readonly string[], faults: readonly Fault[]): readonly LeftLog[] {
  const logs = namesIn(root).filter((name) => isLogName(name) && !but.includes(name));
  return logs.map((log) => ({ log, ...(faults.find(({ message }) => message.includes(log)) ?? LIVE) }));
}

const LIVE: Fault = { code: "IN_USE", message: "its process lives, and ships it itself" };
