/** Words of a slot: the first 128 bits of the subject's pseudonym, and the value. */
const WORDS = 5;
const LEAST_SLOTS = 64;

/**
 * A number for each subject, by the first 16 bytes of the pseudonym: open addressing in one array, three quarters full at
 * most. 128 bits of a keyed hash tell any number of users apart, of whatever key.
 */
export class SubjectIndex {
  #slots: Uint32Array = new Uint32Array(LEAST_SLOTS * WORDS);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  /** -1 for a subject that has none. */
  get(pseudonym: Uint8Array): number {
    const slots = this.#slots;
    return (
      (slots[
        this.#slotOf(slots, word(pseudonym, 0), word(pseudonym, 4), word(pseudonym, 8), word(pseudonym, 12)) +
          4
      ] ?? 0) - 1
    );
  }

  set(pseudonym: Uint8Array, value: number): void {
    if ((this.#size + 1) * 4 > (this.#slots.length / WORDS) * 3) this.#grow();
    const slots = this.#slots;
    const [a, b, c, d] = [word(pseudonym, 0), word(pseudonym, 4), word(pseudonym, 8), word(pseudonym, 12)];
    const slot = this.#slotOf(slots, a, b, c, d);
    if (slots[slot + 4] === 0) this.#size += 1;
    slots[slot] = a;
    slots[slot + 1] = b;
    slots[slot + 2] = c;
    slots[slot + 3] = d;
    slots[slot + 4] = value + 1;
  }

  // Where the subject stands, or where it would.
  #slotOf(slots: Uint32Array, a: number, b: number, c: number, d: number): number {
    const count = slots.length / WORDS;
    for (let at = a & (count - 1); ; at = (at + 1) & (count - 1)) {
      const slot = at * WORDS;
      if (slots[slot + 4] === 0) return slot;
      if (slots[slot] === a && slots[slot + 1] === b && slots[slot + 2] === c && slots[slot + 3] === d)
        return slot;
    }
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Uint32Array(old.length * 2);
    for (let from = 0; from < old.length; from += WORDS) {
      if (old[from + 4] === 0) continue;
      const [a = 0, b = 0, c = 0, d = 0] = old.subarray(from, from + 4);
      slots.set(old.subarray(from, from + WORDS), this.#slotOf(slots, a, b, c, d));
    }
    this.#slots = slots;
  }
}

// Unsigned, as the array gives it back.
function word(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] ?? 0) |
      ((bytes[at + 1] ?? 0) << 8) |
      ((bytes[at + 2] ?? 0) << 16) |
      ((bytes[at + 3] ?? 0) << 24)) >>>
    0
  );
}
