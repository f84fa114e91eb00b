import type { ObservedCall } from "../../src/index.ts";
import { NEW_YEAR } from "./fake-clock.ts";

/** A SELECT from `readers`, mapped to `profile`, half a millisecond after a fake clock's start. */
export function observed(given: Partial<ObservedCall> = {}): ObservedCall {
  return {
    source: "profile",
    system: "postgresql",
    host: "db.internal",
    database: "shop",
    operation: "SELECT",
    target: "readers",
    statement: "0123456789abcdef",
    fields: ["age", "city"],
    features: [],
    startedAt: NEW_YEAR + 0.5,
    tookMs: 1.25,
    failed: false,
    ...given,
  };
}
