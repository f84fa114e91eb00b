import { setTimeout as pause } from "node:timers/promises";

/** Thrown when a state that had to come did not come. */
export class StuckError extends Error {
  override readonly name = "StuckError";
}

/** Longest that anything is waited for, in milliseconds, unless told otherwise. */
const DEADLINE_MS = 45_000;

/** Resolves with what `look` finds, once it finds something. Throws a `StuckError` that says what it was waiting for. */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | undefined> | Found | undefined,
  deadlineMs: number = DEADLINE_MS,
): Promise<Found> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new StuckError(`waited ${deadlineMs} ms for ${what}`);
    await pause(10);
  }
}

/** The same promise with a deadline. */
export async function within<Found>(
  what: string,
  promise: Promise<Found>,
  deadlineMs: number = DEADLINE_MS,
): Promise<Found> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StuckError(`waited ${deadlineMs} ms for ${what}`)), deadlineMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Lets time pass where time itself is the fault: a moment in the middle of something. Never a wait for a state. */
export function elapse(ms: number): Promise<void> {
  return pause(ms);
}
