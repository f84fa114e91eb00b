import { dirname, resolve } from "node:path";

/** @internal The absolute path of what a configuration file names: paths in it are relative to its own directory. */
export function besideFile(file: string, path: string): string {
  return resolve(dirname(file), path);
}
