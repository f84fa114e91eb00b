import { statSync } from "node:fs";
import { basename, join } from "node:path";
import { readFailure, SpoolError } from "../spool/errors.ts";
import { isLogName } from "../spool/root.ts";
import { listSegments, namesIn, type SegmentFile } from "../spool/segment-files.ts";
import { checkArchive } from "./spool-place.ts";

/** What archives hold of one writer: its segments in order, wherever they are. */
export interface ArchivedWriter {
  readonly writer: string;
  readonly segments: readonly SegmentFile[];
}

/**
 * The writers of which there are segments in these archives; in place of an archive, the directory of one writer in it
 * will do. Throws a `SpoolError` for a directory that is not there, is a spool, or holds something else altogether.
 */
export function findArchived(archives: readonly string[]): readonly ArchivedWriter[] {
  const found = new Map<string, string[]>();
  for (const archive of archives) {
    for (const directory of writersIn(archive)) {
      const writer = basename(directory);
      found.set(writer, [...(found.get(writer) ?? []), directory]);
    }
  }
  const writers = [...found].map(([writer, directories]) => ({
    writer,
    segments: listSegments(directories),
  }));
  return writers.filter(({ segments }) => segments.length > 0).sort((a, b) => createdAt(a) - createdAt(b));
}

function writersIn(archive: string): readonly string[] {
  checkArchive(archive);
  const names = namesIn(archive);
  if (isLogName(basename(archive)) && listSegments([archive]).length > 0) return [archive];
  const writers = names.filter(isLogName);
  if (writers.length === 0 && names.length > 0) {
    const what = `${archive}: no archive, and not empty: it holds ${JSON.stringify(names[0])}`;
    throw new SpoolError("NOT_A_SPOOL", `${what}; give the directory that spool.archive names`);
  }
  return writers.map((name) => join(archive, name));
}

// Oldest first, so that what is replayed comes in about the order in which it was recorded.
function createdAt({ segments: [first] }: ArchivedWriter): number {
  if (!first) return 0;
  try {
    return statSync(first.file).mtimeMs;
  } catch (cause) {
    throw readFailure(first.file, cause);
  }
}
