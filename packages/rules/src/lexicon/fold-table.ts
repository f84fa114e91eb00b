import { foldCharacter, JOINED, type Kind } from "./fold.ts";

/**
 * What becomes of each UTF-16 unit that can be folded by itself, whatever stands beside it. Nearly all tags are made of
 * such units alone, and then need no `normalize`.
 */
export interface FoldTable {
  readonly folded: Uint16Array;
  /** {@link Kind}s, and {@link BY_CONTEXT}. */
  readonly kinds: Uint8Array;
}

/** A unit that only the whole text can tell: surrogates, marks, what grows when it is folded. */
export const BY_CONTEXT = 0xff;

let made: FoldTable | undefined;

/** Made with the first lexicon: it takes some tens of milliseconds. */
export function foldTable(): FoldTable {
  return (made ??= makeTable());
}

function makeTable(): FoldTable {
  const folded = new Uint16Array(0x10000);
  const kinds = new Uint8Array(0x10000);
  for (let unit = 0; unit < 0x10000; unit += 1) {
    const [text, kind] = foldUnit(unit);
    folded[unit] = text;
    kinds[unit] = kind;
  }
  return { folded, kinds };
}

function foldUnit(unit: number): [unit: number, kind: Kind | typeof BY_CONTEXT] {
  if (isPlainIdeograph(unit)) return [unit, JOINED];
  const character = String.fromCharCode(unit);
  if (!character.isWellFormed() || MAY_COMPOSE.test(character)) return [0, BY_CONTEXT];
  const normal = character.normalize("NFKC");
  if (normal.length !== 1 || MAY_COMPOSE.test(normal)) return [0, BY_CONTEXT];
  const { kind, text } = foldCharacter(normal);
  if (kind === 0) return [0, 0];
  return text.length === 1 ? [text.charCodeAt(0), kind] : [0, BY_CONTEXT];
}

/** Ideographs and Hangul syllables, two thirds of all units, stand for themselves. */
function isPlainIdeograph(unit: number): boolean {
  return (unit >= 0x3400 && unit <= 0x4dbf) || (unit >= 0x4e00 && unit <= 0x9fff) || isSyllable(unit);
}

function isSyllable(unit: number): boolean {
  return unit >= 0xac00 && unit <= 0xd7a3;
}

/** Marks and Hangul letters join with what stands before them. */
const MAY_COMPOSE = /[\p{M}\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\ud7b0-\ud7fb\uffa0-\uffdc]/u;
