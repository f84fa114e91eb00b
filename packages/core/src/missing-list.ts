import type { Missing } from "./chunk.ts";
import type { GapCause } from "./record/gap-record.ts";

/** Runs that are kept apart; what comes after joins the last one, so that a long outage fills no memory. */
const MOST_RUNS = 256;

/** Sequence numbers of which no record will come, until somebody took note of them. */
export class MissingList {
  #runs: Missing[] = [];

  get isEmpty(): boolean {
    return this.#runs.length === 0;
  }

  /** In order; the numbers follow the last ones, or lie behind them. */
  add(cause: GapCause, firstSeq: number, lastSeq: number): void {
    const last = this.#runs.at(-1);
    const isNext = last?.lastSeq === firstSeq - 1;
    if (last && isNext && (last.cause === cause || this.#runs.length >= MOST_RUNS))
      this.#runs[this.#runs.length - 1] = { ...last, lastSeq };
    else this.#runs.push({ cause, firstSeq, lastSeq });
  }

  /** Empties the list if `tell` answers true. */
  settle(tell: (runs: readonly Missing[]) => boolean): boolean {
    if (this.isEmpty) return true;
    if (!tell(this.#runs)) return false;
    this.#runs = [];
    return true;
  }
}
