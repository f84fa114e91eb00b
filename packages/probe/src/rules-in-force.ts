import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Config, LexiconConfig } from "@probity/config";
import {
  buildLexicon,
  ownPack,
  readLexicon,
  type Rule,
  type RulePack,
  rulePacks,
  type TagLexicon,
} from "@probity/rules";
import { ProbeError } from "./errors.ts";

/** The packs that the configuration names, then its own rules, then those that the service gives in TypeScript. */
export function packsOf({ rules: { packs, own } }: Config, given: readonly Rule[]): readonly RulePack[] {
  const known = packs.map((id) => {
    const pack = rulePacks.get(id);
    if (pack) return pack;
    const there = [...rulePacks.keys()].join(", ");
    throw new ProbeError("INVALID_OPTION", `there is no rule pack "${id}", there are ${there}`);
  });
  return [
    ...known,
    ...(own.length > 0 ? [ownPack(own)] : []),
    ...(given.length > 0 ? [givenPack(given)] : []),
  ];
}

/** Nobody can digest what a function does: the pack's version follows from the ids and versions that the rules give. */
function givenPack(rules: readonly Rule[]): RulePack {
  const names = rules.map(({ id, version }) => `${id}@${String(version)}`).join(" ");
  const version = createHash("sha256").update(names).digest("hex").slice(0, 8);
  return { id: "app", version, rules };
}

/** The words of all lists as one; undefined without lists. Rejects with `INVALID_OPTION` where one can't be read. */
export async function lexiconOf(lists: readonly LexiconConfig[]): Promise<TagLexicon | undefined> {
  if (lists.length === 0) return undefined;
  const read = await Promise.all(lists.map(readList));
  return buildLexicon(read.flat());
}

async function readList({ file, code }: LexiconConfig): Promise<ReturnType<typeof readLexicon>["entries"]> {
  const { entries, problems } = readLexicon(await textOf(file), code);
  const [first] = problems;
  if (first === undefined) return entries;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more lines)` : "";
  throw new ProbeError(
    "INVALID_OPTION",
    `${file}:${first.line}: ${first.what}; found ${first.found}, expected ${first.expected}${more}`,
  );
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const why = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    const what = "this word list can't be read";
    throw new ProbeError(
      "INVALID_OPTION",
      `${file}: ${what} (${why}); put it there, or take it out of rules.lexicons`,
      {
        cause,
      },
    );
  }
}
