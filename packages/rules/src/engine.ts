import type { DecisionFacts, Finding, Judge, JudgeFactory, JudgeScope } from "@probity/core";
import { detailOf } from "./detail.ts";
import { RulesError } from "./errors.ts";
import { heldBack } from "./held-back.ts";
import { Holder } from "./holder.ts";
import type { TagLexicon } from "./lexicon/tag-lexicon.ts";
import { findingOf, hitOf, isHolding, type ReadyRule, readyRule } from "./ready-rule.ts";
import type { Hit, Rule, RulePack } from "./rule.ts";
import { NO_HIT } from "./rule.ts";
import { modeOf, resolveSettings, type RuleMode, type RuleSettings } from "./rule-settings.ts";
import { RuleWatch, type RuleWatchOptions, suspendedFault } from "./rule-watch.ts";
import { Seen } from "./seen.ts";

/** What rules may ask beside the decision, and who is told of rules that fail. */
export interface RuleResources extends RuleWatchOptions {
  /** Words that no interest tag may hold. @default none are known */
  readonly lexicon?: Pick<TagLexicon, "size" | "find"> | undefined;
}

/**
 * Makes the judge that the recorder asks. Every rule observes unless the settings say otherwise; then the judge's name
 * says so, as in `cn@2 eu@1 -M04 ~S01 !C01 ?X01 killed`: M04 is off, S01 in shadow, C01 enforced, X01 suspended, and the
 * kill switch thrown. A record must not look as if a rule had been silent.
 *
 * A rule that throws keeps no other from being asked or holding. `judge` then throws a `RulesError` `RULE_FAILED`, with
 * what the others found in `findings`. A rule that throws on 100 decisions in a row, or takes a millisecond again and
 * again, is suspended and told to `onSuspend`. One that never returns can't be stopped by anybody in its own thread.
 *
 * Throws a `RulesError` at once for an unknown rule or mode, or where two packs have a rule of the same id.
 */
export function judgeWith(
  packs: readonly RulePack[],
  settings: Partial<RuleSettings> = {},
  resources: RuleResources = {},
): JudgeFactory {
  const resolved = resolveSettings(packs, settings);
  const watch = new RuleWatch(resources);
  const { lexicon } = resources;
  return (scope) => {
    const asked = packs.flatMap(({ rules }) => rules).map((rule) => askedRule(rule, scope));
    const ready = asked.flatMap(({ rule }) => rule ?? []);
    return judgeOf(nameOf(packs, asked, resolved.isKilled), ready, watch);
  };

  function askedRule(rule: Rule, scope: JudgeScope): AskedRule {
    const { id } = rule;
    const mode = modeOf(id, resolved, scope.outlet?.id ?? "");
    const health = watch.healthOf(id);
    if (mode === "off") return { id, mode };
    if (resolved.suspended.has(id) || health.isSuspended) return { id, mode: "suspended" };
    try {
      return { id, mode, rule: readyRule(rule, { ...scope, lexicon }, mode, health) };
    } catch {
      watch.suspend(health, "compile");
      return { id, mode: "suspended" };
    }
  }
}

/** What becomes of a rule on an outlet; without `rule` where it has nothing to say there. */
interface AskedRule {
  readonly id: string;
  readonly mode: RuleMode | "suspended";
  readonly rule?: ReadyRule | undefined;
}

function nameOf(packs: readonly RulePack[], asked: readonly AskedRule[], isKilled: boolean): string {
  const marked = Object.entries(MARKS).flatMap(([mode, mark]) =>
    asked.filter((rule) => rule.mode === mode).map(({ id }) => mark + id),
  );
  const names = packs.map(({ id, version }) => `${id}@${String(version)}`);
  return [...names, ...marked, ...(isKilled ? ["killed"] : [])].join(" ");
}

const MARKS: Readonly<Record<Exclude<AskedRule["mode"], "observe">, string>> = {
  off: "-",
  shadow: "~",
  enforce: "!",
  suspended: "?",
};

function judgeOf(name: string, rules: readonly ReadyRule[], watch: RuleWatch): Judge {
  const holding = rules.filter(({ holds }) => holds);
  const weighed = rules.filter(({ mode, action }) => mode !== "observe" && isHolding(action));
  const holder = new Holder(holding, watch);
  return {
    rules: name,
    enforces: holding.length > 0,
    ...(holding.length > 0 && { hold: (opened) => holder.hold(opened) }),
    judge: (facts) => judge(rules, facts, watch),
    ...(weighed.length > 0 && { heldBack: (facts) => heldBack(weighed, facts) }),
  };
}

function judge(rules: readonly ReadyRule[], facts: DecisionFacts, watch: RuleWatch): readonly Finding[] {
  const began = watch.now();
  const seen = new Seen(facts);
  let findings: Finding[] | undefined;
  let failures: Failure[] | undefined;
  const { isTiming } = watch;
  for (const rule of rules) {
    try {
      const finding = isTiming ? timed(rule, facts, seen, watch) : ask(rule, facts, seen);
      if (finding) (findings ??= []).push(finding);
    } catch (fault) {
      if (!rule.health.isSuspended) watch.threw(rule.health);
      (failures ??= []).push({ rule: rule.id, fault });
    }
  }
  watch.asked(began);
  if (failures) throw failed(failures, findings ?? NO_FINDINGS);
  return findings ?? NO_FINDINGS;
}

function ask(rule: ReadyRule, facts: DecisionFacts, seen: Seen): Finding | undefined {
  if (rule.health.isSuspended) throw suspendedFault(rule.id);
  const hit: Hit = hitOf(rule, facts, seen);
  const detail = rule.judge?.(facts, hit);
  if (rule.health.faults > 0) rule.health.faults = 0;
  if (hit === NO_HIT && detail === undefined) return undefined;
  return findingOf(rule, hit, detail ?? detailOf(hit));
}

function timed(rule: ReadyRule, facts: DecisionFacts, seen: Seen, watch: RuleWatch): Finding | undefined {
  const began = watch.now();
  try {
    return ask(rule, facts, seen);
  } finally {
    watch.took(rule.health, began);
  }
}

interface Failure {
  readonly rule: string;
  readonly fault: unknown;
}

// The faults' own messages stay in the cause: they may hold a user's data.
function failed(failures: readonly Failure[], findings: readonly Finding[]): RulesError {
  const rules = failures.map(({ rule }) => rule).join(", ");
  const cause = new AggregateError(failures.map(({ fault }) => fault));
  return new RulesError("RULE_FAILED", `rule ${rules} threw or is suspended; the other rules were asked`, {
    cause,
    findings,
  });
}

const NO_FINDINGS: readonly Finding[] = [];
