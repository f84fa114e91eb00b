import type { ErrorCode, YAMLError } from "yaml";
import type { ProblemDraft } from "../problem.ts";

// In our own words: the parser's messages quote the text, and the text may hold what must not be quoted.
const FAULTS: Readonly<Record<ErrorCode, readonly [found: string, expected: string]>> = {
  ALIAS_PROPS: ["an alias with an anchor or tag of its own", "the alias alone"],
  BAD_ALIAS: ["an alias or anchor whose name can't be used", "a name of letters and digits"],
  BAD_COLLECTION_TYPE: ["a tag that doesn't fit its value", "no tag"],
  BAD_DIRECTIVE: ["a directive that is none of YAML 1.2", "no directive"],
  BAD_DQ_ESCAPE: [
    "an escape that YAML doesn't know",
    "one such as \\n, \\\\ or \\u4e2d, or single quotes around the text",
  ],
  BAD_INDENT: [
    "an indentation that doesn't fit, or a bracket that isn't closed",
    "entries of one list or mapping in one column",
  ],
  BAD_PROP_ORDER: ["an anchor or tag before the indicator", "it after the indicator"],
  BAD_SCALAR_START: ["a text that begins with @, `, %, or another reserved character", "quotes around it"],
  BLOCK_AS_IMPLICIT_KEY: [
    "a second : in one line",
    "quotes around a text that holds a :, or the entry on a line of its own",
  ],
  BLOCK_IN_FLOW: ["an indented list or mapping within brackets", "brackets within brackets"],
  DUPLICATE_KEY: ["a key again", "each key once"],
  IMPOSSIBLE: ["something that can't be read", "YAML 1.2"],
  KEY_OVER_1024_CHARS: ["a key of more than 1024 characters", "a shorter one, or a : that is missing"],
  MISSING_CHAR: [
    "the end of something unfinished",
    "the closing quote or bracket, a comma, or a blank after : or before #",
  ],
  MULTILINE_IMPLICIT_KEY: ["a key over several lines", "it on one line, or a : that is missing"],
  MULTIPLE_ANCHORS: ["two anchors on one value", "one"],
  MULTIPLE_DOCS: ["a second document after ---", "one document"],
  MULTIPLE_TAGS: ["two tags on one value", "none"],
  NON_STRING_KEY: ["a key that is no text", "a text"],
  RESOURCE_EXHAUSTION: ["brackets within brackets, too deep", "a flatter file"],
  TAB_AS_INDENT: ["a tab at the start of a line", "blanks"],
  TAG_RESOLVE_FAILED: ["a tag that isn't known here", "no tag"],
  UNEXPECTED_TOKEN: [
    "something that can't stand here",
    "an entry such as key: value, indented like its neighbours",
  ],
};

/** One problem for each line that the parser complained about: what follows on the line follows from the first. */
export function syntaxDrafts(
  faults: readonly YAMLError[],
  lineOf: (offset: number) => number,
): ProblemDraft[] {
  const byLine: Map<number, ProblemDraft> = new Map();
  for (const { code, pos } of faults.toSorted((a, b) => a.pos[0] - b.pos[0])) {
    const [found, expected] = FAULTS[code];
    const line = lineOf(pos[0]);
    if (!byLine.has(line)) byLine.set(line, syntaxDraft(pos[0], found, expected));
  }
  return [...byLine.values()];
}

export function syntaxDraft(offset: number, found: string, expected: string): ProblemDraft {
  return { code: "syntax", what: "not valid YAML", path: [], offset, found, expected };
}
