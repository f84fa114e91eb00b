import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { SpoolError } from "../spool/errors.ts";
import { inspectRoot, MARKER } from "../spool/root.ts";
import { namesIn } from "../spool/segment-files.ts";

/**
 * Refuses a directory that is no spool, and touches nothing: as `inspectSpool`, and one that is not there, or that is
 * a part of a spool. False for one in which nothing was spooled yet.
 */
export function isInUse(root: string): boolean {
  const path = resolve(root);
  if (!existsSync(path)) {
    throw new SpoolError(
      "NOT_A_SPOOL",
      `${root}: there is no such directory; give the spool that a service writes to`,
    );
  }
  const enclosing = enclosingSpool(path);
  if (enclosing !== undefined) {
    throw new SpoolError(
      "NOT_A_SPOOL",
      `${root}: a part of the spool ${enclosing}; give that, the whole of it`,
    );
  }
  inspectRoot(root);
  return namesIn(path).includes(MARKER);
}

/** The spool that a path lies in. */
function enclosingSpool(path: string): string | undefined {
  for (let inner = path, outer = dirname(path); outer !== inner; inner = outer, outer = dirname(outer)) {
    if (existsSync(join(outer, MARKER))) return outer;
  }
  return undefined;
}

/** Refuses a directory that is a spool, or is not there: what is archived lies elsewhere. */
export function checkArchive(directory: string): void {
  const stats = statSync(directory, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) {
    throw new SpoolError(
      "NOT_A_SPOOL",
      `${directory}: there is no such directory; give the archive of a spool`,
    );
  }
  if (!existsSync(join(directory, MARKER)) && enclosingSpool(resolve(directory)) === undefined) return;
  const what = `${directory}: what lies in a spool is on its way to the storage`;
  throw new SpoolError("NOT_A_SPOOL", `${what}; give the spool's archive, or have the spool shipped`);
}
