import type { Action, Algorithm, Catalog, Outlet, Severity } from "@probity/core";
import type { RulePack } from "./rule.ts";
import { modeOf, resolveSettings, type RuleSettings } from "./rule-settings.ts";

/** One rule's hit on what is declared of an algorithm on an outlet. Suspected and to be reviewed, never a verdict. */
export interface RegistryFinding {
  readonly rule: string;
  readonly ruleVersion: number;
  readonly severity: Severity;
  readonly action: Action;
  /** Id of the algorithm. */
  readonly algorithm: string;
  /** Id of the outlet; empty where the rule would say the same of any. */
  readonly outlet: string;
  /** In codes. */
  readonly detail: string;
}

/** What is declared, for {@link inspectWith}. */
export interface Registry {
  readonly catalog: Catalog;
  readonly algorithms: readonly Algorithm[];
  readonly outlets: readonly Outlet[];
}

/**
 * Asks the rules about what is declared, apart from any decision, at a moment in milliseconds since the epoch: of each
 * algorithm, and of it on each outlet where that makes a difference. A rule that is off there is not asked. Throws a
 * `RulesError` for settings that can't be, and what a rule throws.
 */
export function inspectWith(
  packs: readonly RulePack[],
  { catalog, algorithms, outlets }: Registry,
  at: number,
  settings: Partial<RuleSettings> = {},
): RegistryFinding[] {
  const resolved = resolveSettings(packs, settings);
  const places = [undefined, ...outlets];
  return packs.flatMap(({ rules }) =>
    rules.flatMap((rule) =>
      algorithms.flatMap((algorithm) => {
        let anywhere: string | undefined;
        return places.flatMap((outlet): RegistryFinding[] => {
          if (modeOf(rule.id, resolved, outlet?.id ?? "") === "off") return [];
          const detail = rule.inspect?.({ catalog, algorithm, outlet }, at);
          if (detail === undefined || (outlet && detail === anywhere)) return [];
          if (!outlet) anywhere = detail;
          const { id, version, severity, defaultAction: action } = rule;
          const place = { algorithm: algorithm.id, outlet: outlet?.id ?? "" };
          return [{ rule: id, ruleVersion: version, severity, action, ...place, detail }];
        });
      }),
    ),
  );
}
