import { CAPITAL, foldCharacter, type Kind, LETTER } from "./fold.ts";
import { BY_CONTEXT, type FoldTable, foldTable } from "./fold-table.ts";

/** Of a longer tag the first so many UTF-16 units are looked at. */
export const MOST_TAG_UNITS = 1024;

/** A folded text can be longer than what was folded. */
const MOST_FOLDED_UNITS = 4 * MOST_TAG_UNITS;

/** One text as it is compared, and where words begin in it. It is used again for the next one. */
export class FoldedText {
  readonly units: Uint16Array = new Uint16Array(MOST_FOLDED_UNITS);
  /** 1 where a word begins, and behind the last unit. */
  readonly starts: Uint8Array = new Uint8Array(MOST_FOLDED_UNITS + 1);
  length = 0;
  /** Kinds of the first and the last unit, 0 without any. */
  first: Kind = 0;
  last: Kind = 0;
  readonly #table: FoldTable = foldTable();
  /** Something was dropped since the last unit. */
  #isApart = false;

  /** Takes a text up; false where it was too long and its end was left out. */
  read(text: string): boolean {
    this.#clear();
    const isWhole = text.length <= MOST_TAG_UNITS;
    const isRead = this.#readUnits(text, isWhole ? text.length : MOST_TAG_UNITS);
    const isFitting = isRead || this.#readCharacters(isWhole ? text : text.slice(0, MOST_TAG_UNITS));
    this.starts[this.length] = 1;
    return isWhole && isFitting;
  }

  #clear(): void {
    this.length = 0;
    this.first = 0;
    this.last = 0;
    this.#isApart = false;
  }

  // Unit by unit; false where one can't be told by itself. Runs for nearly every tag: in local variables alone.
  #readUnits(text: string, end: number): boolean {
    const { units, starts } = this;
    const { folded, kinds } = this.#table;
    let length = 0;
    let last = 0;
    let isApart = false;
    for (let i = 0; i < end; i += 1) {
      const unit = text.charCodeAt(i);
      const kind = kinds[unit] ?? 0;
      if (kind === BY_CONTEXT) return false;
      if (kind === 0) {
        isApart = true;
        continue;
      }
      starts[length] = isApart || beginsWord(last, kind) ? 1 : 0;
      units[length] = folded[unit] ?? 0;
      if (length === 0) this.first = kind as Kind;
      last = kind;
      length += 1;
      isApart = false;
    }
    this.length = length;
    this.last = last as Kind;
    return true;
  }

  #readCharacters(text: string): boolean {
    this.#clear();
    for (const character of text.normalize("NFKC")) {
      const { kind, text: folded } = foldCharacter(character);
      if (kind === 0) this.#isApart = true;
      if (this.length + folded.length > MOST_FOLDED_UNITS) return false;
      for (let i = 0; i < folded.length; i += 1)
        this.#add(folded.charCodeAt(i), i === 0 ? kind : lower(kind));
    }
    return true;
  }

  #add(unit: number, kind: Kind): void {
    this.starts[this.length] = this.#isApart || beginsWord(this.last, kind) ? 1 : 0;
    this.units[this.length] = unit;
    if (this.length === 0) this.first = kind;
    this.last = kind;
    this.length += 1;
    this.#isApart = false;
  }
}

function lower(kind: Kind): Kind {
  return kind === CAPITAL ? LETTER : kind;
}

/** At a change of kind; a capital begins a word after a small letter and goes on after another capital. */
function beginsWord(last: number, kind: number): boolean {
  return last !== kind && !(last === CAPITAL && kind === LETTER);
}
