/** Slots of four: the state (from 1), the unit, the next state, and nothing, so that none straddles a cache line. */
const STRIDE = 4;

/**
 * Where an automaton goes from a state on a unit: one hash table of 32-bit words for all states, filled to a half at
 * most. The first state is looked up directly, for most texts never leave it for long.
 */
export class Transitions {
  readonly #fromFirst: Int32Array = new Int32Array(0x10000);
  readonly #slots: Int32Array;
  readonly #mask: number;

  constructor(most: number) {
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(2, most * 2)));
    this.#slots = new Int32Array(capacity * STRIDE);
    this.#mask = capacity - 1;
  }

  get bytes(): number {
    return this.#fromFirst.byteLength + this.#slots.byteLength;
  }

  /** The next state; 0, the first one, for none. */
  next(state: number, unit: number): number {
    if (state === 0) return this.#fromFirst[unit] ?? 0;
    const slots = this.#slots;
    for (let slot = this.#home(state, unit); ; slot = (slot + 1) & this.#mask) {
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
    let slot = this.#home(state, unit);
    while (this.#slots[slot * STRIDE] !== 0) slot = (slot + 1) & this.#mask;
    this.#slots.set([state, unit, next], slot * STRIDE);
  }

  #home(state: number, unit: number): number {
    const mixed = Math.imul(state, 0x9e3779b1) ^ Math.imul(unit, 0x85ebca6b);
    return (mixed ^ (mixed >>> 15)) & this.#mask;
  }
}
