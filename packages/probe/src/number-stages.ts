import { NumberSet, type Range } from "./spool/number-set.ts";

/** How far the records of one table of this process have come, by their numbers. */
export class NumberStages {
  /** Spooled, or further. */
  readonly #spooled: NumberSet = new NumberSet();
  /** Stored or lost. */
  readonly #settled: NumberSet = new NumberSet();

  /** These are on disk. Gives how many of them were not known to be. */
  spooled(first: number, last: number): number {
    const added = countOf(this.#spooled.absent(first, last));
    this.#spooled.add(first, last);
    return added;
  }

  /** These are stored. Gives how many of them were not settled before. */
  stored(first: number, last: number): number {
    return this.#settle(first, last);
  }

  /** These will not be stored. Gives how many of them were not settled before. */
  lost(first: number, last: number): number {
    return this.#settle(first, last);
  }

  /** Numbers up to `last` that are neither spooled nor settled. */
  unspooled(last: number): readonly Range[] {
    return this.#spooled.absent(1, last);
  }

  protected unsettled(first: number, last: number): readonly Range[] {
    return this.#settled.absent(first, last);
  }

  protected isSpooled(seq: number): boolean {
    return this.#spooled.overlaps(seq, seq);
  }

  protected isSettled(seq: number): boolean {
    return this.#settled.overlaps(seq, seq);
  }

  #settle(first: number, last: number): number {
    const added = countOf(this.#settled.absent(first, last));
    this.#spooled.add(first, last);
    this.#settled.add(first, last);
    return added;
  }
}

function countOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}
