import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import { resolvePseudonymSecrets, type Config } from "@probity/config";
import { Pseudonyms } from "@probity/core";

import { CliError } from "../errors.ts";
import type { Io } from "../io.ts";

/**
 * The group of each item, by its pseudonyms, out of a file of lines `item,group`. A group is a code, and stands in
 * findings; an item's id goes nowhere. Throws `USAGE` that names the line.
 */
export async function readGroups(
  file: string,
  config: Config | undefined,
  io: Io,
): Promise<ReadonlyMap<string, string>> {
  if (!config)
    throw new CliError("NO_KEY", "--groups needs a configuration: it says where the pseudonym keys are");
  const { keys } = await resolvePseudonymSecrets(config, { env: io.env });
  const pseudonyms = [...keys.values()].map((key) => new Pseudonyms(key));
  const groups = new Map<string, string>();
  for (const [number, line] of (await linesOf(resolve(io.cwd, file), file)).entries()) {
    if (line.trim() === "") continue;
    const at = line.lastIndexOf(",");
    const [item, group] = [line.slice(0, Math.max(at, 0)).trim(), line.slice(at + 1).trim()];
    if (item === "" || !/^[\p{L}\p{N}_.:-]{1,64}$/u.test(group)) {
      throw new CliError(
        "USAGE",
        `${file}, line ${number + 1}: expected item,group with a group of up to 64 letters, digits and _ . : -`,
      );
    }
    for (const each of pseudonyms) groups.set(each.itemHex(item), group);
  }
  if (groups.size === 0) throw new CliError("USAGE", `${file} names no item`);
  return groups;
}

async function linesOf(path: string, given: string): Promise<readonly string[]> {
  try {
    return (await readFile(path, "utf8")).replace(/^\uFEFF/, "").split(/\r?\n/);
  } catch (cause) {
    throw new CliError("USAGE", `--groups: can't read ${given}`, { cause });
  }
}
