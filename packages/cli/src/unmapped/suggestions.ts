import type { CatalogInput, DataSource, Feature } from "@probity/core";
import type { UnmappedCall } from "@probity/clickhouse";

import { suggestRule, type SuggestedRule } from "./suggest-rule.ts";

/** What to add to the configuration of one service. */
export interface Suggestions {
  /** In the order that they are to be in, as the first that fits is taken. */
  readonly rules: readonly RuleForCalls[];
  readonly sources: readonly DataSource[];
  readonly features: readonly Feature[];
  /** Calls of which nothing is known to tell them by. */
  readonly hopeless: number;
}

/** A rule, and how many calls it would map. */
export interface RuleForCalls {
  readonly rule: SuggestedRule;
  readonly calls: number;
}

/** Rules for all unmapped calls of a service: like ones are one, and each source and feature is declared once. */
export function suggestionsFor(calls: readonly UnmappedCall[], declared: CatalogInput): Suggestions {
  const rules: Map<string, RuleForCalls> = new Map();
  const sources: DataSource[] = [];
  const features: Feature[] = [];
  let hopeless = 0;
  for (const call of calls) {
    // What was suggested for one call fits the next.
    const soFar = {
      sources: [...declared.sources, ...sources],
      features: [...declared.features, ...features],
    };
    const suggestion = suggestRule(call, soFar);
    if (!suggestion) {
      hopeless += call.calls;
      continue;
    }
    const key = JSON.stringify(suggestion.rule.match);
    const known = rules.get(key);
    if (known && known.rule.source !== suggestion.rule.source) {
      // The rule is there, and takes these calls as well: it can't tell them apart.
      rules.set(key, { ...known, calls: known.calls + call.calls });
      continue;
    }
    sources.push(...suggestion.sources);
    features.push(...suggestion.features);
    rules.set(key, together(known, { rule: suggestion.rule, calls: call.calls }));
  }
  return { rules: [...rules.values()].toSorted((a, b) => rank(a) - rank(b)), sources, features, hopeless };
}

function together(one: RuleForCalls | undefined, other: RuleForCalls): RuleForCalls {
  if (!one) return other;
  const fields = { ...one.rule.fields, ...other.rule.fields };
  const features = [...new Set([...(one.rule.features ?? []), ...(other.rule.features ?? [])])];
  return {
    rule: {
      ...one.rule,
      ...(features.length > 0 && { features }),
      ...(Object.keys(fields).length > 0 && { fields }),
    },
    calls: one.calls + other.calls,
  };
}

// Writes go first, as a rule for their table would take them; what says least goes last.
function rank({ rule }: RuleForCalls): number {
  if (rule.ignore) return 0;
  const { table, key, route } = rule.match;
  return (table ?? key ?? route) === undefined ? 2 : 1;
}
