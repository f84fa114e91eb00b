import { createCatalog, FeatureSet, ITEM_FLAGS, UNKNOWN_SUBJECT } from "@probity/core";
import type {
  Algorithm,
  Catalog,
  DecisionFacts,
  DetailFacts,
  Feature,
  Finding,
  Hold,
  InterventionFacts,
  ItemFlag,
  Judge,
  Outlet,
  SubjectFacts,
} from "@probity/core";
import { judgeWith } from "../src/engine.ts";
import type { Rule, RuleScope } from "../src/rule.ts";
import type { RuleMode } from "../src/rule-settings.ts";

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
export interface Given extends Partial<Omit<DecisionFacts, "subject" | "used" | "details">> {
  readonly subject?: Partial<SubjectFacts>;
  readonly details?: Partial<DetailFacts>;
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
    itemKinds: new Map(given.itemFlags ? [[given.itemFlags, 1]] : []),
    interventions: [],
    prices: [],
    hold: undefined,
    held: undefined,
    ...given,
    details: { ...NO_DETAILS, ...given.details },
    subject: { ...UNKNOWN_SUBJECT, ...given.subject },
    used: FeatureSet.of(catalog.features.length, numbers),
  };
}

/** Says that items with these flags were delivered. */
export function delivering(
  ...items: readonly (readonly ItemFlag[])[]
): Pick<Given, "itemFlags" | "itemKinds"> {
  const flags = items.map((each) => each.reduce((all, flag) => all | ITEM_FLAGS[flag], 0));
  return {
    itemFlags: flags.reduce((all, each) => all | each, 0),
    itemKinds: new Map(flags.map((each) => [each, 1])),
  };
}

/** Where a test's decision is made. */
export interface Where extends Partial<Algorithm> {
  readonly outlet?: Outlet;
  readonly lexicon?: RuleScope["lexicon"];
  /** @default "observe" */
  readonly mode?: RuleMode;
}

/** What one rule finds: the names of the features and the detail, or undefined for no hit. */
export function hitOf(
  rule: Rule,
  catalog: Catalog,
  given: Given,
  where: Where = {},
): { readonly features: readonly string[]; readonly detail: string } | undefined {
  const finding = findingOf(rule, catalog, given, where);
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
  where: Where = {},
): Finding | undefined {
  return judgeOf(rule, catalog, where).judge(factsOf(catalog, given))[0];
}

/** What one rule holds where it is enforced. */
export function holdOf(rule: Rule, catalog: Catalog, given: Given, where: Where = {}): Hold | undefined {
  return judgeOf(rule, catalog, { ...where, mode: "enforce" }).hold?.(factsOf(catalog, given));
}

/** A rule made ready all by itself. */
export function judgeOf(
  rule: Rule,
  catalog: Catalog,
  { outlet, lexicon, mode = "observe", ...of }: Where = {},
): Judge {
  const pack = { id: "test", version: 1, rules: [rule] };
  const factory = judgeWith([pack], { modes: new Map([[rule.id, mode]]) }, { lexicon });
  return factory({ catalog, algorithm: { ...algorithm, ...of }, outlet });
}

const NO_DETAILS: DetailFacts = {
  pool: "unknown",
  significant: false,
  explanation: "",
  reviewRoute: "",
  refusal: "unknown",
  notice: "",
};

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
