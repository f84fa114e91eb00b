import { type InputCheck, text } from "./input-check.ts";

/** Whose decision a request is a part of, as its baggage says: a claim, and never about a person. */
export interface Caller {
  /** Id of the decision. */
  readonly decision: string;
  /** The outlet that it is for; empty without. */
  readonly outlet: string;
  /** How many services the request has passed since the decision, this one included: from 1. */
  readonly hop: number;
}

/** As many services as a record can tell apart. */
const MOST_HOPS = 0xff;

/** Fills the gaps of a claim whose decision may be one. What can't be taken as it is becomes the least, and is noted. */
export function resolveCaller({ decision, outlet, hop }: Caller, check: InputCheck): Caller {
  const isHop = Number.isInteger(hop) && hop >= 1;
  if (!isHop) check.noteBadInput("caller.hop");
  return {
    decision,
    outlet: text(outlet, "caller.outlet", check),
    hop: isHop ? Math.min(hop, MOST_HOPS) : 1,
  };
}
