import { randomUUID } from "node:crypto";
import { renameSync } from "node:fs";
import { basename, join } from "node:path";
import { isClickHouseStoreError } from "@probity/clickhouse";
import type { GapCause } from "@probity/core";
import { describeFault, type Fault } from "../fault.ts";
import type { BatchLimits } from "../protocol.ts";
import { adoptDead, adoptedLogs } from "../spool/adopt.ts";
import { claimLog } from "../spool/claim.ts";
import { writeFailure } from "../spool/errors.ts";
import { Quarantine } from "../spool/quarantine.ts";
import { sizeOfLog } from "../spool/remove-log.ts";
import { isLogName } from "../spool/root.ts";
import { namesIn } from "../spool/segment-files.ts";
import { LogShipper } from "../worker/log-shipper.ts";
import { takeOver, type TakenOver } from "../worker/take-over.ts";
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

/** What became of a spool. Counts of decisions are those of logs that were shipped whole. */
export interface ShipReport {
  /** Logs that are stored whole now, and gone from the spool. */
  readonly logs: number;
  /** Decisions that were sent now. */
  readonly sent: number;
  /** Decisions that were stored before. */
  readonly known: number;
  /** Decisions that the storage refused: they are in the quarantine. */
  readonly quarantined: number;
  /** Decisions of which these logs know that no record will come, by cause; gap records say so. */
  readonly lost: Readonly<Partial<Record<GapCause, number>>>;
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

const NOTHING: ShipReport = { logs: 0, sent: 0, known: 0, quarantined: 0, lost: {}, left: [] };

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
    const { done, left } = await shipEach(adoptedLogs(claim.directory), root, options);
    const told = [claim.writer, ...left.map(({ log }) => log)];
    return { ...done, left: [...left, ...untaken(root, told, faults)] };
  } finally {
    for (const directory of adoptedLogs(claim.directory)) giveBack(directory, root, options);
    await claim.release();
  }
}

type Done = Omit<ShipReport, "left">;

async function shipEach(
  directories: readonly string[],
  root: string,
  options: ShipLogsOptions,
): Promise<{ done: Done; left: readonly LeftLog[] }> {
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
  let done: Done = NOTHING;
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
      done = sum(done, await takeOver(directory, { shipper, archive, now: now() }));
    } catch (failure) {
      if (signal?.aborted === true) hopeless = INTERRUPTED;
      else if (isOfStorage(failure)) hopeless = describeFault(failure);
      left.push({ log, ...(hopeless ?? describeFault(failure)) });
    }
  }
  return { done, left };
}

const INTERRUPTED: Fault = {
  code: "INTERRUPTED",
  message: "it was told to stop before this log was stored whole",
};

/** A failure that every other log would meet, too: all but that of rows that only a newer Probity can send. */
function isOfStorage(failure: unknown): boolean {
  return isClickHouseStoreError(failure) && failure.code !== "INVALID_ARGUMENT";
}

function sum(done: Done, { sent, known, quarantined, lost }: TakenOver): Done {
  const all = { ...done.lost };
  for (const [cause, count] of Object.entries(lost) as [GapCause, number][])
    all[cause] = (all[cause] ?? 0) + count;
  return {
    logs: done.logs + 1,
    sent: done.sent + sent,
    known: done.known + known,
    quarantined: done.quarantined + quarantined,
    lost: all,
  };
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
