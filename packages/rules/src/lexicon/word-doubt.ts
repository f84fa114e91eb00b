import { nearestWord } from "../nearest-word.ts";
import { isKnownCode, taxonomy } from "../taxonomy/taxonomy.ts";
import type { FoldedText } from "./folded-text.ts";

/** No word of a lexicon is longer, in UTF-16 units as they are compared: a longer line is no word. */
export const MOST_WORD_UNITS = 64;

/** Why an entry can't be used. */
export interface WordDoubt {
  readonly what: string;
  readonly found: string;
  readonly expected: string;
}

/** What is wrong with an entry, if anything is. Reads the word into `text`. */
export function doubtOf(word: string, code: string, text: FoldedText): WordDoubt | undefined {
  if (!isKnownCode(code)) {
    const near = nearestWord(
      code,
      taxonomy.map((entry) => entry.code),
    );
    const expected = `a whole code of the taxonomy, such as TAG.ILLEGAL${near === undefined ? "" : `; did you mean "${near}"?`}`;
    return { what: "unknown sensitivity code", found: quote(code), expected };
  }
  if (!word.isWellFormed() || word.includes("\u{fffd}")) {
    const expected = "well-formed Unicode; save the file as UTF-8";
    return { what: "word that can't be read", found: quote(word.toWellFormed()), expected };
  }
  const isWhole = text.read(word);
  if (text.length === 0) {
    return { what: "word that no tag can hold", found: quote(word), expected: "a letter or a digit" };
  }
  if (!isWhole || text.length > MOST_WORD_UNITS) {
    return {
      what: "word that is too long",
      found: quote(word),
      expected: `up to ${MOST_WORD_UNITS} letters and digits`,
    };
  }
  return undefined;
}

function quote(text: string): string {
  return JSON.stringify(text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED)}…` : text);
}

const MOST_QUOTED = 40;
