import type { Clock } from "./recorder-options.ts";

/** How long a comparison of the two clocks holds, in microseconds. */
const HOLDS_US = 1_000_000;

/**
 * The wall time at readings of the monotonic clock. Reading a clock costs tens of nanoseconds, so the two are compared
 * once a second, and the wall time of a decision is worked out from the monotonic reading that it needs anyway.
 */
export class WallClock {
  readonly #clock: Clock;
  #epochMs = 0;
  #comparedUs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whole milliseconds since the epoch. */
  at(monotonicUs: number): number {
    if (monotonicUs - this.#comparedUs > HOLDS_US) {
      this.#comparedUs = monotonicUs;
      this.#epochMs = this.#clock.now() - monotonicUs / 1000;
    }
    return Math.floor(this.#epochMs + monotonicUs / 1000);
  }
}
