import type { DecisionFacts } from "@probity/core";
import { RulesError } from "../errors.ts";
import type { RuleScope } from "../rule.ts";
import { isWithin } from "./codes.ts";
import type { DeclaredLimits } from "./declared-rule.ts";

type Measure = (facts: DecisionFacts) => number | null;

/** Makes limits ready: says which of them a closed decision goes beyond, with what it has; `undefined` for none. */
export function limitsOf(
  limits: DeclaredLimits,
  rule: string,
): (scope: RuleScope) => (facts: DecisionFacts) => string | undefined {
  const { codes = {}, ...plain } = limits;
  for (const [name, most] of [...Object.entries(plain), ...Object.entries(codes)]) {
    if (most !== undefined && !(Number.isFinite(most) && most >= 0)) {
      throw new RulesError(
        "INVALID_RULE",
        `rule ${rule} limits ${name} to ${String(most)}; a limit is a number from 0`,
      );
    }
  }
  return (scope) => {
    const checks = [
      ...Object.entries(MEASURES).map(([name, measure]) => ({
        name,
        measure,
        most: plain[name as keyof typeof plain],
      })),
      ...Object.entries(codes).map(([code, most]) => ({ name: code, most, measure: counting(code, scope) })),
    ].filter(({ most }) => most !== undefined) as Check[];
    return (facts) => {
      let beyond: string[] | undefined;
      for (const { name, measure, most } of checks) {
        const value = measure(facts);
        if (value !== null && value > most) (beyond ??= []).push(`${name}=${value}>${most}`);
      }
      return beyond?.join(" ");
    };
  };
}

interface Check {
  readonly name: string;
  readonly most: number;
  readonly measure: Measure;
}

const MEASURES: Readonly<Record<keyof Omit<DeclaredLimits, "codes">, Measure>> = {
  features: ({ used }) => used.numbers.length,
  tags: ({ tagsUsed }) => new Set(tagsUsed).size,
  unregistered: ({ unregistered }) => unregistered.length,
  interventions: ({ interventions }) => interventions.length,
  price: ({ prices }) => prices.reduce((highest, { price }) => Math.max(highest, price), 0),
  useTodaySeconds: ({ subject }) => subject.useTodaySec,
  useContinuousSeconds: ({ subject }) => subject.useContinuousSec,
};

function counting(code: string, { catalog }: RuleScope): Measure {
  const features = catalog.select((feature) => feature.codes.some((each) => isWithin(each, code)));
  return ({ used }) => (features.intersects(used) ? features.common(used).length : 0);
}
