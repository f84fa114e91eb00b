import { RecentMap } from "@probity/core";
import type { UseCounter, UseCounterOptions, UseSeen } from "./use-counter.ts";
import { intervalOf, seenOf } from "./use-intervals.ts";
import { type ResolvedUseOptions, resolveUseOptions } from "./use-options.ts";
import { layOver, type UseInterval, type UseState } from "./use-state.ts";

/** Counts what this process sees. Several processes need `RedisUseCounter`, or each counts a part. */
export class MemoryUseCounter implements UseCounter {
  readonly #options: ResolvedUseOptions;
  readonly #states: RecentMap<string, UseState>;

  /** Throws `INVALID_OPTION` for an option that makes no sense. */
  constructor(options: UseCounterOptions = {}) {
    this.#options = resolveUseOptions(options);
    this.#states = new RecentMap(this.#options.generation);
  }

  seen(subjectHex: string, at: number): UseSeen {
    return seenOf(this.#note(subjectHex, intervalOf(at, 0)));
  }

  dwelt(subjectHex: string, at: number, seconds: number): void {
    this.#note(subjectHex, intervalOf(at, seconds));
  }

  #note(subjectHex: string, interval: UseInterval | undefined): UseState | undefined {
    const known = this.#states.get(subjectHex);
    if (!interval) return known;
    const state = layOver(known, interval, this.#options.breakMs);
    this.#states.set(subjectHex, state);
    return state;
  }
}
