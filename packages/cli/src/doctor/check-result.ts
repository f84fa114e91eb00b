import type { Advice, CheckName } from "../language/doctor-texts.ts";

/** What one check found. */
export interface CheckResult {
  readonly check: CheckName;
  /** `skipped`: nothing could be said, or there is nothing to look at. */
  readonly state: "ok" | "failed" | "skipped";
  readonly found: string;
  /** What to do, where it failed. */
  readonly advice?: Advice;
}

/** A check that went well. */
export function ok(check: CheckName, found: string): CheckResult {
  return { check, state: "ok", found };
}

/** A check that did not. */
export function failed(check: CheckName, found: string, advice: Advice): CheckResult {
  return { check, state: "failed", found, advice };
}

/** Checks of which nothing can be said. */
export function skipped(checks: readonly CheckName[], found: string): CheckResult[] {
  return checks.map((check) => ({ check, state: "skipped", found }));
}
