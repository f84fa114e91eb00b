import { readPart } from "./disk.ts";
import { readFailure, SpoolError } from "./errors.ts";
import type { BodyFrame, Place } from "./frame.ts";
import type { Recovered } from "./recovered.ts";
import { scanFrames } from "./segment-scan.ts";

/** Reads what is intact of a stretch of frames of a recovered log. Throws `CORRUPT` if its segment is gone, or `READ_FAILED`. */
export function readStretch({ segments }: Recovered, stretch: Place): readonly BodyFrame[] {
  const file = segments.find(({ segment }) => segment === stretch.segment)?.file;
  if (file === undefined) throw new SpoolError("CORRUPT", `segment ${stretch.segment} is not there any more`);
  try {
    return scanFrames(readPart(file, stretch.offset, stretch.length), 0).frames.map(({ frame }) => frame);
  } catch (cause) {
    throw readFailure(file, cause);
  }
}
