import { decisionRecord, type DecisionRow } from "@probity/core";

const { columns } = decisionRecord;

/** @internal What a list shows of a decision. */
export const summaryColumns = {
  id: columns.id,
  ts: columns.ts,
  took_us: columns.took_us,
  service: columns.service,
  algorithm: columns.algorithm,
  version: columns.version,
  purpose: columns.purpose,
  outlet: columns.outlet,
  parent: columns.parent,
  subject: columns.subject,
  key_id: columns.key_id,
  age_band: columns.age_band,
  minor_mode: columns.minor_mode,
  personalised: columns.personalised,
  outcome: columns.outcome,
  status: columns.status,
  feature_count: {
    type: "UInt32",
    sql: "length(arrayDistinct(arrayConcat(features_declared, features_read, features_span))) + length(unregistered)",
  },
  item_count: { type: "UInt32", sql: "length(items)" },
  intervention_kinds: { type: { array: "String" }, sql: "interventions.kind" },
  finding_rules: { type: { array: "String" }, sql: "findings.rule" },
} as const;

/**
 * A decision as lists show it: columns of the record, how many features and items it had, which kinds of
 * intervention touched it, and which rules hit it.
 */
export interface DecisionSummary extends Pick<DecisionRow, RecordColumn> {
  /** Different features, registered or not. */
  readonly feature_count: number;
  readonly item_count: number;
  /** One for each intervention. */
  readonly intervention_kinds: readonly string[];
  /** One for each hit. */
  readonly finding_rules: readonly string[];
}

type RecordColumn =
  | "id"
  | "ts"
  | "took_us"
  | "service"
  | "algorithm"
  | "version"
  | "purpose"
  | "outlet"
  | "parent"
  | "subject"
  | "key_id"
  | "age_band"
  | "minor_mode"
  | "personalised"
  | "outcome"
  | "status";

/** @internal The summary alone, of a row that has more. */
export function summaryOf(row: DecisionSummary): DecisionSummary {
  const shown: ReadonlySet<string> = new Set(Object.keys(summaryColumns));
  return Object.fromEntries(
    Object.entries(row).filter(([name]) => shown.has(name)),
  ) as unknown as DecisionSummary;
}
