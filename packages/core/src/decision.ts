import type { Algorithm, Outlet } from "./algorithm.ts";
import type { Intervention } from "./intervention.ts";
import type { Item } from "./item.ts";
import type { DecisionDetails } from "./details.ts";
import type { PricedItem } from "./price.ts";
import type { DecisionMode, Outcome } from "./record/decision-record.ts";
import type { ObservedCall } from "./observed-call.ts";
import type { Receipt } from "./receipt.ts";
import type { SubjectInput } from "./subject.ts";

/** How a data call went, where the service knows. */
export interface CallTiming {
  /** Milliseconds since the epoch at which the call began. @default now */
  readonly startedAt?: number;
  /** How long it took, in milliseconds. @default 0, which is: not measured */
  readonly tookMs?: number;
}

/** How a decision ended. */
export interface DecisionResult {
  /** @default "delivered" */
  readonly outcome?: Outcome;
  /** HTTP status. @default 0, which is: not HTTP */
  readonly status?: number;
}

/**
 * One handling of one request by one algorithm. No method ever throws because of Probity: a fault is counted and
 * reported, and the service goes on. Nothing is recorded after `close`.
 */
export interface Decision {
  /** UUIDv7, as in the `Probity-Decision-Id` header; empty where the decision could not be opened. */
  readonly id: string;
  readonly algorithm: Algorithm;
  readonly outlet: Outlet | undefined;
  readonly isClosed: boolean;
  /** Says how far it has come: recorded, spooled, stored. */
  readonly receipt: Receipt;
  /** Whether `deliver` was called, be it with nothing. */
  readonly hasDelivered: boolean;
  /**
   * What enforced rules want: `non_personalised` is for the handler to take the path that knows nothing of the user,
   * `blocked` is for it to answer nothing but that. Known from the opening on; saying who is asking may change it.
   */
  readonly mode: DecisionMode;
  /** Id of the rule that blocks; empty unless `mode` is `blocked`. */
  readonly blockedBy: string;
  /** Says who is asking. The last call counts. */
  identify(subject: SubjectInput): void;
  /**
   * Gives back `data` as an object that is the same to the eye, and records every feature that is read from it.
   * Use {@link untrack} where an object must go to native code or to `structuredClone`.
   */
  track<T>(source: string, data: T, timing?: CallTiming): T;
  /** Loads data and tracks it, with the time that it took. */
  read<T>(source: string, load: () => T | Promise<T>): Promise<T>;
  /** Declares features as used, where tracking can't see: embeddings, typed arrays, native code. */
  uses(...features: readonly string[]): void;
  /** Declares interest tags as used. They are compared in memory with the user's deleted tags, and counted. */
  usesTags(tags: readonly string[]): void;
  /** Records a data call that was seen from outside, such as a client span. For adapters. */
  observe(call: ObservedCall): void;
  /**
   * Gives the items that enforced rules let pass, in their order, and records those that they don't. Call it on what was
   * ranked, before `deliver`; where nothing is enforced, it gives all of them.
   */
  admit<T extends string | Item>(items: readonly T[]): readonly T[];
  /** Records what is delivered, best first: ids, or items with score and flags. More calls append. */
  deliver(items: readonly (string | Item)[]): void;
  /** Says more of the decision. What was said stays unless it is said anew. */
  describe(details: DecisionDetails): void;
  /** Records prices that are shown. More calls append. */
  price(items: readonly PricedItem[]): void;
  /** Records that a person changed the outcome. */
  intervene(intervention: Intervention): void;
  /**
   * Says that something was handed in that can't be recorded as it was. `name` is the input's name, such as
   * `response.items`; never its value.
   */
  noteBadInput(name: string): void;
  /** Ends the decision: the rules look at it, and it is recorded. The first call counts. */
  close(result?: DecisionResult): void;
}
