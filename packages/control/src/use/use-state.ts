/** What is counted of one subject. Milliseconds. */
export interface UseState {
  /** Day of `last` in Asia/Shanghai, from the epoch. */
  readonly day: number;
  readonly todayMs: number;
  readonly continuousMs: number;
  /** The latest moment that is counted. */
  readonly last: number;
}

/** A stretch of use, from one moment to a later one or the same. Milliseconds since the epoch. */
export interface UseInterval {
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;
/** China keeps one time all year: no daylight saving since 1991. */
const SHANGHAI_MS = 8 * 3_600_000;

export const dayOf = (at: number): number => Math.floor((at + SHANGHAI_MS) / DAY_MS);
const startOf = (day: number): number => day * DAY_MS - SHANGHAI_MS;

/**
 * Lays a stretch of use over what is counted. Laying the same one twice counts once. What ends before the latest moment
 * that is counted adds nothing: it is counted already, or it came too late. But where that moment lies more than a pause
 * after `now`, a clock went back, and counting goes on from there.
 */
export function layOver(
  state: UseState | undefined,
  { from, to }: UseInterval,
  breakMs: number,
  now: number = to,
): UseState {
  if (state && to <= state.last && state.last - now < breakMs) return state;
  const day = dayOf(to);
  const before = state?.day === day ? state.todayMs : 0;
  if (state && to <= state.last) {
    return { day, todayMs: atMost(before, day, to), continuousMs: state.continuousMs, last: to };
  }
  const goesOn = state !== undefined && from - state.last < breakMs;
  const start = goesOn ? state.last : from;
  return {
    day,
    todayMs: atMost(before + to - start, day, to),
    continuousMs: (goesOn ? state.continuousMs : 0) + to - start,
    last: to,
  };
}

// Nobody used a service today for longer than today has lasted: what was before midnight is yesterday's.
const atMost = (ms: number, day: number, to: number): number => Math.min(ms, to - startOf(day));
