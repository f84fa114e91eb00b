import type { RequestValue } from "./request-value.ts";

/**
 * Where a request says at which outlet it was made. What it says is only ever compared, and never recorded: it chooses
 * one of the configured outlets, or none, which is a bad input `outlet` where it said something.
 */
export type OutletMapping = RequestValue & {
  /** Ids of outlets by what a request says, to the letter; what is not in it is bad input. @default it says the id itself */
  readonly map?: Readonly<Record<string, string>> | undefined;
  /** Id of the outlet of a request that says nothing, or something else. @default none */
  readonly default?: string | undefined;
};
