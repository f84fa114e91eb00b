import { FoldedText } from "./folded-text.ts";
import type { LexiconEntry } from "./tag-lexicon.ts";
import { doubtOf, type WordDoubt } from "./word-doubt.ts";

/** A line of a word list that can't be used. */
export interface LexiconProblem extends WordDoubt {
  /** From 1. */
  readonly line: number;
}

/** What a word list says: the entries that can be used, and the lines that can't. */
export interface LexiconText {
  readonly entries: readonly LexiconEntry[];
  readonly problems: readonly LexiconProblem[];
}

/**
 * Reads a word list: one word a line, with a tab and a code after it where it is not `code`. Empty lines and lines that
 * begin with `#` say nothing. Probity ships no words: what is illegal or harmful content, and in which words it speaks,
 * is the deployer's to say.
 */
export function readLexicon(text: string, code: string): LexiconText {
  const entries: LexiconEntry[] = [];
  const problems: LexiconProblem[] = [];
  const folded = new FoldedText();
  for (const [i, line] of text
    .replace(/^\u{feff}/u, "")
    .split(/\r\n|\n|\r/)
    .entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const [word = "", ownCode, ...more] = line.split("\t").map((column) => column.trim());
    const entry = { word, code: ownCode === undefined || ownCode === "" ? code : ownCode };
    const doubt = more.some((column) => column !== "") ? TOO_MANY : doubtOf(entry.word, entry.code, folded);
    if (doubt) problems.push({ line: i + 1, ...doubt });
    else entries.push(entry);
  }
  return { entries, problems };
}

const TOO_MANY: WordDoubt = {
  what: "too many columns",
  found: "three or more, parted by tabs",
  expected: "a word, or a word, a tab and a code",
};
