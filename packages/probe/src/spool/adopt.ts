import { mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { errnoOf, writeFailure } from "./errors.ts";
import { isOwned } from "./owner-socket.ts";
import { BEING_MADE, isLogName } from "./root.ts";
import { namesIn } from "./segment-files.ts";

/** In a log directory: logs of dead processes that its owner took over, each under its own name. */
export const ADOPTED = "adopted";

/**
 * Takes over the logs of dead processes: moves each into the log directory `own`, which this process has claimed, along
 * with those that the dead had taken over themselves. Of several who try, one gets it. Gives the paths of what was
 * taken over now. What can't be moved is told and left.
 */
export async function adoptDead(
  root: string,
  own: string,
  onFault: (fault: unknown) => void,
): Promise<readonly string[]> {
  const names = namesIn(root).filter((name) => name !== basename(own));
  const taken: string[] = [];
  for (const name of names) {
    if (!isLogName(name) && !name.startsWith(BEING_MADE)) continue;
    if (await isOwned(join(root, name))) continue;
    try {
      takeOver(join(root, name), own, taken);
    } catch (cause) {
      onFault(writeFailure(join(root, name), cause));
    }
  }
  return taken;
}

/** The logs that an owner took over, in the order of their names. */
export function adoptedLogs(own: string): readonly string[] {
  const adopted = join(own, ADOPTED);
  return namesIn(adopted)
    .filter(isLogName)
    .map((name) => join(adopted, name));
}

function takeOver(directory: string, own: string, taken: string[]): void {
  const target = join(own, ADOPTED, basename(directory));
  if (!moved(directory, target)) return;
  if (!isLogName(basename(target))) {
    rmSync(target, { recursive: true, force: true });
    return;
  }
  taken.push(target);
  // Those it had taken over move up beside it; should that be cut short, whoever takes it over next goes on.
  for (const nested of adoptedLogs(target)) takeOver(nested, own, taken);
}

/** False if somebody else was first. */
function moved(directory: string, target: string): boolean {
  mkdirSync(join(target, ".."), { recursive: true, mode: 0o700 });
  try {
    renameSync(directory, target);
    return true;
  } catch (cause) {
    if (errnoOf(cause) === "ENOENT") return false;
    throw cause;
  }
}
