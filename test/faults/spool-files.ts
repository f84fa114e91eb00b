import { existsSync, lstatSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";

/** Paths of all files below a directory, relative to it, sorted. Files that vanish meanwhile are left out. */
export function filesBelow(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .toSorted();
}

/** Sum of their sizes. */
export function bytesBelow(directory: string): number {
  return filesBelow(directory).reduce((sum, file) => {
    const found = lstatSync(join(directory, file), { throwIfNoEntry: false });
    return sum + (found?.size ?? 0);
  }, 0);
}

/** Files of a spool, or of what it spilt, that hold records which still wait. */
export function segmentsBelow(directory: string): string[] {
  return filesBelow(directory).filter((file) => /\.(open|seg)$/.test(file));
}

/** Directories of logs in a spool, of the living and of the dead. */
export function logsBelow(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(entry.name))
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)));
}
