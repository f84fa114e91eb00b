import type { Caller } from "./caller.ts";
import type { Decision } from "./decision.ts";
import { RemoteCall } from "./remote-call.ts";

/** A request that has passed more services than that goes round in circles. */
const MOST_HOPS = 255;

/**
 * What another service that is asked within `decision` is to be told: that decision, or the caller's where this is itself
 * a part of one, one hop further. Undefined where there is nothing to tell: it could not be opened, or has gone too far.
 */
export function callerBelow(decision: Decision): Caller | undefined {
  if (decision instanceof RemoteCall) {
    const { caller } = decision.facts;
    return caller.hop < MOST_HOPS ? { ...caller, hop: caller.hop + 1 } : undefined;
  }
  if (decision.id === "") return undefined;
  return { decision: decision.id, outlet: decision.outlet?.id ?? "", hop: 1 };
}
