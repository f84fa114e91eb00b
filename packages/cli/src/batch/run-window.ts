import {
  changedFindings,
  runBatchRules,
  type BatchFinding,
  type BatchRuleOutcome,
  type BatchRunOptions,
  type StoredFinding,
  type Window,
} from "@probity/batch";
import { findingRecord } from "@probity/core";

import type { StorePort } from "../ports.ts";

/** What became of a window. */
export interface WindowReport {
  readonly window: Window;
  readonly rules: readonly BatchRuleOutcome[];
  /** Findings that are on record now and were not before; with `--dry-run` those that would be. */
  readonly added: readonly BatchFinding[];
  /** How many were on record already. */
  readonly known: number;
  /** On record from an earlier run of the same window, and not found any more. */
  readonly gone: readonly StoredFinding[];
}

/** What a call says of all windows. */
export interface RunPlan extends Omit<BatchRunOptions, "queries" | "window"> {
  readonly isDry: boolean;
}

/** Runs the rules over a window, and enters what is not on record yet. */
export async function runWindow(
  store: StorePort,
  window: Window,
  { isDry, ...options }: RunPlan,
): Promise<WindowReport> {
  const run = await runBatchRules({ ...options, queries: store.batch, window });
  const looked = run.rules.filter(({ error }) => error === undefined);
  const stored = looked.length === 0 ? [] : await store.batch.storedFindings(looked.map((rule) => rule.run));
  const { added, known, gone } = changedFindings(run, stored);
  if (!isDry && added.length > 0) await store.enter(findingRecord, added);
  return { window, rules: run.rules, added, known, gone };
}

/** What a rule that could not look says of why. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
