import type {
  Action,
  DecisionFacts,
  FeatureSet,
  JudgeScope,
  OpenedFacts,
  ServiceClass,
  Severity,
} from "@probity/core";
import type { LawReference } from "./law.ts";
import type { TagLexicon } from "./lexicon/tag-lexicon.ts";

/** A text that a compliance officer reads. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** When a rule can look: while the decision is made, over stored records, or over the registry of filings. */
export type Occasion = "inline" | "batch" | "registry";

/** What is known of a decision as soon as it opens. */
export type OpenedDecision = OpenedFacts;

/**
 * A rule made ready for one algorithm, one outlet and one catalog. What must not be is said from what is known when the
 * decision opens, so that observing and enforcing are the same statement: where the rule is enforced it is held back
 * before it happens, else it is found afterwards. All of it runs on the request path: no I/O, no state, nothing
 * allocated where there is nothing to say. What throws is as if the rule had said nothing, and is counted.
 */
export interface CompiledRule {
  /** The features that the decision may not use; `undefined` for none. The set is not changed by anybody. */
  readonly forbids?: (decision: OpenedDecision) => FeatureSet | undefined;
  /** Whether it may not use what the catalog doesn't know. */
  readonly forbidsUnregistered?: (decision: OpenedDecision) => boolean;
  /** Tells which interest tags the decision may not see; `undefined` for none. */
  readonly refusesTag?: (decision: OpenedDecision) => ((tag: string) => boolean) | undefined;
  /** Tells, by its flags, which items it may not deliver; `undefined` for none. Better the same function each time. */
  readonly refusesItem?: (decision: OpenedDecision) => ((flags: number) => boolean) | undefined;
  /**
   * Why the decision as a whole may not be as it was asked for, in codes; `undefined` where it may. A rule that falls
   * back or blocks does so for this; one that falls back does so for a forbidden feature, too.
   */
  readonly refuses?: (decision: OpenedDecision) => string | undefined;
  /**
   * Looks at the closed decision and at what it did of the above, mostly {@link NO_HIT}. Gives the detail of a hit, in
   * codes and counts and never in a user's data. With `undefined` a hit gets a detail made of its counts, and where
   * nothing was hit there is nothing to say.
   */
  readonly judge?: (facts: DecisionFacts, hit: Hit) => string | undefined;
}

/** What of the things that a rule is against a decision did, or, where it was held back, asked for in vain. */
export interface Hit {
  /** Catalog numbers of the forbidden features. */
  readonly features: readonly number[];
  /** Places outside the catalog. */
  readonly unregistered: number;
  /** Different tags that were refused. */
  readonly tags: number;
  /** The union of the refused items' flags. */
  readonly items: number;
  /** What `refuses` said; empty for nothing. */
  readonly refusal: string;
}

/** How grave a hit is, and what the rule does about it. */
export interface RuleResponse {
  readonly severity: Severity;
  /** What it does where it is enforced: `record` and `warn` hold nothing. Elsewhere a hit is recorded and that is all. */
  readonly defaultAction: Action;
}

/** What rules may ask beside what they are made for. */
export interface RuleScope extends JudgeScope {
  /** @default no words are known */
  readonly lexicon?: Pick<TagLexicon, "size" | "find"> | undefined;
}

/** A check with its legal basis. Its hits are suspicions to be reviewed (疑似 / 待复核), never verdicts. */
export interface Rule extends RuleResponse {
  /** Unique among the packs in use, such as `M01`: what settings and findings name. */
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
  /** What it looks at: columns as `decisions.…`, declarations as `catalog.…`, `algorithm.…` or `outlet.…`. */
  readonly inputs: readonly string[];
  /** What it means, for a reader who knows the law and no engineering. @default the description */
  readonly meaning?: Bilingual;
  /** What exactly it looks at, and when it has a hit. */
  readonly description: Bilingual;
  /** What it can't see. */
  readonly blindSpots: Bilingual;
  /** What enforcing it does. @default what its action says */
  readonly enforcement?: Bilingual;
  /** A case, in plain words. @default none */
  readonly example?: Bilingual;
  /** Makes the rule ready; `undefined` where it has nothing to say here. @default it is not asked of decisions */
  compile?(scope: RuleScope): CompiledRule | undefined;
  /**
   * Looks at what is declared of an algorithm on an outlet, apart from any decision, at a moment in milliseconds since
   * the epoch. Gives the detail of a hit, or `undefined`. @default it is not asked of the registry
   */
  inspect?(scope: JudgeScope, at: number): string | undefined;
}

/** Rules of one jurisdiction that are released together. */
export interface RulePack {
  readonly id: string;
  /** Other with every change to any of its rules: a number that grows, or a digest of what is declared. */
  readonly version: number | string;
  /** In the order in which their findings are recorded. */
  readonly rules: readonly Rule[];
}

/** Nothing that the rule is against was done. */
export const NO_HIT: Hit = Object.freeze({
  features: Object.freeze([]),
  unregistered: 0,
  tags: 0,
  items: 0,
  refusal: "",
});
