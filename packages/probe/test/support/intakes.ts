import { type Chunk, gapRecord, type GapRow } from "@probity/core";
import { heldBytesOf, type Span } from "../../src/protocol.ts";
import { nodeDisk } from "../../src/spool/disk.ts";
import type { Gap } from "../../src/spool/gap-chunk.ts";
import type { LogOptions, SpoolLog } from "../../src/spool/log.ts";
import type { Parcel } from "../../src/worker/backlog.ts";
import { Intake, type IntakeOptions } from "../../src/worker/intake.ts";
import { Spooling, type SpoolingOptions } from "../../src/worker/spooling.ts";
import { changeableDisk, systemError } from "../spool/support/failing-disk.ts";
import { identity, openLog } from "../spool/support/logs.ts";
import { ManualTimers, settled } from "./manual-timers.ts";

/** What an intake did, in the order of the calls. */
export interface Told {
  readonly parcels: Parcel[];
  readonly spooled: Span[];
  readonly lost: Gap[];
  readonly faults: unknown[];
  /** Bytes that were given back before a chunk was stored. */
  freed: number;
}

/** An intake, and what a courier would know of it. */
export interface TestIntake {
  readonly intake: Intake;
  readonly log: SpoolLog | undefined;
  readonly told: Told;
  readonly timers: ManualTimers;
  /** How much memory was handed in, in bytes. */
  readonly handedIn: () => number;
  readonly add: (...chunks: Chunk[]) => void;
  /** Resolves when everything is written that can be. */
  readonly written: () => Promise<void>;
}

/** How the spool of a test behaves. */
export interface SpoolGiven extends Partial<Pick<SpoolingOptions, "whenFull" | "fsync" | "isBackedUp">> {
  readonly log?: Partial<LogOptions>;
  readonly isOpen?: boolean;
}

/** An intake over a real log in `directory`; without one, nothing is spooled. */
export function intakeOf(
  directory: string | undefined,
  given: SpoolGiven & Partial<Pick<IntakeOptions, "next">> = {},
): TestIntake {
  const timers = new ManualTimers();
  const told: Told = { parcels: [], spooled: [], lost: [], faults: [], freed: 0 };
  const onFault = (fault: unknown): void => void told.faults.push(fault);
  const { isOpen = true, fsync = "os", whenFull = "drop", next = {} } = given;
  const log = directory !== undefined && isOpen ? openLog(directory, { fsync, ...given.log }) : undefined;
  const isBackedUp = given.isBackedUp ?? (() => true);
  const spool = new Spooling({ log, whenFull, fsync, isBackedUp, timers, onFault });
  const intake = new Intake({
    identity,
    next,
    spool: directory === undefined ? undefined : spool,
    timers,
    wallClock: () => 1_700_000_000_000,
    ends: {
      taken: (parcel) => void told.parcels.push(parcel),
      spooled: (spans) => void told.spooled.push(...spans),
      freed: (bytes) => void (told.freed += bytes),
      lost: (gap) => void told.lost.push(gap),
    },
  });
  let handedIn = 0;
  return {
    intake,
    log,
    told,
    timers,
    handedIn: () => handedIn,
    add(...chunks) {
      for (const each of chunks) {
        handedIn += heldBytesOf(each);
        intake.add(each);
      }
    },
    async written() {
      await settled();
      await intake.settled();
    },
  };
}

/** The gap records that were handed on, in order. */
export function gapsOf({ parcels }: Pick<Told, "parcels">): readonly GapRow[] {
  return parcels
    .filter(({ chunk: { table } }) => table === gapRecord.name)
    .flatMap(({ chunk: { bytes, version } }) => gapRecord.decode(bytes, version));
}

/** Each in one line. */
export const inShort = (gaps: readonly GapRow[]): string[] =>
  gaps.map(({ seq, of, first_seq, last_seq, cause }) => `${seq}: ${of} ${first_seq}-${last_seq} ${cause}`);

/** Which rows they are. */
export const rangesOf = (parcels: readonly Parcel[]): string[] =>
  parcels.map(({ chunk: { table, firstSeq, lastSeq } }) => `${table} ${firstSeq}-${lastSeq}`);

/** Numbers that were refused. */
export const refused = (firstSeq: number, lastSeq: number) =>
  ({ cause: "refused", firstSeq, lastSeq }) as const;

/** A disk that counts its writes, and fails them all while it has a reason. */
export function diskThatFails() {
  const { disk, change } = changeableDisk();
  let writes = 0;
  change({ write: (...given) => ((writes += 1), nodeDisk.write(...given)) });
  const fail = (code: string): void => {
    change({
      write: () => {
        throw systemError(code);
      },
    });
  };
  return { disk, fail, mend: () => change({}), writes: () => writes };
}
