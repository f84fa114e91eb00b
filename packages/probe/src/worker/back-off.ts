/** Limit of the first pause, in milliseconds. */
const FIRST_PAUSE_MS = 100;

/** Longest pause between two attempts, in milliseconds: how late it is noticed, at most, that the store is back. */
export const LONGEST_PAUSE_MS = 5_000;

/**
 * Milliseconds to pause before the next attempt: anything from nothing to a limit that doubles with every failure in
 * a row ("full jitter"), so that many writers that lost one server don't come back to it in step.
 */
export function pauseAfter(failures: number, longestMs: number, random: () => number): number {
  return random() * Math.min(longestMs, FIRST_PAUSE_MS * 2 ** (failures - 1));
}
