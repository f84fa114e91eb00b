import { readFile } from "node:fs/promises";
import type { LexiconConfig } from "@probity/config";
import { buildLexicon, type LexiconEntry, readLexicon, type TagLexicon } from "@probity/rules";
import { ProbeError } from "./errors.ts";

/** The words of all lists as one; undefined without lists. Rejects with `INVALID_OPTION` where one can't be used. */
export async function lexiconOf(lists: readonly LexiconConfig[]): Promise<TagLexicon | undefined> {
  if (lists.length === 0) return undefined;
  const read = await Promise.all(lists.map(readList));
  return buildLexicon(read.flat());
}

// The line of a list is the deployer's own word, which may be shown.
async function readList({ file, code }: LexiconConfig): Promise<readonly LexiconEntry[]> {
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
    throw new ProbeError(
      "INVALID_OPTION",
      `${file}: this word list can't be read (${why}); put it there, or take it out of rules.lexicons`,
      { cause },
    );
  }
}
