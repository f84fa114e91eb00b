/**
 * A bounded map that forgets what was not used lately: two generations, and the older one is dropped when the
 * younger is full. Holds up to twice `generation` entries.
 */
export class RecentMap<K, V> {
  readonly #generation: number;
  #young: Map<K, V> = new Map();
  #old: Map<K, V> = new Map();

  constructor(generation: number) {
    this.#generation = generation;
  }

  get(key: K): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: K, value: V): void {
    if (this.#young.size >= this.#generation) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
