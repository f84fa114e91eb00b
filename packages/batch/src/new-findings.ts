import type { StoredFinding } from "@probity/clickhouse";
import type { BatchFinding, BatchRun } from "./run.ts";

/** Findings of a run held against those that are stored of it. */
export interface FindingChanges {
  /** Those that are not stored yet. */
  readonly added: readonly BatchFinding[];
  /** How many are stored already. */
  readonly known: number;
  /** Those that are stored and were not found this time: records arrived late that changed them. They stay on record. */
  readonly gone: readonly StoredFinding[];
}

/** What a run adds to what is stored of it, so that a window that is run twice enters nothing twice. */
export function changedFindings({ rules }: BatchRun, stored: readonly StoredFinding[]): FindingChanges {
  const found = rules.flatMap(({ findings }) => findings);
  const failed = new Set(rules.filter(({ error }) => error !== undefined).map(({ rule }) => rule));
  const storedKeys = new Set(stored.map(keyOf));
  const foundKeys = new Set(found.map(keyOf));
  const added = found.filter((finding) => !storedKeys.has(keyOf(finding)));
  return {
    added,
    known: found.length - added.length,
    gone: stored.filter((finding) => !foundKeys.has(keyOf(finding)) && !failed.has(finding.rule)),
  };
}

function keyOf({ run, rule, algorithm, outlet, about, measures }: StoredFinding): string {
  return JSON.stringify([
    run,
    rule,
    algorithm,
    outlet,
    about,
    measures.map(({ name, value }) => [name, value]),
  ]);
}
