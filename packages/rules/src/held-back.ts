import type { Action, DecisionFacts, HeldBack, HoldRow } from "@probity/core";
import type { ReadyRule } from "./ready-rule.ts";
import { refusedTags } from "./seen.ts";

/** Of each rule that is enforced what it held back, of each in shadow what it would have; rules without either left out. */
export function heldBack(rules: readonly ReadyRule[], facts: DecisionFacts): readonly HoldRow[] {
  let rows: HoldRow[] | undefined;
  const { held: back } = facts; // a getter, which may have to build it
  for (const rule of rules) {
    if (rule.health.isSuspended) continue;
    try {
      const row = rule.mode === "shadow" ? wouldHold(rule, facts) : held(rule, facts, back);
      if (row) (rows ??= []).push(row);
    } catch {
      // `judge` asked it the same, and told of it
    }
  }
  return rows ?? NOTHING;
}

/** How much of each kind. */
interface Amounts {
  readonly features: readonly number[];
  readonly unregistered: number;
  readonly tags: number;
  readonly items: number;
}

function held(rule: ReadyRule, facts: DecisionFacts, back: HeldBack | undefined): HoldRow | undefined {
  return rowOf(rule, facts, back ? amountsOf(rule, facts, back) : NO_AMOUNTS);
}

function amountsOf(rule: ReadyRule, facts: DecisionFacts, back: HeldBack): Amounts {
  const refusesTag = back.tags.length > 0 ? rule.refusesTag?.(facts) : undefined;
  const refusesItem = back.items.length > 0 ? rule.refusesItem?.(facts) : undefined;
  return {
    features: rule.forbids?.(facts)?.common(back.features) ?? NOTHING,
    unregistered: rule.forbidsUnregistered?.(facts) ? back.unregistered : 0,
    tags: refusesTag ? refusedTags(back.tags, refusesTag) : 0,
    items: refusesItem ? back.items.filter((flags) => flags !== 0 && refusesItem(flags)).length : 0,
  };
}

function wouldHold(rule: ReadyRule, facts: DecisionFacts): HoldRow | undefined {
  const refusesTag = rule.refusesTag?.(facts);
  const refusesItem = facts.itemFlags === 0 ? undefined : rule.refusesItem?.(facts);
  let items = 0;
  if (refusesItem) {
    for (const [flags, count] of facts.itemKinds) if (flags !== 0 && refusesItem(flags)) items += count;
  }
  return rowOf(rule, facts, {
    features: rule.forbids?.(facts)?.common(facts.used) ?? NOTHING,
    unregistered: rule.forbidsUnregistered?.(facts) ? facts.unregistered.length : 0,
    tags: refusesTag ? refusedTags(facts.tagsUsed, refusesTag) : 0,
    items,
  });
}

function rowOf(rule: ReadyRule, facts: DecisionFacts, amounts: Amounts): HoldRow | undefined {
  const { features, unregistered, tags, items } = amounts;
  const changes = changesMode(rule, facts);
  if (!changes && features.length === 0 && unregistered === 0 && tags === 0 && items === 0) return undefined;
  const { id, version, mode } = rule;
  const action: Action = changes ? rule.action : items > 0 ? "strip_item" : "strip_feature";
  return {
    rule: id,
    rule_version: version,
    action,
    mode,
    features,
    unregistered: atMost(unregistered),
    tags: atMost(tags),
    items: atMost(items),
  };
}

/** Whether the rule falls back or blocks, from what was known last. */
function changesMode(rule: ReadyRule, facts: DecisionFacts): boolean {
  const { action } = rule;
  if (action !== "fallback" && action !== "block") return false;
  if (rule.refuses?.(facts) !== undefined) return true;
  return action === "fallback" && rule.forbids?.(facts)?.isEmpty === false;
}

function atMost(count: number): number {
  return Math.min(count, 0xffff);
}

const NOTHING: readonly never[] = [];
const NO_AMOUNTS: Amounts = { features: NOTHING, unregistered: 0, tags: 0, items: 0 };
