import { trackerOf, untracked } from "./recognise.ts";

/**
 * The object behind a tracked one, for where a proxy can't go: `structuredClone`, `postMessage`, native code. What
 * is read of it from then on is out of sight, so every feature declared in it counts as read. Anything that is not
 * tracked is given back as it is.
 */
export function untrack<T>(value: T): T {
  trackerOf(value)?.release();
  return untracked(value);
}
