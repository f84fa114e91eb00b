import { closeSync, fsyncSync, ftruncateSync, openSync, renameSync, unlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { syncDirectory } from "./disk.ts";
import { readLog, type LogReading } from "./log-reading.ts";
import type { Recovered } from "./recovered.ts";
import { sealedName, type SegmentFile } from "./segment-files.ts";
import { writeFailure } from "./errors.ts";

export type { Recovered } from "./recovered.ts";

/** Where else segments of the log may be. */
export interface RecoverOptions {
  /** The log's directory in the spill directory, as configured now. @default where the log itself says it spilled to */
  readonly spillDirectory?: string;
}

/**
 * Reads a log that nobody writes to, and seals the segments that were being written: a torn end, which is no frame up
 * to the end of the file, is cut off. Sealed segments are never changed, whatever is in them. Can be done again, and
 * gives the same. Throws `NEWER_VERSION`, `SPILL_MISSING` or `READ_FAILED` before anything is touched, and
 * `WRITE_FAILED`.
 */
export function recoverLog(directory: string, options: RecoverOptions = {}): Recovered {
  return recover(directory, options).recovered;
}

/** @internal As {@link recoverLog}, with what is needed to go on writing. */
export function recover(directory: string, { spillDirectory }: RecoverOptions): LogReading {
  const reading = readLog(directory, spillDirectory);
  const files = reading.files.flatMap((file) =>
    file.isOpen ? sealed(file, reading.ends.get(file.segment) ?? 0) : [file],
  );
  const kept = new Map(files.map((file) => [file.segment, file]));
  const segments = reading.recovered.segments.flatMap(({ segment }) => kept.get(segment) ?? []);
  // A number under which nothing is left is given again, unless later ones are taken.
  const isLastGone = !kept.has(reading.nextSegment - 1) && reading.ends.has(reading.nextSegment - 1);
  const nextSegment = reading.nextSegment - (isLastGone ? 1 : 0);
  return { ...reading, files, nextSegment, recovered: { ...reading.recovered, segments } };
}

/** Nothing is left of a segment in which nothing is intact. */
function sealed({ segment, file }: SegmentFile, end: number): SegmentFile[] {
  const directory = dirname(file);
  const lasting = join(directory, sealedName(segment));
  try {
    if (end === 0) {
      unlinkSync(file);
    } else {
      cut(file, end);
      renameSync(file, lasting);
    }
    syncDirectory(directory);
  } catch (cause) {
    throw writeFailure(file, cause);
  }
  return end === 0 ? [] : [{ segment, file: lasting, isOpen: false }];
}

function cut(file: string, end: number): void {
  const fd = openSync(file, "r+");
  try {
    ftruncateSync(fd, end);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
