import { createHash } from "node:crypto";
import { isPersonalisation, wildcard } from "@probity/core";
import type { CatalogFeature, DecisionFacts, FeatureSet, OpenedFacts } from "@probity/core";
import { detailOf } from "../detail.ts";
import { RulesError } from "../errors.ts";
import type { CompiledRule, Hit, Rule, RulePack, RuleScope } from "../rule.ts";
import { conditionsOf } from "./conditions.ts";
import type { DeclaredMask, DeclaredRule } from "./declared-rule.ts";
import { isWithin } from "./codes.ts";
import { itemBits } from "./item-bits.ts";
import { limitsOf } from "./limits.ts";

/** Makes a rule of what is declared. Throws a `RulesError` `INVALID_RULE` that names what is wrong with it. */
export function declareRule(spec: DeclaredRule): Rule {
  const { id, version = 1, title, severity = "medium", action = "warn", when = {}, forbids, limits } = spec;
  if (!/^[A-Za-z][\w-]{0,31}$/u.test(id)) {
    throw new RulesError(
      "INVALID_RULE",
      `a rule's id is a letter, then letters, digits, "-" and "_", 32 in all; found ${JSON.stringify(id)}`,
    );
  }
  const appliesTo = conditionsOf(when, id);
  const beyond = limits && limitsOf(limits, id);
  const refused = itemBits(forbids?.items ?? [], id);
  return {
    id,
    version,
    effectiveFrom: "",
    title,
    basis: [],
    severity,
    defaultAction: action,
    when: ["inline"],
    inputs: [],
    description: title,
    blindSpots: NO_TEXT,
    compile(scope) {
      const applies = appliesTo(scope);
      if (!applies) return undefined;
      const features = forbids && maskOf(forbids, scope);
      const isAgainstNothing = !forbids && !limits;
      return {
        ...(features && { forbids: (opened: OpenedFacts) => (applies(opened) ? features : undefined) }),
        ...(forbids?.unregistered && { forbidsUnregistered: applies }),
        ...(refused && {
          refusesItem: (opened: OpenedFacts) => (applies(opened) ? refused : undefined),
        }),
        ...(isAgainstNothing && {
          refuses: (opened: OpenedFacts) => (applies(opened) ? "conditions=met" : undefined),
        }),
        ...(beyond && { judge: limitsJudge(applies, beyond(scope)) }),
      };
    },
  };
}

/** The pack of a deployment's own rules, `own`; its version is a digest of what is declared. */
export function ownPack(specs: readonly DeclaredRule[]): RulePack {
  const digest = createHash("sha256").update(JSON.stringify(specs)).digest("hex");
  return { id: "own", version: digest.slice(0, 8), rules: specs.map(declareRule) };
}

const NO_TEXT = { zh: "", en: "" };

function maskOf(mask: DeclaredMask, { catalog }: RuleScope): FeatureSet | undefined {
  const { codes = [], features = [], sources = [], personal = false } = mask;
  const isNamed = anyOf(features);
  const isOfSource = anyOf(sources);
  const isForbidden = (feature: CatalogFeature): boolean =>
    (personal && isPersonalisation(feature)) ||
    isNamed(feature.name) ||
    isOfSource(feature.source) ||
    feature.codes.some((code) => codes.some((each) => isWithin(code, each)));
  const set = catalog.select(isForbidden);
  return set.isEmpty ? undefined : set;
}

function anyOf(patterns: readonly string[]): (text: string) => boolean {
  const tests = patterns.map((pattern) => wildcard(pattern));
  return (text) => tests.some((test) => test(text));
}

function limitsJudge(
  applies: (opened: OpenedFacts) => boolean,
  beyond: (facts: DecisionFacts) => string | undefined,
): NonNullable<CompiledRule["judge"]> {
  return (facts: DecisionFacts, hit: Hit) => {
    const exceeded = applies(facts) ? beyond(facts) : undefined;
    const done = detailOf(hit);
    return exceeded === undefined ? undefined : done === "" ? exceeded : `${done} ${exceeded}`;
  };
}
