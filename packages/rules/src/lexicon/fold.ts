/** What a kept character counts as where words begin and end; 0 is a character that is dropped. */
export type Kind = 0 | typeof JOINED | typeof LETTER | typeof CAPITAL | typeof DIGIT;

/** A letter of a script that puts no space between words: there a word is found wherever it stands. */
export const JOINED = 1;
export const LETTER = 2;
export const CAPITAL = 3;
export const DIGIT = 4;

/** One code point as it is compared: its kind, and its folded form, which may be longer. */
export interface FoldedCharacter {
  readonly kind: Kind;
  readonly text: string;
}

const DROPPED: FoldedCharacter = { kind: 0, text: "" };

/**
 * Folds one code point of a text in form NFKC. Letters, digits and the marks that belong to a script stay, without
 * case; spaces, punctuation, symbols, zero-width characters and stacked accents are dropped.
 */
export function foldCharacter(character: string): FoldedCharacter {
  const kind = kindOf(character);
  if (kind === 0) return DROPPED;
  const text = character.toUpperCase().toLowerCase(); // by way of the capital: ß is ss, both sigmas are one
  return { kind, text: text.replaceAll(/\p{Script=Inherited}/gu, "") };
}

function kindOf(character: string): Kind {
  if (!/[\p{L}\p{N}\p{M}]/u.test(character) || /\p{Script=Inherited}/u.test(character)) return 0;
  if (WITHOUT_SPACES.test(character)) return JOINED;
  if (/\p{N}/u.test(character)) return DIGIT;
  return /\p{Lu}/u.test(character) ? CAPITAL : LETTER;
}

const WITHOUT_SPACES =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Bopo}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u;
