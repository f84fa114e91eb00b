import type { Algorithm, Outlet } from "./algorithm.ts";
import type { Catalog } from "./catalog.ts";
import type { DetailFacts } from "./details.ts";
import type { FeatureSet } from "./feature-set.ts";
import type { HeldBack, Hold } from "./hold.ts";
import type { InterventionFacts } from "./intervention.ts";
import type { PriceFacts } from "./price.ts";
import type { DecisionRow, HoldRow, Observation, Purpose, Surface } from "./record/decision-record.ts";
import type { SubjectFacts } from "./subject.ts";

/** One rule's hit on one decision, as the record holds it; `features` are catalog numbers. */
export type Finding = DecisionRow["findings"][number];

/** A feature that was used although the catalog doesn't know it. */
export interface UnregisteredUse {
  readonly source: string;
  readonly name: string;
  readonly how: Observation;
}

/** What is known of a decision as soon as it opens, and again whenever somebody says who is asking or describes it. */
export interface OpenedFacts {
  /** Milliseconds since the epoch, by the server's clock. */
  readonly openedAt: number;
  readonly purpose: Purpose;
  /** @default "other" without an outlet */
  readonly surface: Surface;
  readonly subject: SubjectFacts;
  /** What algorithm and outlet say of it; later also what the service does. */
  readonly details: DetailFacts;
}

/** What the rules see of a decision when it closes. */
export interface DecisionFacts extends OpenedFacts {
  /** Features used, however that is known. What was held back is not among them. */
  readonly used: FeatureSet;
  readonly unregistered: readonly UnregisteredUse[];
  /** Interest tags that were read; in memory only. */
  readonly tagsUsed: readonly string[];
  /** The union of the delivered items' {@link ITEM_FLAGS}. */
  readonly itemFlags: number;
  /** How many delivered items have each combination of them; empty where no item has any. */
  readonly itemKinds: ReadonlyMap<number, number>;
  readonly interventions: readonly InterventionFacts[];
  readonly prices: readonly PriceFacts[];
  /** What the judge said when the decision opened, and what came of it; undefined where nothing was held. */
  readonly hold: Hold | undefined;
  readonly held: HeldBack | undefined;
}

/** Rules made ready for one algorithm, one outlet and one catalog. */
export interface Judge {
  /** The rule packs and versions that the record names, and the rules that don't just observe. */
  readonly rules: string;
  /** Whether any rule is enforced: then objects are tracked so that a part of them can be held back. @default false */
  readonly enforces?: boolean;
  /** What is to be held; undefined for nothing. Must not throw: what throws holds nothing, and is counted. */
  hold?(opened: OpenedFacts): Hold | undefined;
  /**
   * What was found, in the order of the rules; an empty list when there is nothing to say. Where a rule threw, the
   * error may carry what the others found as `findings`; the record then names the input fault `rules.failed`.
   */
  judge(facts: DecisionFacts): readonly Finding[];
  /** What each enforced rule held back, and each rule in shadow would have. @default nothing */
  heldBack?(facts: DecisionFacts): readonly HoldRow[];
}

/** What a judge is made for. */
export interface JudgeScope {
  readonly catalog: Catalog;
  readonly algorithm: Algorithm;
  /** @default none */
  readonly outlet?: Outlet | undefined;
}

/** Makes a judge for an algorithm on an outlet: how the recorder reaches the rules without knowing them. */
export type JudgeFactory = (scope: JudgeScope) => Judge;
