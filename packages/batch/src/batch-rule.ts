import type { FiledScope } from "@probity/core";
import type { Bilingual } from "@probity/rules";
import type { Answer, BatchQueries, Window } from "./batch-queries.ts";
import type { BatchSettings } from "./settings.ts";

/** What a rule is asked about. */
export interface BatchScope {
  readonly window: Window;
  readonly settings: BatchSettings;
  /** What was filed, by algorithm. @internal */
  readonly filed: ReadonlyMap<string, FiledScope>;
  /** The group of an item, by its keyed pseudonym. Empty: one's own products and all others. */
  readonly groups: ReadonlyMap<string, string>;
}

/** Something that a rule noticed: suspected, and to be reviewed (疑似 / 待复核). */
export interface BatchHit {
  /** @default "" it is about no algorithm */
  readonly algorithm?: string;
  /** @default "" it is about no outlet */
  readonly outlet?: string;
  /** What else it is about, in codes. Tells it from the other hits on the same algorithm and outlet. @default "" */
  readonly about?: string;
  /** The figures that it rests on. */
  readonly measures: Readonly<Record<string, number>>;
  /** One sentence for a reader who knows the law. */
  readonly explanation: Bilingual;
  /** The query that gave the figures. */
  readonly answer: Answer<unknown>;
  /** Settings that they were held against, by name. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What came of a look. */
export interface BatchLook {
  /** How many things there were to look at; of none, the rule has nothing to say. */
  readonly cases: number;
  readonly hits: readonly BatchHit[];
}

/** A rule over stored records. Its id is that of the rule in the pack, which says what it means. */
export interface BatchRule {
  readonly id: string;
  look(queries: BatchQueries, scope: BatchScope): Promise<BatchLook>;
}
