import type { Gap } from "../spool/gap-chunk.ts";

/** Gaps that are kept apart though they follow each other; past that they join, so that an outage fills no memory. */
const MOST_GAPS = 10_000;

/** Gaps that wait to become records: those that follow each other, and say the same, are one. */
export class GapList {
  #gaps: Gap[] = [];

  get isEmpty(): boolean {
    return this.#gaps.length === 0;
  }

  get all(): readonly Gap[] {
    return this.#gaps;
  }

  add(gap: Gap): void {
    const last = this.#gaps.at(-1);
    const isNext = last?.of === gap.of && last.lastSeq === gap.firstSeq - 1;
    const isSame = last?.cause === gap.cause && last.detail === gap.detail;
    if (last && isNext && (isSame || this.#gaps.length >= MOST_GAPS))
      this.#gaps[this.#gaps.length - 1] = { ...last, lastSeq: gap.lastSeq };
    else this.#gaps.push(gap);
  }

  /** Empties the list. */
  takeAll(): readonly Gap[] {
    const gaps = this.#gaps;
    this.#gaps = [];
    return gaps;
  }
}
