import { trackerOf } from "./recognise.ts";

/** Two objects of a class may look into each other's private fields: only the objects themselves have them. */
export function withPrivateFields(value: unknown): unknown {
  const tracker = trackerOf(value);
  if (!tracker?.hasPrivateFields()) return value;
  tracker.release();
  return tracker.raw;
}
