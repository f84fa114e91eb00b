/** Whose decision a request is a part of, as its baggage says: a claim, and never about a person. */
export interface Caller {
  /** Id of the decision. */
  readonly decision: string;
  /** The outlet that it is for; empty without. */
  readonly outlet: string;
  /** How many services the request has passed since the decision, this one included: from 1. */
  readonly hop: number;
}
