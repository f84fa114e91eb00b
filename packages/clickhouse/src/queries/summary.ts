import { decisionRecord } from "@probity/core";

import type { RowOfSelection } from "../selection.ts";

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
export type DecisionSummary = RowOfSelection<typeof summaryColumns>;

/** @internal The summary alone, of a row that has more. */
export function summaryOf(row: DecisionSummary): DecisionSummary {
  const cells: Readonly<Record<string, unknown>> = row;
  return Object.fromEntries(
    Object.keys(summaryColumns).map((name) => [name, cells[name]]),
  ) as unknown as DecisionSummary;
}
