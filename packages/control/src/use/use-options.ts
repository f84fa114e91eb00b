import { ControlError } from "../errors.ts";
import type { UseCounterOptions } from "./use-counter.ts";

/** What all counters need. */
export interface ResolvedUseOptions {
  readonly breakMs: number;
  /** Subjects in each of the two generations that are remembered. */
  readonly generation: number;
}

export function resolveUseOptions(given: UseCounterOptions): ResolvedUseOptions {
  const { breakSeconds = 300, mostSubjects = 100_000 } = given;
  requireWhole("breakSeconds", breakSeconds, 1, 86_400);
  requireWhole("mostSubjects", mostSubjects, 2, 10_000_000);
  return { breakMs: breakSeconds * 1000, generation: Math.floor(mostSubjects / 2) };
}

/** Throws `INVALID_OPTION` unless `value` is a whole number in that range. */
export function requireWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const found = typeof value === "number" ? String(value) : typeof value;
  throw new ControlError(
    "INVALID_OPTION",
    `${name} must be a whole number from ${least} to ${most}, got ${found}`,
    name,
  );
}
