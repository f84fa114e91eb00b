import { readPart } from "./disk.ts";
import { readFailure, SpoolError } from "./errors.ts";
import { decodeFrame } from "./frame-codec.ts";
import type { BodyFrame, Place } from "./frame.ts";
import { scanFrames } from "./segment-scan.ts";

/** Reads one frame of a segment's file, into memory of its own. Throws `CORRUPT` or `READ_FAILED`. */
export function readFrame(file: string, place: Place): BodyFrame {
  const { offset, length } = place;
  const found = decodeFrame(readBytes(file, place), 0);
  if (found?.length !== length || found.frame.kind === "header") {
    throw new SpoolError(
      "CORRUPT",
      `${file}: the ${length} bytes at ${offset} are not the frame that was there`,
    );
  }
  return found.frame;
}

/** Reads what is intact of a stretch of frames, into memory that they share. Throws `READ_FAILED`. */
export function readFrames(file: string, stretch: Place): readonly BodyFrame[] {
  return scanFrames(readBytes(file, stretch), 0).frames.map(({ frame }) => frame);
}

function readBytes(file: string, { offset, length }: Place): Buffer {
  try {
    return readPart(file, offset, length);
  } catch (cause) {
    throw readFailure(file, cause);
  }
}
