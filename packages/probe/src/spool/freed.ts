import { join } from "node:path";
import { errnoOf, writeFailure } from "./errors.ts";
import { overwrite, writeWhole } from "./disk.ts";
import { encodeFrame } from "./frame-codec.ts";
import type { SegmentHeader } from "./frame.ts";
import { readHeader } from "./segment-scan.ts";
import { MAGIC } from "./segment-writer.ts";

/** In a log directory: a copy of the header of the first segment that is still needed. */
export const FREED = "freed";

/**
 * Notes that every segment before this one is settled, and which numbers were accounted for where it begins. Where a
 * disk is full, an earlier note is written over: what is freed then makes room. Throws `FULL` or `WRITE_FAILED`.
 */
export function writeFreed(
  directory: string,
  header: SegmentHeader,
  durability: { isDurable: boolean },
): void {
  const file = join(directory, FREED);
  const bytes = Buffer.concat([MAGIC, ...encodeFrame({ kind: "header", header }).pieces]);
  try {
    writeWhole(file, bytes, durability);
  } catch (cause) {
    try {
      overwrite(file, bytes);
    } catch {
      throw writeFailure(file, cause);
    }
  }
}

/** What was noted last; undefined if nothing was, or if it is damaged. */
export function readFreed(directory: string): SegmentHeader | undefined {
  try {
    return readHeader(join(directory, FREED));
  } catch (cause) {
    if (cause instanceof Error && errnoOf(cause.cause) === "ENOENT") return undefined;
    throw cause;
  }
}
