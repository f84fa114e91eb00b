import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { BatchMark, BodyFrame } from "../../src/spool/frame.ts";
import { BegunFile } from "../../src/spool/begun-file.ts";
import type { LogOptions } from "../../src/spool/log.ts";
import { Quarantine } from "../../src/spool/quarantine.ts";
import { LogShipper, type LogShipperOptions } from "../../src/worker/log-shipper.ts";
import { identity, openLog } from "../spool/support/logs.ts";
import type { MemoryStore } from "./memory-store.ts";

/** What a process left that was killed. */
export interface DeadLogGiven {
  /** How many decisions began. @default nothing says so */
  readonly begun?: number;
  /** How many remote calls began. @default 0 */
  readonly begunCalls?: number;
  /** How many entries began, by ledger. @default none */
  readonly begunEntries?: Readonly<Record<string, number>>;
  readonly writer?: string;
  readonly log?: Partial<LogOptions>;
}

/** Writes the log of a process that was killed into a directory, each group of frames by itself. */
export function leaveLog(
  directory: string,
  groups: readonly (readonly BodyFrame[])[],
  { begun, begunCalls = 0, begunEntries = {}, writer = identity.writer, log }: DeadLogGiven = {},
): void {
  mkdirSync(directory, { recursive: true });
  if (begun !== undefined) {
    const file = new BegunFile(directory, { ...identity, writer }, { onFault: (fault) => fail(fault) });
    file.note(begun, "decisions");
    file.note(begunCalls, "remote_calls");
    for (const [ledger, count] of Object.entries(begunEntries)) file.note(count, ledger);
    file.close();
  }
  const writing = openLog(directory, { writer, ...log });
  for (const frames of groups) writing.append(frames);
}

/** A frame that says that these decisions were sent as one batch. */
export function marked(firstSeq: number, lastSeq: number, given: Partial<BatchMark> = {}): BodyFrame {
  const rows = lastSeq - firstSeq + 1;
  return { kind: "batch", mark: { table: "decisions", version: 1, firstSeq, lastSeq, rows, ...given } };
}

/** A shipper into a store in memory, with a quarantine in `root`; an outage is tried again at once. */
export function shipperInto(
  store: MemoryStore,
  root: string,
  given: Partial<LogShipperOptions> = {},
): LogShipper {
  return new LogShipper({
    store,
    limits: { maxRows: 10, maxBytes: 10_000, maxWaitMs: 0 },
    quarantine: new Quarantine(join(root)),
    persist: async (attempt) => {
      for (;;) {
        try {
          await attempt();
          return;
        } catch (failure) {
          if (!isOutage(failure)) throw failure;
        }
      }
    },
    wallClock: () => 1_700_000_000_000,
    onFault: (fault) => fail(fault),
    ...given,
  });
}

function isOutage(failure: unknown): boolean {
  return failure instanceof Error && "code" in failure && failure.code === "STORAGE_UNAVAILABLE";
}

function fail(fault: unknown): never {
  throw new Error("nothing may go wrong here", { cause: fault });
}
