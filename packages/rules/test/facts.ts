import { createCatalog, FeatureSet, UNKNOWN_SUBJECT } from "@probity/core";
import type {
  Algorithm,
  Catalog,
  DecisionFacts,
  Feature,
  Finding,
  InterventionFacts,
  SubjectFacts,
} from "@probity/core";
import { judgeWith } from "../src/engine.ts";
import type { Rule } from "../src/rule.ts";

/** A catalog of features in one source, `u`. */
export function catalogOf(...features: readonly Feature[]): Catalog {
  return createCatalog({ sources: [{ name: "u" }], features });
}

export const algorithm: Algorithm = {
  id: "feed",
  version: "1",
  type: "personalised_push",
  purpose: "content",
};

/** 2026-03-02 12:00 in Shanghai: noon, so that no curfew is near. */
export const NOON = Date.UTC(2026, 2, 2, 4);

/** What a test says about a decision; the rest is an uneventful one. */
export interface Given extends Partial<Omit<DecisionFacts, "subject" | "used">> {
  readonly subject?: Partial<SubjectFacts>;
  /** Names of features. */
  readonly used?: readonly string[];
}

export function factsOf(catalog: Catalog, given: Given): DecisionFacts {
  const numbers = (given.used ?? []).map((name) => {
    const feature = catalog.feature(name);
    if (!feature) throw new Error(`the test's catalog has no feature "${name}"`);
    return feature.number;
  });
  return {
    openedAt: NOON,
    purpose: "content",
    surface: "feed",
    unregistered: [],
    tagsUsed: [],
    itemFlags: 0,
    interventions: [],
    ...given,
    subject: { ...UNKNOWN_SUBJECT, ...given.subject },
    used: FeatureSet.of(catalog.features.length, numbers),
  };
}

/** What one rule finds: the names of the features and the detail, or undefined for no hit. */
export function hitOf(
  rule: Rule,
  catalog: Catalog,
  given: Given,
  of: Partial<Algorithm> = {},
): { readonly features: readonly string[]; readonly detail: string } | undefined {
  const finding = findingOf(rule, catalog, given, of);
  if (!finding) return undefined;
  return {
    features: finding.features.map((number) => catalog.features[number]!.name),
    detail: finding.detail,
  };
}

export function findingOf(
  rule: Rule,
  catalog: Catalog,
  given: Given,
  of: Partial<Algorithm> = {},
): Finding | undefined {
  const pack = { id: "test", version: 1, rules: [rule] };
  const judge = judgeWith(pack)({ catalog, algorithm: { ...algorithm, ...of } });
  return judge.judge(factsOf(catalog, given))[0];
}

export const intervention: InterventionFacts = {
  id: "iv-1",
  kind: "pin",
  item: "00".repeat(8),
  from_rank: 7,
  to_rank: 1,
  operator: "li",
  approver: "wang",
  reason: "editor's choice",
  ticket: "OPS-1",
  valid_from: NOON - 1000,
  valid_to: NOON + 1000,
};
