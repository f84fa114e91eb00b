import { spawnSync, type SpawnOptions } from "node:child_process";

/** A command as it is to be started. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: Pick<SpawnOptions, "uid" | "gid">;
}

const NOBODY = 65_534;
const UNSHARE = ["--user", "--map-user=1000", "--map-group=1000"];

/**
 * A command as somebody other than root would start it, because Postgres refuses to run as root: in a user namespace
 * where that can be had, so that files stay root's own, or else as the user nobody.
 */
export function asOrdinaryUser(file: string, args: readonly string[]): Command {
  if (process.getuid?.() !== 0) return { file, args, options: {} };
  if (spawnSync("unshare", [...UNSHARE, "true"]).status === 0) {
    return { file: "unshare", args: [...UNSHARE, file, ...args], options: {} };
  }
  return { file, args, options: { uid: NOBODY, gid: NOBODY } };
}
