import type { Action, DecisionFacts, FeatureSet, JudgeScope, ServiceClass, Severity } from "@probity/core";
import type { LawReference } from "./law.ts";

/** A text that a compliance officer reads. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** When a rule can look: while the decision is made, over stored records, or over the registry of filings. */
export type Occasion = "inline" | "batch" | "registry";

/** What is known of a decision as soon as it opens. */
export type OpenedDecision = Pick<DecisionFacts, "openedAt" | "purpose" | "surface" | "subject">;

/**
 * A rule made ready for one algorithm and one catalog. It has a hit when a forbidden feature was used or `judge` has
 * something to say. Both run on the request path: no I/O, no state, nothing allocated where there is no hit.
 */
export interface CompiledRule {
  /**
   * The features that the decision may not use, from what is known when it opens, so that they can be held back
   * before they are read; `undefined` for none. The set is not changed by anybody.
   */
  readonly forbids?: (decision: OpenedDecision) => FeatureSet | undefined;
  /**
   * Looks at the closed decision and at the forbidden features that it used, mostly none. Gives the detail of a hit,
   * in codes and counts and never in a user's data, or `undefined` for nothing to say.
   */
  readonly judge?: (facts: DecisionFacts, features: readonly number[]) => string | undefined;
}

/** How grave a hit is, and what the rule would do about it. */
export interface RuleResponse {
  readonly severity: Severity;
  /** What it would do if it were enforced. In observe mode a hit is recorded and nothing else happens. */
  readonly defaultAction: Action;
}

/** A check with its legal basis. Its hits are suspicions to be reviewed (疑似 / 待复核), never verdicts. */
export interface Rule extends RuleResponse {
  /** Unique in its pack, such as `M01`: what settings and findings name. */
  readonly id: string;
  /** Grows whenever the rule comes to judge otherwise. */
  readonly version: number;
  /** The day from which its principal basis, the first one, is in force, `YYYY-MM-DD`. For readers; not compared. */
  readonly effectiveFrom: string;
  readonly title: Bilingual;
  readonly basis: readonly LawReference[];
  /** Classes of service that call for another response. @default none */
  readonly byServiceClass?: Readonly<Partial<Record<ServiceClass, RuleResponse>>>;
  readonly when: readonly Occasion[];
  /** What it looks at: columns as `decisions.…`, declarations as `catalog.…` or `algorithm.…`. */
  readonly inputs: readonly string[];
  readonly description: Bilingual;
  /** What it can't see. */
  readonly blindSpots: Bilingual;
  /** Makes the rule ready; `undefined` where it has nothing to say about this algorithm and catalog. */
  compile(scope: JudgeScope): CompiledRule | undefined;
}

/** Rules of one jurisdiction that are released together. */
export interface RulePack {
  readonly id: string;
  /** Grows with every change to any of its rules. */
  readonly version: number;
  /** In the order in which their findings are recorded. */
  readonly rules: readonly Rule[];
}
