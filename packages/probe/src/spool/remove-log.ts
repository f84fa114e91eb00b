import { rmdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { ADOPTED } from "./adopt.ts";
import { BEGUN } from "./begun-file.ts";
import { remove, UNFINISHED } from "./disk.ts";
import { FREED } from "./freed.ts";
import { freeSegment } from "./free-segment.ts";
import { OWNER_SOCKET } from "./owner-socket.ts";
import type { RecoverOptions } from "./recover.ts";
import { listSegments, namesIn } from "./segment-files.ts";
import { settle, SETTLED } from "./settled.ts";
import { directoriesOf, SPILL_POINTER } from "./spill-pointer.ts";

export interface RemoveOptions extends RecoverOptions {
  /** Whose log it is. @default the name of the directory */
  readonly writer?: string;
  /** Where segments go, into a directory for each writer. @default they are deleted */
  readonly archiveDirectory?: string;
}

/**
 * Removes the log of a dead process, all of which is settled. Segments go to the archive if there is one. Whatever is
 * killed meanwhile, what remains is a log of which nothing is missing. Throws `FULL` or `WRITE_FAILED`, and can then be
 * called again.
 */
export function removeLog(directory: string, options: RemoveOptions = {}): void {
  const { spillDirectory, writer = basename(directory), archiveDirectory } = options;
  const directories = directoriesOf(directory, spillDirectory);
  settle(directory);
  const archive = archiveDirectory === undefined ? undefined : { directory: archiveDirectory, writer };
  for (const { file } of listSegments(directories)) freeSegment(file, archive);
  removeRest(directory, directories.slice(1));
}

/** @internal Removes a log directory in which no segment is left, and no log that was adopted. */
export function removeIfSettled(directory: string): void {
  const directories = directoriesOf(directory);
  const isEmpty = listSegments(directories).length === 0 && namesIn(join(directory, ADOPTED)).length === 0;
  if (!isEmpty) return;
  settle(directory);
  removeRest(directory, directories.slice(1));
}

function removeRest(directory: string, spills: readonly string[]): void {
  const unfinished = namesIn(directory).filter((name) => name.endsWith(UNFINISHED));
  for (const name of [BEGUN, FREED, SPILL_POINTER, OWNER_SOCKET, ...unfinished])
    remove(join(directory, name));
  for (const each of [...spills, join(directory, ADOPTED)]) removeIfEmpty(each);
  remove(join(directory, SETTLED));
  removeIfEmpty(directory);
}

function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // Not there, or with something in it, which whoever comes next sees to.
  }
}

/** What the segments of a log take on disk, in bytes. */
export function sizeOfLog(directory: string, { spillDirectory }: RecoverOptions = {}): number {
  return listSegments(directoriesOf(directory, spillDirectory)).reduce(
    (sum, { file }) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
