import {
  accessSync,
  constants,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  type Stats,
  writeFileSync,
} from "node:fs";
import { randomUUID } from "node:crypto";
import { dirname, join, resolve } from "node:path";
import { remove } from "./disk.ts";
import { errnoOf, isSpoolError, readFailure, SpoolError, writeFailure } from "./errors.ts";
import { checkSocketPath } from "./owner-socket.ts";
import { QUARANTINE } from "./quarantine.ts";

/** What makes a directory a spool. */
export const MARKER = "probity-spool.json";
const FORMAT = { format: "probity-spool", version: 1 } as const;

/** Begins the names of what is being made in a root, and not there yet. */
export const BEING_MADE = "new-";

const LOG = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a name in a root is that of a log: the UUID of its writer. */
export function isLogName(name: string): boolean {
  return LOG.test(name);
}

/**
 * Refuses a directory that can't be the root of a spool, and touches nothing. One that is absent or empty can. Throws
 * `NOT_A_SPOOL`, `NEWER_VERSION`, `FOREIGN_FILE`, `READ_ONLY` or `PATH_TOO_LONG`.
 */
export function inspectRoot(root: string): void {
  checkSocketPath(resolve(root), join(resolve(root), "0".repeat(36)));
  const stats = statOf(root);
  if (!stats) {
    checkWritable(root, nearestParent(root));
    return;
  }
  if (!stats.isDirectory())
    throw new SpoolError("NOT_A_SPOOL", `${root}: not a directory; give the spool one of its own`);
  checkWritable(root, root);
  const names = namesOf(root).filter((name) => name !== "lost+found" && !name.startsWith(BEING_MADE));
  if (names.includes(MARKER)) checkMarker(join(root, MARKER));
  else if (names.length > 0) throw notASpool(root, names);
  const foreign = names.filter((name) => !isOurs(root, name));
  if (foreign.length > 0) throw foreignFile(root, foreign);
}

/** Makes the root of a spool, unless it is there. Throws as {@link inspectRoot}, and `FULL` or `WRITE_FAILED`. */
export function prepareRoot(root: string): void {
  inspectRoot(root);
  const marker = join(root, MARKER);
  const unfinished = join(root, BEING_MADE + randomUUID());
  try {
    mkdirSync(root, { recursive: true, mode: 0o700 });
    if (statOf(marker)) return;
    writeFileSync(unfinished, `${JSON.stringify(FORMAT)}\n`, { mode: 0o600 });
    renameSync(unfinished, marker);
  } catch (cause) {
    remove(unfinished);
    // Somebody may have taken it for a leftover, and made the marker themselves.
    if (statOf(marker)) return;
    throw rootFailure(root, cause);
  }
}

/** A failure to make something in the root, as an error of ours. */
export function rootFailure(root: string, cause: unknown): SpoolError {
  if (isSpoolError(cause)) return cause;
  const errno = errnoOf(cause);
  return READ_ONLY.has(errno) ? readOnly(root, errno, cause) : writeFailure(root, cause);
}

const READ_ONLY: ReadonlySet<string> = new Set(["EROFS", "EACCES", "EPERM"]);

function readOnly(root: string, why: string, cause?: unknown): SpoolError {
  const what = `${root}: it can't be written (${why})`;
  return new SpoolError("READ_ONLY", `${what}; let this user write there, or move the spool`, { cause });
}

// Who runs as root may write anywhere; a directory that nobody may write is meant to stay as it is.
function checkWritable(root: string, directory: string): void {
  if ((statSync(directory).mode & 0o222) === 0) throw readOnly(root, "its mode lets nobody");
  try {
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw rootFailure(root, cause);
  }
}

function checkMarker(marker: string): void {
  const { format, version } = parsed(marker);
  if (format !== FORMAT.format || typeof version !== "number") {
    throw new SpoolError(
      "NOT_A_SPOOL",
      `${marker}: not the marker of a spool; give the spool another directory`,
    );
  }
  if (version !== FORMAT.version) {
    const what = `a spool in format ${version}, this Probity knows ${FORMAT.version}`;
    throw new SpoolError("NEWER_VERSION", `${marker}: ${what}; use the newer one, or another directory`);
  }
}

function parsed(marker: string): { readonly format?: unknown; readonly version?: unknown } {
  try {
    const value: unknown = JSON.parse(readFileSync(marker).toString());
    return typeof value === "object" && value !== null ? value : {};
  } catch (cause) {
    if (cause instanceof SyntaxError) return {};
    throw readFailure(marker, cause);
  }
}

function isOurs(root: string, name: string): boolean {
  const stats = lstatSync(join(root, name), { throwIfNoEntry: false });
  if (!stats || name === MARKER) return true; // gone: somebody adopted it
  return (isLogName(name) || name === QUARANTINE) && stats.isDirectory();
}

function notASpool(root: string, names: readonly string[]): SpoolError {
  const what = `not a spool, and not empty: it holds ${someOf(names)}`;
  return new SpoolError("NOT_A_SPOOL", `${root}: ${what}; give the spool a directory of its own`);
}

function foreignFile(root: string, names: readonly string[]): SpoolError {
  const what = `a spool that holds what isn't the spool's: ${someOf(names)}`;
  return new SpoolError("FOREIGN_FILE", `${root}: ${what}; move that elsewhere`);
}

function someOf(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => JSON.stringify(name));
  return names.length > shown.length
    ? `${shown.join(", ")} and ${names.length - shown.length} more`
    : shown.join(", ");
}

function namesOf(root: string): string[] {
  try {
    return readdirSync(root).sort();
  } catch (cause) {
    throw rootFailure(root, cause);
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    if (errnoOf(cause) === "ENOTDIR") return undefined;
    throw rootFailure(path, cause);
  }
}

function nearestParent(root: string): string {
  let parent = dirname(resolve(root));
  for (let stats = statOf(parent); !stats; stats = statOf(parent)) parent = dirname(parent);
  if (!statSync(parent).isDirectory()) {
    throw new SpoolError(
      "NOT_A_SPOOL",
      `${root}: ${parent} is not a directory; give the spool one of its own`,
    );
  }
  return parent;
}
