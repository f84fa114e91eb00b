import type { Algorithm } from "./algorithm.ts";
import type { Catalog } from "./catalog.ts";
import type { FeatureSet } from "./feature-set.ts";
import type { InterventionFacts } from "./intervention.ts";
import type { DecisionRow, Observation, Purpose, Surface } from "./record/decision-record.ts";
import type { SubjectFacts } from "./subject.ts";

/** One rule's hit on one decision, as the record holds it; `features` are catalog numbers. */
export type Finding = DecisionRow["findings"][number];

/** A feature that was used although the catalog doesn't know it. */
export interface UnregisteredUse {
  readonly source: string;
  readonly name: string;
  readonly how: Observation;
}

/** What the rules see of a decision when it closes. */
export interface DecisionFacts {
  /** Milliseconds since the epoch, by the server's clock. */
  readonly openedAt: number;
  readonly purpose: Purpose;
  /** @default "other" without an outlet */
  readonly surface: Surface;
  readonly subject: SubjectFacts;
  /** Features used, however that is known. */
  readonly used: FeatureSet;
  readonly unregistered: readonly UnregisteredUse[];
  /** Interest tags that were read; in memory only. */
  readonly tagsUsed: readonly string[];
  /** The union of the delivered items' {@link ITEM_FLAGS}. */
  readonly itemFlags: number;
  readonly interventions: readonly InterventionFacts[];
}

/** Rules made ready for one algorithm and one catalog. */
export interface Judge {
  /** The rule pack and version that the record names. */
  readonly rules: string;
  /**
   * What was found, in the order of the rules; an empty list when there is nothing to say. Where a rule threw, the
   * error may carry what the others found as `findings`; the record then names the input fault `rules.failed`.
   */
  judge(facts: DecisionFacts): readonly Finding[];
}

/** What a judge is made for. */
export interface JudgeScope {
  readonly catalog: Catalog;
  readonly algorithm: Algorithm;
}

/** Makes a judge for an algorithm: how the recorder reaches the rules without knowing them. */
export type JudgeFactory = (scope: JudgeScope) => Judge;
