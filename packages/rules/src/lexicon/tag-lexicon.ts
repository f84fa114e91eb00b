import { createHash } from "node:crypto";
import { RulesError } from "../errors.ts";
import { Automaton, type FoldedWord } from "./automaton.ts";
import { FoldedText } from "./folded-text.ts";
import { JOINED } from "./fold.ts";
import { doubtOf } from "./word-doubt.ts";

/** Verdicts on so many tags of so many units are kept, and then all are dropped: less than two megabytes. */
const MOST_KEPT = 8192;
const MOST_KEPT_UNITS = 64;

/** A word that an interest tag must not hold, and the code of the taxonomy that it stands for. */
export interface LexiconEntry {
  readonly word: string;
  /** Such as `TAG.ILLEGAL`. */
  readonly code: string;
}

/**
 * Words that interest tags are held against (REG9 10). Verdicts on recent short tags are kept in memory, up to 8,192; of
 * whose tags they are it is not told.
 *
 * Compared are letters and digits alone, in form NFKC and without case: full and half width are one, and spaces,
 * punctuation, symbols and zero-width characters between them don't count. Where a word begins with a letter of a script
 * that puts no spaces between words (Chinese, Japanese, Korean, Thai …) it is found anywhere in a tag: 赌博 in 赌博攻略.
 * Any other beginning must stand where a word of the tag begins, and likewise the end: `bet` is in `betLover`, `best_bet`
 * and 爱bet, not in `alphabet`.
 */
export interface TagLexicon {
  /** SHA-256 over the words as they are compared and their codes, whatever their order: 64 hexadecimal digits. */
  readonly digest: string;
  /** How many different words it holds. */
  readonly size: number;
  /** Bytes of its tables. */
  readonly bytes: number;
  /** How many tags were longer than 1,024 UTF-16 units: of those the first 1,024 were looked at. */
  readonly cutTags: number;
  /** The codes of the words in a tag, each once; empty for none. Never throws, and takes time linear in the tag. */
  find(tag: string): readonly string[];
}

/**
 * Makes a lexicon ready: some tenths of a second for a hundred thousand words. Throws a `RulesError` `INVALID_LEXICON`
 * that names the first entry that can't be used; `readLexicon` tells of all of them, by line.
 */
export function buildLexicon(entries: Iterable<LexiconEntry>): TagLexicon {
  const text = new FoldedText();
  const words: Map<string, CodedWord> = new Map();
  for (const { word, code } of entries) {
    const doubt = doubtOf(word, code, text);
    if (doubt)
      throw new RulesError(
        "INVALID_LEXICON",
        `${doubt.what}; found ${doubt.found}, expected ${doubt.expected}`,
      );
    const units = text.units.slice(0, text.length);
    const key = String.fromCharCode(...units);
    const known = words.get(key);
    if (known) known.codes.add(code);
    else
      words.set(key, {
        units,
        codes: new Set([code]),
        beginsWord: text.first !== JOINED,
        endsWord: text.last !== JOINED,
      });
  }
  return new WordLexicon(words);
}

interface CodedWord extends Omit<FoldedWord, "codes"> {
  readonly codes: Set<string>;
}

class WordLexicon implements TagLexicon {
  readonly digest: string;
  readonly size: number;
  readonly #automaton: Automaton;
  readonly #text = new FoldedText();
  readonly #verdicts: Map<string, readonly string[]> = new Map();
  #cutTags = 0;

  constructor(words: ReadonlyMap<string, CodedWord>) {
    const sorted = [...words].sort(([a], [b]) => (a < b ? -1 : 1));
    const coded = sorted.map(([, word]) => ({ ...word, codes: [...word.codes].sort() }));
    const hash = createHash("sha256");
    for (const [i, [word]] of sorted.entries()) hash.update(`${word}\t${coded[i]?.codes.join(" ") ?? ""}\n`);
    this.digest = hash.digest("hex");
    this.size = coded.length;
    this.#automaton = new Automaton(coded);
  }

  get bytes(): number {
    return this.#automaton.bytes;
  }

  get cutTags(): number {
    return this.#cutTags;
  }

  find(tag: string): readonly string[] {
    const known = this.#verdicts.get(tag);
    if (known !== undefined) return known;
    if (!this.#text.read(tag)) this.#cutTags += 1;
    const codes = this.#automaton.codesIn(this.#text);
    if (tag.length <= MOST_KEPT_UNITS) this.#keep(tag, codes);
    return codes;
  }

  #keep(tag: string, codes: readonly string[]): void {
    if (this.#verdicts.size >= MOST_KEPT) this.#verdicts.clear();
    this.#verdicts.set(tag, codes);
  }
}
