import type { LexiconEntry } from "../../src/lexicon/tag-lexicon.ts";

/** A text as it is compared, written anew for the tests: units, and the positions where a word may begin or end. */
interface Folded {
  readonly text: string;
  readonly starts: ReadonlySet<number>;
  readonly kinds: readonly Kind[];
}

type Kind = "joined" | "small" | "capital" | "digit";

const JOINED = ["Han", "Hira", "Kana", "Hang", "Bopo", "Thai", "Laoo", "Khmr", "Mymr"].map(
  (script) => new RegExp(`\\p{scx=${script}}`, "u"),
);

function kindOf(character: string): Kind | undefined {
  if (/\p{Script=Inherited}/u.test(character) || !/\p{L}|\p{N}|\p{M}/u.test(character)) return undefined;
  if (JOINED.some((script) => script.test(character))) return "joined";
  if (/\p{N}/u.test(character)) return "digit";
  return /\p{Lu}/u.test(character) ? "capital" : "small";
}

function fold(given: string): Folded {
  let text = "";
  let before: Kind | undefined;
  const starts = new Set<number>();
  const kinds: Kind[] = [];
  for (const character of given.normalize("NFKC")) {
    const kind = kindOf(character);
    if (kind !== undefined) {
      const goesOn = before === kind || (before === "capital" && kind === "small");
      if (!goesOn) starts.add(text.length);
      const folded = character
        .toUpperCase()
        .toLowerCase()
        .replaceAll(/\p{Script=Inherited}/gu, "");
      for (const [i] of Array.from({ length: folded.length }).entries()) {
        kinds.push(i > 0 && kind === "capital" ? "small" : kind);
      }
      text += folded;
    }
    before = kind === undefined ? undefined : (kinds.at(-1) ?? kind);
  }
  starts.add(text.length);
  return { text, starts, kinds };
}

/** Looks for each word at each place, without any cleverness. Entries that a lexicon refuses are left out. */
export function naiveLexicon(given: readonly LexiconEntry[]): {
  readonly entries: readonly LexiconEntry[];
  find(tag: string): string[];
} {
  const entries = given.filter(({ word }) => {
    const { length } = fold(word).text;
    return word.isWellFormed() && !word.includes("\u{fffd}") && length > 0 && length <= 64;
  });
  const words = entries.map(({ word, code }) => ({ code, ...fold(word) }));
  return {
    entries,
    find(tag) {
      const { text, starts } = fold(tag);
      const codes = words.filter(({ text: word, kinds }) => {
        for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
          const begins = kinds[0] === "joined" || starts.has(at);
          const ends = kinds.at(-1) === "joined" || starts.has(at + word.length);
          if (begins && ends) return true;
        }
        return false;
      });
      return [...new Set(codes.map(({ code }) => code))].sort();
    },
  };
}
