import type { FeatureSet } from "./feature-set.ts";
import type { DecisionMode } from "./record/decision-record.ts";

/**
 * What enforced rules hold in a decision, from what is known of it when it opens. Many decisions may share one; nobody
 * changes it.
 */
export interface Hold {
  /** Tracked reads of these give nothing, or the feature's neutral value. @default none */
  readonly features?: FeatureSet | undefined;
  /** Reads of what the catalog doesn't know give nothing. @default false */
  readonly unregistered?: boolean | undefined;
  /** Whether a tag must not be seen. Must not throw. @default every tag may */
  readonly refusesTag?: ((tag: string) => boolean) | undefined;
  /** Whether an item with these {@link ITEM_FLAGS} must not be delivered. Must not throw. @default every item may */
  readonly refusesItem?: ((flags: number) => boolean) | undefined;
  /** @default "as_requested" */
  readonly mode?: DecisionMode | undefined;
  /** Id of the rule that blocks, for the answer; there where `mode` is `blocked`, and only there. */
  readonly blockedBy?: string | undefined;
}

/** What was held back of a decision so far, for the rules to judge and the record to say. */
export interface HeldBack {
  /** Features that a tracked read asked for in vain. */
  readonly features: FeatureSet;
  /** Places outside the catalog that a tracked read asked for in vain. */
  readonly unregistered: number;
  /** Tags that were kept out of sight; in memory only. */
  readonly tags: readonly string[];
  /** The flags of each item that was kept from being delivered. */
  readonly items: readonly number[];
}
