import type { UseSeen } from "./use-counter.ts";
import type { UseInterval, UseState } from "./use-state.ts";

/** Longer dwelling is not believed: it is what a client says. */
const MOST_DWELL_MS = 3_600_000;

/** The greatest date of ECMAScript. */
const MOST_MS = 8.64e15;

/** The stretch that a moment and the time before it make; undefined where one of them is no number. */
export function intervalOf(at: number, seconds: number): UseInterval | undefined {
  const isGiven = Number.isFinite(at) && Math.abs(at) <= MOST_MS && Number.isFinite(seconds) && seconds >= 0;
  if (!isGiven) return undefined;
  const to = Math.floor(at);
  return { from: to - Math.min(Math.floor(seconds * 1000), MOST_DWELL_MS), to };
}

/** In whole seconds. */
export function seenOf(state: UseState | undefined): UseSeen {
  if (!state) return NOTHING;
  return {
    todaySec: Math.floor(state.todayMs / 1000),
    continuousSec: Math.floor(state.continuousMs / 1000),
  };
}

const NOTHING: UseSeen = Object.freeze({ todaySec: 0, continuousSec: 0 });
