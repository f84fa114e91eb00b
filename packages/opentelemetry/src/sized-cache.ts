/** A map that holds so much and no more: what was not used for longest goes first. */
export class SizedCache<V> {
  readonly #limit: number;
  readonly #entries: Map<string, V> = new Map();
  readonly #sizeOf: (value: V) => number;
  #size = 0;

  /** `limit` is in characters of keys, and of values by `sizeOf`. */
  constructor(limit: number, sizeOf: (value: V) => number = () => 0) {
    this.#limit = limit;
    this.#sizeOf = sizeOf;
  }

  get size(): number {
    return this.#size;
  }

  get(key: string): V | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    // Maps keep the order of insertion, so that the first key is the one that was not used for longest.
    if (this.#size > this.#limit / 2) {
      this.#entries.delete(key);
      this.#entries.set(key, value);
    }
    return value;
  }

  /** Keeps a value under a key that is not there yet. One that is too large to be kept with others is not kept. */
  set(key: string, value: V): void {
    const size = this.#cost(key, value);
    if (size > this.#limit / 4 || this.#entries.has(key)) return;
    for (const [oldest, each] of this.#entries) {
      if (this.#size + size <= this.#limit) break;
      this.#entries.delete(oldest);
      this.#size -= this.#cost(oldest, each);
    }
    this.#entries.set(key, value);
    this.#size += size;
  }

  #cost(key: string, value: V): number {
    return key.length + this.#sizeOf(value) + ENTRY;
  }
}

/** What an entry takes beside its texts. */
const ENTRY = 128;
