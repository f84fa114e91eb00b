/** Slots of four: the state (from 1), the unit, the next state, and nothing, so that none straddles a cache line. */
const STRIDE = 4;

/** Bits of the filter: small enough for a processor's nearer caches. */
const FILTER_BITS = 21;

/**
 * Where an automaton goes from a state on a unit: one hash table of 32-bit words for all states, filled to a half at
 * most. The first state is looked up directly, for most texts never leave it for long; a filter of one bit a transition
 * says of most others that there is none, without a look into the wide table.
 */
export class Transitions {
  readonly #fromFirst: Int32Array = new Int32Array(0x10000);
  readonly #filter: Int32Array = new Int32Array(2 ** (FILTER_BITS - 5));
  readonly #slots: Int32Array;
  readonly #mask: number;

  constructor(most: number) {
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(2, most * 2)));
    this.#slots = new Int32Array(capacity * STRIDE);
    this.#mask = capacity - 1;
  }

  get bytes(): number {
    return this.#fromFirst.byteLength + this.#filter.byteLength + this.#slots.byteLength;
  }

  /** Where the first state, number 0, goes; 0 for none. */
  first(unit: number): number {
    return this.#fromFirst[unit] ?? 0;
  }

  /** Where another state goes; 0 for nowhere. */
  next(state: number, unit: number): number {
    const hash = mix(state, unit);
    if (
      (((this.#filter[hash >>> (37 - FILTER_BITS)] ?? 0) >>> ((hash >>> (32 - FILTER_BITS)) & 31)) & 1) ===
      0
    )
      return 0;
    const slots = this.#slots;
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * STRIDE;
      const owner = slots[at] ?? 0;
      if (owner === 0) return 0;
      if (owner === state && slots[at + 1] === unit) return slots[at + 2] ?? 0;
    }
  }

  add(state: number, unit: number, next: number): void {
    if (state === 0) {
      this.#fromFirst[unit] = next;
      return;
    }
    const hash = mix(state, unit);
    const word = hash >>> (37 - FILTER_BITS);
    this.#filter[word] = (this.#filter[word] ?? 0) | (1 << ((hash >>> (32 - FILTER_BITS)) & 31));
    let slot = hash & this.#mask;
    while (this.#slots[slot * STRIDE] !== 0) slot = (slot + 1) & this.#mask;
    this.#slots.set([state, unit, next], slot * STRIDE);
  }
}

function mix(state: number, unit: number): number {
  const mixed = Math.imul(state, 0x9e3779b1) ^ Math.imul(unit, 0x85ebca6b);
  return Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
}
