import { readdirSync } from "node:fs";
import { join } from "node:path";
import { errnoOf, readFailure } from "./errors.ts";

const NAME = /^(\d{8,})\.(open|seg)$/;

/** A segment, as the directory shows it. */
export interface SegmentFile {
  readonly segment: number;
  readonly file: string;
  /** Not sealed: it was being written when its writer was last seen. */
  readonly isOpen: boolean;
}

/** The name of a segment that is being written. */
export function openName(segment: number): string {
  return `${String(segment).padStart(8, "0")}.open`;
}

/** The name of a sealed segment. */
export function sealedName(segment: number): string {
  return `${String(segment).padStart(8, "0")}.seg`;
}

/** The segments of a log, in order, wherever they are. A directory that isn't there has none. */
export function listSegments(directories: readonly string[]): SegmentFile[] {
  return directories.flatMap(segmentsIn).sort((a, b) => a.segment - b.segment);
}

function segmentsIn(directory: string): SegmentFile[] {
  return namesIn(directory).flatMap((name) => {
    const [, digits, state] = NAME.exec(name) ?? [];
    if (digits === undefined) return [];
    return [{ segment: Number(digits), file: join(directory, name), isOpen: state === "open" }];
  });
}

/** The names in a directory; none if it isn't there. */
export function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch (cause) {
    if (errnoOf(cause) === "ENOENT") return [];
    throw readFailure(directory, cause);
  }
}
