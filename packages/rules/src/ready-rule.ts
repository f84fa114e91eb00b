import type { Action, DecisionFacts, Finding, Severity } from "@probity/core";
import { type CompiledRule, type Hit, NO_HIT, type Rule, type RuleScope } from "./rule.ts";
import type { RuleMode } from "./rule-settings.ts";
import type { RuleHealth } from "./rule-watch.ts";
import type { Seen } from "./seen.ts";

/** A rule that is asked of decisions. One shape for every rule, so that the loop over them stays fast. */
export interface ReadyRule {
  readonly id: string;
  readonly version: number;
  readonly severity: Severity;
  readonly action: Action;
  readonly mode: Exclude<RuleMode, "off">;
  /** It is enforced, and its action is one that holds something. */
  readonly holds: boolean;
  readonly health: RuleHealth;
  readonly forbids: CompiledRule["forbids"];
  readonly forbidsUnregistered: CompiledRule["forbidsUnregistered"];
  readonly refusesTag: CompiledRule["refusesTag"];
  readonly refusesItem: CompiledRule["refusesItem"];
  readonly refuses: CompiledRule["refuses"];
  readonly judge: CompiledRule["judge"];
}

/** Makes a rule ready; `undefined` where it has nothing to say. Throws what its `compile` throws. */
export function readyRule(
  rule: Rule,
  scope: RuleScope,
  mode: ReadyRule["mode"],
  health: RuleHealth,
): ReadyRule | undefined {
  const compiled = rule.compile?.(scope);
  if (!compiled) return undefined;
  const response = rule.byServiceClass?.[scope.algorithm.serviceClass ?? "general"] ?? rule;
  const { severity, defaultAction: action } = response;
  const { forbids, forbidsUnregistered, refusesTag, refusesItem, refuses, judge } = compiled;
  return {
    id: rule.id,
    version: rule.version,
    severity,
    action,
    mode,
    holds: mode === "enforce" && isHolding(action),
    health,
    forbids,
    forbidsUnregistered,
    refusesTag,
    refusesItem,
    refuses,
    judge,
  };
}

/** Whether an action holds anything back. */
export function isHolding(action: Action): boolean {
  return action !== "record" && action !== "warn";
}

/** What the decision did of the things that the rule is against. */
export function hitOf(rule: ReadyRule, facts: DecisionFacts, seen: Seen): Hit {
  const { holds } = rule;
  const forbidden = rule.forbids?.(facts);
  const features = forbidden ? seen.features(forbidden, holds) : NO_HIT.features;
  const unregistered = rule.forbidsUnregistered?.(facts) ? seen.unregistered(holds) : 0;
  const refusesTag = rule.refusesTag?.(facts);
  const tags = refusesTag ? seen.tags(refusesTag, holds) : 0;
  const refusesItem = rule.refusesItem && seen.hasItems(holds) ? rule.refusesItem(facts) : undefined;
  const items = refusesItem ? seen.itemFlags(refusesItem, holds) : 0;
  const refusal = rule.refuses?.(facts) ?? "";
  if (features.length === 0 && unregistered === 0 && tags === 0 && items === 0 && refusal === "") {
    return NO_HIT;
  }
  return { features, unregistered, tags, items, refusal };
}

// Field by field: spreading an object into it costs V8 more than all the rules together.
export function findingOf(rule: ReadyRule, { features }: Hit, detail: string): Finding {
  const { id, version, severity, action, mode } = rule;
  return { rule: id, rule_version: version, severity, action, mode, features, detail };
}
