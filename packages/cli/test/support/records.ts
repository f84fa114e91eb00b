import type { ChildPath, DecisionSummary, PathData, PathFeature, WholePath } from "@probity/clickhouse";
import type { DecisionRow } from "@probity/core";
import { plainDecision } from "../../../../test/support/decision-row.ts";

export const ID = "019aa607-7a2b-7c1e-9f1a-0c9d1f6e7a42";
export const SUBJECT = "3f9a1c04de77".padEnd(64, "0");
const NIL = "00000000-0000-0000-0000-000000000000";

/** A decision of which nothing is remarkable. */
export function decisionRow(changes: Partial<DecisionRow> = {}): DecisionRow {
  return plainDecision({ id: ID, subject: SUBJECT, seq: 7, ...changes });
}

/** A registered feature that a tracked read saw. */
export function feature(name: string, changes: Partial<PathFeature> = {}): PathFeature {
  return {
    name,
    how: ["read"],
    isRegistered: true,
    codes: [],
    isPersonal: true,
    isInferred: false,
    purposes: ["content"],
    ...changes,
  };
}

function pathData(): PathData {
  return { sources: [], unmapped: [], isCatalogKnown: true };
}

/** The path of a decision. */
export function pathOf(row: Partial<DecisionRow> = {}, changes: Partial<WholePath> = {}): WholePath {
  return {
    ...pathData(),
    decision: decisionRow(row),
    findings: [],
    holds: [],
    remoteCalls: [],
    children: [],
    isComplete: true,
    ...changes,
  };
}

/** The path of a decision inside another, in the same process. */
export function childPath(row: Partial<DecisionRow>, changes: Partial<ChildPath> = {}): ChildPath {
  return {
    ...pathData(),
    decision: decisionRow(row),
    findings: [],
    holds: [],
    remoteCalls: [],
    children: [],
    claim: undefined,
    ...changes,
  };
}

/** A decision as lists have it. */
export function summary(changes: Partial<DecisionSummary> = {}): DecisionSummary {
  return {
    id: ID,
    ts: Date.parse("2026-11-21T11:31:04.123Z"),
    took_us: 3410,
    service: "book-feed",
    algorithm: "feed",
    version: "1.4",
    purpose: "content",
    outlet: "home",
    parent: NIL,
    subject: SUBJECT,
    key_id: "k1",
    age_band: "adult",
    minor_mode: false,
    personalised: true,
    outcome: "delivered",
    status: 200,
    feature_count: 3,
    item_count: 20,
    intervention_kinds: [],
    finding_rules: [],
    ...changes,
  };
}
