import { trackerOf } from "./recognise.ts";

/**
 * The object behind a tracked one, for where a proxy can't go: `structuredClone`, `postMessage`, native code. What
 * is read of it from then on is out of sight, so every feature declared in it counts as read. Where enforced rules hold
 * a part of it back, it is a copy without that. Anything that is not tracked is given back as it is.
 */
export function untrack<T>(value: T): T {
  const tracker = trackerOf(value);
  return tracker ? untrack(tracker.untrack() as T) : value;
}
