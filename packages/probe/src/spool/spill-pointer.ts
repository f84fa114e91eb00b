import { mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "./disk.ts";
import { errnoOf, readFailure, SpoolError, writeFailure } from "./errors.ts";

/** In a log directory: the path of the directory in which the log goes on when its own is full. */
export const SPILL_POINTER = "spill";

/**
 * Makes the directory that a log may spill into, and notes in the log where it is, before anything is written there.
 * Throws `FULL` or `WRITE_FAILED`.
 */
export function prepareSpill(directory: string, spillDirectory: string): void {
  const pointer = join(directory, SPILL_POINTER);
  try {
    mkdirSync(spillDirectory, { recursive: true, mode: 0o700 });
    if (readPointer(pointer) === spillDirectory) return;
    writeWhole(pointer, Buffer.from(spillDirectory), { isDurable: true });
  } catch (cause) {
    throw writeFailure(spillDirectory, cause);
  }
}

/**
 * Where the segments of a log are: its own directory, and the one that it spilled into, by its own note or as
 * configured now. Throws `SPILL_MISSING` if there was one and it can't be found: what is in there is not lost.
 */
export function directoriesOf(directory: string, configured?: string): readonly string[] {
  const noted = readPointer(join(directory, SPILL_POINTER));
  const spills = [...new Set([noted, configured])].filter((path) => path !== undefined);
  const present = spills.filter(isDirectory);
  if (noted !== undefined && present.length === 0) {
    throw new SpoolError(
      "SPILL_MISSING",
      `${directory}: the log goes on in ${noted}, which is not there; mount it, or remove ${join(directory, SPILL_POINTER)} to give up what it held`,
    );
  }
  return [directory, ...present];
}

function readPointer(pointer: string): string | undefined {
  try {
    return readFileSync(pointer).toString();
  } catch (cause) {
    if (errnoOf(cause) === "ENOENT") return undefined;
    throw readFailure(pointer, cause);
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
