import { constants, copyFileSync, mkdirSync, renameSync, unlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { remove, UNFINISHED } from "./disk.ts";
import { errnoOf, writeFailure } from "./errors.ts";

/** Where segments go whose rows are stored: `<directory>/<writer>/<segment>.seg`. */
export interface Archive {
  readonly directory: string;
  readonly writer: string;
}

/**
 * Lets go of a segment: deletes it, or moves it to the archive if there is one. Throws `FULL` or `WRITE_FAILED`; then
 * the segment is where it was.
 */
export function freeSegment(file: string, archive?: Archive): void {
  try {
    if (archive) move(file, join(archive.directory, archive.writer));
    else unlinkSync(file);
  } catch (cause) {
    if (errnoOf(cause) === "ENOENT" && !archive) return;
    throw writeFailure(archive?.directory ?? file, cause);
  }
}

function move(file: string, directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const target = join(directory, basename(file));
  try {
    renameSync(file, target);
  } catch (cause) {
    if (errnoOf(cause) !== "EXDEV") throw cause;
    copyWhole(file, target);
    unlinkSync(file);
  }
}

// The archive is on another file system, as a rule: a copy that was cut short must not pass for a segment.
function copyWhole(file: string, target: string): void {
  const unfinished = `${target}${UNFINISHED}`;
  try {
    copyFileSync(file, unfinished, constants.COPYFILE_FICLONE);
    renameSync(unfinished, target);
  } catch (cause) {
    remove(unfinished);
    throw cause;
  }
}
