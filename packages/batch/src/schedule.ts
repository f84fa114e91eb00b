import type { Window } from "./batch-queries.ts";
import { BatchError } from "./errors.ts";

/** Windows begin where days, hours and minutes begin in China. */
const CHINA_MS = 8 * 3_600_000;
const SHORTEST_MS = 60_000;

/** When to run. */
export interface ScheduleOptions {
  /** The length of a window, and the time between two runs, in milliseconds; from a minute. */
  readonly everyMs: number;
  /** How long after a window's end it is run: records are under way for a while. @default 120000 */
  readonly settleMs?: number | undefined;
  /** Where to begin. @default the last window that is over */
  readonly since?: number | undefined;
  readonly now: () => number;
  /** Resolves after that many milliseconds; at once when the schedule is to end. */
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly isEnded: () => boolean;
  /** Runs a window. What it rejects with is told; then the same window is run again, a minute later. */
  readonly run: (window: Window) => Promise<void>;
  readonly failed: (error: unknown, window: Window) => void;
  /** Told before a window that is run late, with how many are over and wait behind it. */
  readonly behind: (windows: number) => void;
}

/**
 * Runs one window after the other until it is to end, never two at once. No window is left out: where a run takes longer
 * than its period, or the database was away, those that wait are run one after the other.
 */
export async function runOnSchedule(options: ScheduleOptions): Promise<void> {
  const { everyMs, settleMs = 120_000, now, wait, isEnded, run, failed, behind } = options;
  let window = firstWindow(everyMs, options.since ?? now() - settleMs - everyMs);
  while (!isEnded()) {
    const early = window.to + settleMs - now();
    if (early > 0) {
      await wait(early);
      continue;
    }
    const waiting = Math.floor(-early / everyMs);
    if (waiting > 0) behind(waiting);
    try {
      await run(window);
      window = { from: window.to, to: window.to + everyMs };
    } catch (error) {
      failed(error, window);
      await wait(Math.min(everyMs, SHORTEST_MS));
    }
  }
}

/** The window of that length, in step with the clocks of China, in which the moment lies. */
export function firstWindow(everyMs: number, moment: number): Window {
  if (!(Number.isSafeInteger(everyMs) && everyMs >= SHORTEST_MS))
    throw new BatchError("INVALID_WINDOW", `windows are a minute long or longer, got ${everyMs} ms`);
  const from = Math.floor((moment + CHINA_MS) / everyMs) * everyMs - CHINA_MS;
  return { from, to: from + everyMs };
}
