import { existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BEGUN } from "./begun-file.ts";
import { errnoOf, writeFailure } from "./errors.ts";

/** In a log directory that is being removed: nothing that is left in it is needed. */
export const SETTLED = "settled";

/** Whether a log is being removed. */
export function isSettled(directory: string): boolean {
  return existsSync(join(directory, SETTLED));
}

/** Says that a log is being removed, before anything of it is. Throws `FULL` or `WRITE_FAILED`. */
export function settle(directory: string): void {
  if (isSettled(directory)) return;
  const file = join(directory, SETTLED);
  try {
    renameSync(join(directory, BEGUN), file); // as good as any, and needs no room
  } catch (cause) {
    if (errnoOf(cause) !== "ENOENT") throw writeFailure(file, cause);
    makeEmpty(file);
  }
}

function makeEmpty(file: string): void {
  try {
    writeFileSync(file, "", { mode: 0o600 });
  } catch (cause) {
    throw writeFailure(file, cause);
  }
}
