import { createHash } from "node:crypto";

import type { FiledScope, FindingRow } from "@probity/core";
import { nearestWord, type Rule, rulePacks } from "@probity/rules";
import type { BatchQueries, Window } from "./batch-queries.ts";
import type { BatchHit, BatchLook, BatchRule, BatchScope } from "./batch-rule.ts";
import { batchRules } from "./batch-rules.ts";
import { BatchError } from "./errors.ts";
import { type BatchSettings, resolveSettings } from "./settings.ts";

/** A finding without what its writer fills in: for `store.enter(findingRecord, …)`. */
export type BatchFinding = Omit<FindingRow, "ts" | "seq" | "writer" | "epoch">;

/** What to look at, and how. */
export interface BatchRunOptions {
  readonly queries: BatchQueries;
  readonly window: Window;
  /** Ids of the rules to run. @default all of them */
  readonly only?: readonly string[] | undefined;
  /** @default those of `DEFAULT_BATCH_SETTINGS` */
  readonly settings?: Partial<BatchSettings> | undefined;
  /** What was filed, by algorithm id. @default nothing is known: F03 has nothing to say */
  readonly filed?: ReadonlyMap<string, FiledScope> | undefined;
  /** The group of an item, by its keyed pseudonym, for D01. @default one's own products, and all others */
  readonly groups?: ReadonlyMap<string, string> | undefined;
  /** In whose name findings are entered. @default "" */
  readonly service?: string | undefined;
}

/** What became of one rule in a run. */
export interface BatchRuleOutcome {
  readonly rule: string;
  /** Id of its run: the same for the same rule, window and settings, whoever runs it and whenever. */
  readonly run: string;
  /** How many things there were to look at; 0: it had nothing to say. */
  readonly cases: number;
  readonly findings: readonly BatchFinding[];
  /** Why it could not look. The other rules ran all the same. */
  readonly error?: unknown;
}

/** What became of a run. */
export interface BatchRun {
  readonly window: Window;
  readonly rules: readonly BatchRuleOutcome[];
}

/**
 * Runs the rules over the records of a window, one after the other. The same window, settings and records give the same
 * findings. A rule that fails is told of in its outcome. Throws `UNKNOWN_RULE`, `INVALID_WINDOW` or `INVALID_SETTING`
 * before anything is asked.
 */
export async function runBatchRules(options: BatchRunOptions): Promise<BatchRun> {
  const { queries, window, service = "" } = options;
  const rules = chosen(options.only);
  checkWindow(window);
  const scope: BatchScope = {
    window,
    settings: resolveSettings(options.settings),
    filed: options.filed ?? new Map(),
    groups: options.groups ?? new Map(),
  };
  const outcomes: BatchRuleOutcome[] = [];
  for (const rule of rules) {
    const about = { ...metadataOf(rule.id), run: runId(rule.id, scope, service), service };
    const looked = await look(rule, queries, scope);
    if ("error" in looked)
      outcomes.push({ rule: rule.id, run: about.run, cases: 0, findings: [], ...looked });
    else {
      const findings = looked.hits.map((hit) => findingOf(hit, about, window));
      outcomes.push({ rule: rule.id, run: about.run, cases: looked.cases, findings });
    }
  }
  return { window, rules: outcomes };
}

async function look(
  rule: BatchRule,
  queries: BatchQueries,
  scope: BatchScope,
): Promise<BatchLook | { readonly error: unknown }> {
  try {
    return await rule.look(queries, scope);
  } catch (error) {
    return { error };
  }
}

function chosen(only: readonly string[] | undefined): readonly BatchRule[] {
  if (only === undefined) return batchRules;
  const ids = batchRules.map(({ id }) => id);
  for (const id of only) {
    if (ids.includes(id)) continue;
    const near = nearestWord(id, ids);
    const hint = near === undefined ? `there are ${ids.join(", ")}` : `did you mean ${near}?`;
    throw new BatchError("UNKNOWN_RULE", `no rule "${id}" over stored records: ${hint}`);
  }
  return batchRules.filter(({ id }) => only.includes(id));
}

function checkWindow({ from, to }: Window): void {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to))
    throw new BatchError("INVALID_WINDOW", `a window is in whole milliseconds, got from ${from} to ${to}`);
  if (from >= to)
    throw new BatchError("INVALID_WINDOW", `a window ends after it begins, got from ${from} to ${to}`);
}

interface FindingHead extends Pick<Rule, "version" | "severity"> {
  readonly id: string;
  readonly action: Rule["defaultAction"];
  readonly pack: string;
  readonly run: string;
  readonly service: string;
}

/** What the pack says of a rule. */
function metadataOf(id: string): Omit<FindingHead, "run" | "service"> {
  for (const pack of rulePacks.values()) {
    const rule = pack.rules.find((each) => each.id === id);
    if (rule) {
      const { version, severity, defaultAction } = rule;
      return { id, version, severity, action: defaultAction, pack: `${pack.id}@${pack.version}` };
    }
  }
  throw new BatchError("UNKNOWN_RULE", `no rule pack says what rule ${id} means`);
}

function findingOf(hit: BatchHit, head: FindingHead, window: Window): BatchFinding {
  const { algorithm = "", outlet = "", about = "", measures, explanation, answer, settings } = hit;
  return {
    service: head.service,
    run: head.run,
    rule: head.id,
    rule_version: head.version,
    rules: head.pack,
    severity: head.severity,
    action: head.action,
    ...window,
    algorithm,
    outlet,
    about,
    measures: Object.entries(measures).map(([name, value]) => ({ name, value })),
    explanation_zh: explanation.zh,
    explanation_en: explanation.en,
    query: answer.query,
    parameters: JSON.stringify({ ...answer.parameters, settings }),
  };
}

/** A UUIDv8 (RFC 9562) out of all that a rule's findings depend on, but for the records. */
function runId(rule: string, { window, settings, filed, groups }: BatchScope, service: string): string {
  const { version, pack } = metadataOf(rule);
  const whole = JSON.stringify([rule, version, pack, service, window, settings, [...filed], [...groups]]);
  const digest = createHash("sha256").update(whole).digest("hex");
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join("-");
}
