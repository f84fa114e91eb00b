import type { DecisionFacts, FeatureSet, Finding, JudgeFactory, JudgeScope } from "@probity/core";
import { RulesError } from "./errors.ts";
import { nearestWord } from "./nearest-word.ts";
import type { CompiledRule, Rule, RulePack, RuleResponse } from "./rule.ts";

/** What a deployment decides about a rule. Enforcement will add to it. */
export type RuleSetting = "off" | "observe";

/**
 * Makes the judge that the recorder asks. Every rule of the pack observes unless `settings` switches it off, and then
 * the judge's name says so, as in `cn@1 -M04`: a record must not look as if a rule had been silent.
 *
 * The judge throws a `RulesError` `RULE_FAILED` when a rule threw, after all others were asked; what they found is in
 * its `findings`. Throws a `RulesError` at once for an unknown rule or setting.
 */
export function judgeWith(
  pack: RulePack,
  settings: ReadonlyMap<string, RuleSetting> = new Map(),
): JudgeFactory {
  requireKnown(pack, settings);
  const on = pack.rules.filter((rule) => settings.get(rule.id) !== "off");
  const off = pack.rules.filter((rule) => settings.get(rule.id) === "off");
  const name = [`${pack.id}@${pack.version}`, ...off.map((rule) => `-${rule.id}`)].join(" ");
  return (scope) => {
    const rules = on.flatMap((rule) => ready(rule, scope));
    return { rules: name, judge: (facts) => judge(rules, facts) };
  };
}

function requireKnown(pack: RulePack, settings: ReadonlyMap<string, RuleSetting>): void {
  const ids = pack.rules.map((rule) => rule.id);
  for (const [id, setting] of settings) {
    if (!ids.includes(id)) {
      const near = nearestWord(id, ids);
      throw new RulesError(
        "UNKNOWN_RULE",
        `the settings name the rule "${id}", pack ${pack.id}@${pack.version} has ${ids.join(", ")}` +
          (near === undefined ? "" : `; did you mean "${near}"?`),
      );
    }
    if (!SETTINGS.has(setting)) {
      const known = [...SETTINGS].join(", ");
      throw new RulesError("INVALID_SETTING", `rule ${id} is set to "${setting}"; it can be one of ${known}`);
    }
  }
}

const SETTINGS: ReadonlySet<string> = new Set<RuleSetting>(["off", "observe"]);

/** One shape for every rule, so that the loop over them stays fast. */
interface ReadyRule {
  readonly id: string;
  readonly version: number;
  readonly response: RuleResponse;
  readonly forbids: NonNullable<CompiledRule["forbids"]>;
  readonly judge: NonNullable<CompiledRule["judge"]>;
}

function ready(rule: Rule, scope: JudgeScope): ReadyRule[] {
  const compiled = rule.compile(scope);
  if (!compiled) return [];
  const { forbids = nothing, judge: ask = nothing } = compiled;
  const response = rule.byServiceClass?.[scope.algorithm.serviceClass ?? "general"] ?? rule;
  return [{ id: rule.id, version: rule.version, response, forbids, judge: ask }];
}

function nothing(): undefined {
  return undefined;
}

function judge(rules: readonly ReadyRule[], facts: DecisionFacts): readonly Finding[] {
  let findings: Finding[] | undefined;
  let failures: Failure[] | undefined;
  let used: FeatureSet | undefined;
  for (const rule of rules) {
    try {
      const forbidden = rule.forbids(facts);
      let features: readonly number[] = NO_FEATURES;
      if (forbidden) {
        used ??= facts.used; // a getter, which may have to build it
        if (forbidden.intersects(used)) features = forbidden.common(used);
      }
      const detail = rule.judge(facts, features);
      if (features.length === 0 && detail === undefined) continue;
      (findings ??= []).push(findingOf(rule, features, detail ?? ""));
    } catch (fault) {
      (failures ??= []).push({ rule: rule.id, fault });
    }
  }
  if (failures) throw failed(failures, findings ?? NO_FINDINGS);
  return findings ?? NO_FINDINGS;
}

// Field by field: spreading an object into it costs V8 more than all the rules together.
function findingOf(
  { id, version, response }: ReadyRule,
  features: readonly number[],
  detail: string,
): Finding {
  const { severity, defaultAction: action } = response;
  return { rule: id, rule_version: version, severity, action, mode: "observe", features, detail };
}

interface Failure {
  readonly rule: string;
  readonly fault: unknown;
}

// The faults' own messages stay in the cause: they may hold a user's data.
function failed(failures: readonly Failure[], findings: readonly Finding[]): RulesError {
  const rules = failures.map(({ rule }) => rule).join(", ");
  const cause = new AggregateError(failures.map(({ fault }) => fault));
  return new RulesError("RULE_FAILED", `rule ${rules} threw; the other rules were asked`, {
    cause,
    findings,
  });
}

const NO_FEATURES: readonly number[] = [];
const NO_FINDINGS: readonly Finding[] = [];
