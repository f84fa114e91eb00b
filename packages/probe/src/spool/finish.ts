import { join } from "node:path";
import type { GapCause } from "@probity/core";
import { GAPS } from "../record-kinds.ts";
import { readBegun } from "./begun-file.ts";
import { remove, UNFINISHED, writeWhole } from "./disk.ts";
import { SpoolError, writeFailure } from "./errors.ts";
import { encodeFrame } from "./frame-codec.ts";
import type { Frame, SegmentHeader } from "./frame.ts";
import { type Gap, gapChunk } from "./gap-chunk.ts";
import type { LogReading } from "./log-reading.ts";
import { recover, type RecoverOptions } from "./recover.ts";
import type { Recovered } from "./recovered.ts";
import { namesIn, sealedName } from "./segment-files.ts";
import { MAGIC } from "./segment-writer.ts";

export interface FinishOptions extends RecoverOptions {
  /** When the gaps were noticed, in milliseconds since the epoch. */
  readonly now: number;
  /** Why those numbers are missing that the log itself doesn't explain. */
  readonly cause: GapCause;
}

/** The log of a process that is no more, as it was left. */
export interface UnfinishedLog {
  /** What it holds. */
  readonly recovered: Recovered;
  /** What the log doesn't account for, up to the last record that is known to have begun. */
  readonly gaps: readonly Gap[];
  /**
   * Ends the log, after records of these gaps. They are one more segment, which appears whole or not at all, so it can
   * be done again whatever was killed. Gives what the log then holds. Throws `FULL` or `WRITE_FAILED` if the segment
   * can't be written, and `CORRUPT` if nothing says whose log it is.
   */
  finish(gaps: readonly Gap[]): Recovered;
}

/** Opens the log of a process that is no more, to be finished. Throws as `recoverLog`. */
export function unfinishedLog(directory: string, options: FinishOptions): UnfinishedLog {
  for (const name of namesIn(directory)) if (name.endsWith(UNFINISHED)) remove(join(directory, name));
  const reading = recover(directory, options);
  const { recovered } = reading;
  const isComplete = recovered.hasEnded || recovered.segments.length === 0;
  return {
    recovered,
    gaps: gapsOf(recovered, readBegun(directory), options.cause),
    finish(gaps) {
      if (isComplete && gaps.length === 0) return recovered;
      writeLast(directory, reading, gaps, options.now);
      return recover(directory, options).recovered;
    },
  };
}

/** Finishes the log of a process that is no more: all that it doesn't account for is missing. */
export function finishLog(directory: string, options: FinishOptions): Recovered {
  const log = unfinishedLog(directory, options);
  return log.finish(log.gaps);
}

function gapsOf(
  { missing, next }: Recovered,
  begun: Readonly<Record<string, number>>,
  cause: GapCause,
): readonly Gap[] {
  const known = missing.map((run): Gap => {
    const { table: of, firstSeq, lastSeq } = run;
    return { of, firstSeq, lastSeq, cause: run.cause === "unaccounted" ? cause : run.cause, detail: "" };
  });
  const begunOnly = Object.entries(begun).map(([of, lastSeq]): Gap => {
    return { of, firstSeq: next[of] ?? 1, lastSeq, cause, detail: "" };
  });
  return [...known, ...begunOnly.filter(({ firstSeq, lastSeq }) => firstSeq <= lastSeq)];
}

function writeLast(directory: string, reading: LogReading, gaps: readonly Gap[], now: number): void {
  const { recovered, state, nextSegment: segment } = reading;
  const { header: identity } = recovered;
  if (!identity)
    throw new SpoolError(
      "CORRUPT",
      `${directory}: nothing in the log says whose it is; look into it by hand`,
    );
  const header: SegmentHeader = { ...identity, segment, createdAt: Math.trunc(now), ...state };
  const firstSeq = state.next[GAPS] ?? 1;
  const frames: Frame[] = [{ kind: "header", header }];
  if (gaps.length > 0) frames.push({ kind: "chunk", chunk: gapChunk(identity, firstSeq, gaps, now) });
  frames.push({ kind: "end" });
  const file = join(directory, sealedName(segment));
  try {
    const pieces = frames.flatMap((frame) => encodeFrame(frame).pieces);
    writeWhole(file, Buffer.concat([MAGIC, ...pieces]), { isDurable: true });
  } catch (cause) {
    throw writeFailure(file, cause);
  }
}
