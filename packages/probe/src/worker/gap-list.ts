import type { Gap } from "../spool/gap-chunk.ts";

/** Gaps that are kept apart though they follow each other; past that they join, so that an outage fills no memory. */
const MOST_GAPS = 10_000;

/** Gaps that wait to become records: those of a table that follow each other, and say the same, are one. */
export class GapList {
  #gaps: Gap[] = [];
  /** Where the last one of each table is. */
  readonly #last: Map<string, number> = new Map();

  get isEmpty(): boolean {
    return this.#gaps.length === 0;
  }

  get all(): readonly Gap[] {
    return this.#gaps;
  }

  add(gap: Gap): void {
    const at = this.#last.get(gap.of) ?? this.#gaps.length;
    const last = this.#gaps[at];
    const isNext = last?.lastSeq === gap.firstSeq - 1;
    const isSame = last?.cause === gap.cause && last.detail === gap.detail;
    if (last && isNext && (isSame || this.#gaps.length >= MOST_GAPS)) {
      this.#gaps[at] = { ...last, lastSeq: gap.lastSeq };
    } else {
      this.#last.set(gap.of, this.#gaps.length);
      this.#gaps.push(gap);
    }
  }

  /** Empties the list. */
  takeAll(): readonly Gap[] {
    const gaps = this.#gaps;
    this.#gaps = [];
    this.#last.clear();
    return gaps;
  }
}
