/** A tag's pseudonym, as two words. */
export interface TagWords {
  readonly first: number;
  readonly second: number;
}

/** Makes pseudonyms of tags: core's `Pseudonyms` is one. */
export interface TagHasher {
  readonly keyId: string;
  tagHex(tag: string): string;
  /** Under keys that were in use before. @default none */
  earlierTagHex?(tag: string): readonly string[];
}

/** Longer tags are in no ledger. */
export const LONGEST_TAG = 256;
const REMEMBERED = 20_000;

/** The pseudonyms of tags that were met lately: the same tags are asked for again and again, and a keyed hash costs. */
export class RecentTags {
  readonly #hasher: TagHasher;
  #keyId = "";
  #young: Map<string, readonly TagWords[]> = new Map();
  #old: Map<string, readonly TagWords[]> = new Map();

  constructor(hasher: TagHasher) {
    this.#hasher = hasher;
  }

  /** Under the key in use, and under those before it. */
  wordsOf(tag: string): readonly TagWords[] {
    if (this.#hasher.keyId !== this.#keyId) this.#forget();
    const known = this.#young.get(tag) ?? this.#old.get(tag);
    if (known) return known;
    const hashes = [this.#hasher.tagHex(tag), ...(this.#hasher.earlierTagHex?.(tag) ?? [])];
    const words = hashes.map(tagWords);
    if (this.#young.size >= REMEMBERED) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(tag, words);
    return words;
  }

  #forget(): void {
    this.#keyId = this.#hasher.keyId;
    this.#young.clear();
    this.#old.clear();
  }
}

/** Of 16 hexadecimal digits. */
export function tagWords(hex: string): TagWords {
  return { first: Number.parseInt(hex.slice(0, 8), 16), second: Number.parseInt(hex.slice(8), 16) };
}
