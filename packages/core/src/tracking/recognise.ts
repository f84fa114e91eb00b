import type { Reads } from "./reads.ts";
import type { Tracker } from "./tracker.ts";

/** @internal A tracked object answers to this key with its tracker. */
export const TRACKER: unique symbol = Symbol("probity.tracker");

/** The tracker of a tracked object; undefined for everything else, proxies of the service's own included. */
export function trackerOf(value: unknown): Tracker | undefined {
  if (!isObject(value)) return undefined;
  try {
    return Reflect.get(value, TRACKER) as Tracker | undefined;
  } catch {
    return undefined; // a proxy of the service's own that knows no such key
  }
}

/** The object behind a tracked one; anything else is given back as it is. */
export function untracked<T>(value: T): T {
  const tracker = trackerOf(value);
  return tracker ? untracked(tracker.raw as T) : value;
}

/** As {@link untracked}, for `reads`: but what another decision holds back stays held back. */
export function behind<T>(value: T, reads: Reads): T {
  const tracker = trackerOf(value);
  if (!tracker || (tracker.reads !== reads && tracker.reads.isHolding)) return value;
  return behind(tracker.raw as T, reads);
}

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
