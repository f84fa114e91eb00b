import type { BatchMark, BodyFrame, LogIdentity, Place } from "./frame.ts";
import type { Gap } from "./gap-chunk.ts";
import type { SegmentFile } from "./segment-files.ts";
import { readFrame, readFrames } from "./read-frame.ts";
import { SpoolError } from "./errors.ts";

/** A chunk that a log holds; its rows are read when they are needed. */
export interface RecoveredChunk extends Place {
  readonly table: string;
  readonly version: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly rows: number;
}

/**
 * Why numbers are in no chunk and no gap of a log: they were at the end of a segment that was cut short, in a part that
 * is damaged, or were never written to it.
 */
export type MissingCause = "torn_tail" | "corrupt" | "unaccounted";

/** Numbers that the log doesn't account for, although later ones are known to have been given. */
export interface MissingRecords {
  readonly table: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly cause: MissingCause;
}

/** Bytes of a segment that are no frame; of length 0, a segment that isn't there, nor others up to the next that is. */
export interface Damage {
  readonly segment: number;
  readonly offset: number;
  readonly length: number;
  /** It reaches to the end of a segment that was being written: a write that was cut short, as a rule. */
  readonly isTail: boolean;
}

/** What was found in a log that nobody writes to. */
export interface Recovered {
  /** Undefined if nothing says whose log it is, as in an empty one. */
  readonly header?: LogIdentity;
  /** Its writer ended it, or somebody finished it for the dead. */
  readonly hasEnded: boolean;
  /** In the order in which they were written. Without those in segments that were released. */
  readonly chunks: readonly RecoveredChunk[];
  readonly marks: readonly BatchMark[];
  readonly catalogs: readonly Place[];
  /** Those that the log already tells of. */
  readonly gaps: readonly Gap[];
  /** By table: the first number after all that are known to have been given. A table that isn't named is at 1. */
  readonly next: Readonly<Record<string, number>>;
  /** In order of the numbers, by table. */
  readonly missing: readonly MissingRecords[];
  readonly damage: readonly Damage[];
  /** Those that hold it all. */
  readonly segments: readonly SegmentFile[];
}

/** Reads one frame of a recovered log. Throws `CORRUPT` if it is not what was found there before, or `READ_FAILED`. */
export function readRecovered(recovered: Recovered, place: Place): BodyFrame {
  return readFrame(fileOf(recovered, place), place);
}

/** Reads what is intact of a stretch of frames of a recovered log. Throws `CORRUPT` if its segment is gone, or `READ_FAILED`. */
export function readStretch(recovered: Recovered, stretch: Place): readonly BodyFrame[] {
  return readFrames(fileOf(recovered, stretch), stretch);
}

function fileOf({ segments }: Recovered, { segment }: Place): string {
  const file = segments.find((each) => each.segment === segment)?.file;
  if (file === undefined) throw new SpoolError("CORRUPT", `segment ${segment} is not there any more`);
  return file;
}
