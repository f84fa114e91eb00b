import type { TimeInput } from "@opentelemetry/api";
import { performance } from "node:perf_hooks";

const A_SECOND = 1_000;

/** Milliseconds since the epoch, finer than `Date.now()`, and in step with it when it is set. */
export class SpanClock {
  #offset = 0;
  #comparedAt = Number.NEGATIVE_INFINITY;

  now(): number {
    const running = performance.now();
    if (running - this.#comparedAt > A_SECOND) {
      this.#comparedAt = running;
      this.#offset = Date.now() - running;
    }
    return this.#offset + running;
  }

  /** A time in any of the forms that OpenTelemetry takes: milliseconds, seconds and nanoseconds, a date. */
  at(time: TimeInput | undefined): number {
    if (time === undefined) return this.now();
    if (Array.isArray(time)) return time[0] * 1e3 + time[1] / 1e6;
    if (time instanceof Date) return time.getTime();
    // A reading of performance.now() is smaller than any time since the epoch.
    return time < performance.timeOrigin ? performance.timeOrigin + time : time;
  }
}
