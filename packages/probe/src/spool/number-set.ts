/** Sequence numbers from the first to the last, both included. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** A set of sequence numbers, from 1, kept as ranges: numbers mostly come in order, so these are few. */
export class NumberSet {
  /** Apart from each other, in order. */
  readonly #ranges: Range[] = [];

  /** The number after the highest. */
  get next(): number {
    return (this.#ranges.at(-1)?.last ?? 0) + 1;
  }

  add(first: number, last: number): void {
    const at = this.#reaching(first - 1);
    let merged: Range = { first, last };
    let end = at;
    for (let range; (range = this.#ranges[end]) !== undefined && range.first <= last + 1; end += 1) {
      merged = { first: Math.min(merged.first, range.first), last: Math.max(merged.last, range.last) };
    }
    this.#ranges.splice(at, end - at, merged);
  }

  /** Whether one of these numbers is in the set. */
  overlaps(first: number, last: number): boolean {
    const range = this.#ranges[this.#reaching(first)];
    return range !== undefined && range.first <= last;
  }

  /** The numbers from `first` to `last` that are not in the set. */
  absent(first: number, last: number): Range[] {
    const absent: Range[] = [];
    let from = first;
    let at = this.#reaching(first);
    for (let range; (range = this.#ranges[at]) !== undefined && range.first <= last; at += 1) {
      if (range.first > from) absent.push({ first: from, last: range.first - 1 });
      from = range.last + 1;
    }
    if (from <= last) absent.push({ first: from, last });
    return absent;
  }

  /** Where the ranges begin that end at `number` or later. */
  #reaching(number: number): number {
    let [low, high] = [0, this.#ranges.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ranges[middle] as Range).last < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
