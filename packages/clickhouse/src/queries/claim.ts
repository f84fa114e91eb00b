import type { DecisionRow, RemoteCallRow } from "@probity/core";

/**
 * What a called service's record says of its caller, held against the caller's own record. Baggage names the caller's
 * decision; whoever can send a request can write baggage, so that it is a claim.
 */
export interface Claim {
  /** Both were in one W3C trace. Without, nothing but the baggage says that one was a part of the other. */
  readonly isBorneOut: boolean;
  /** Milliseconds from the decision's opening to this one's, each by the clock of its own machine. */
  readonly startMs: number;
  /**
   * The least shift of its times, in milliseconds, that puts them inside the decision's: 0 where they lie there, null
   * where none does, because it took longer than the decision.
   */
  readonly shiftMs: number | null;
  /** The shifts that would do, from the lowest to the highest, which is null where there is no limit; none: null. */
  readonly shiftsMs: readonly [lowest: number, highest: number | null] | null;
}

/** What stands in both records. */
type Interval = Pick<DecisionRow, "ts" | "took_us" | "trace_id">;
type Called = Interval & Partial<Pick<RemoteCallRow, "protocol">>;

/** Times are whole milliseconds, cut off: what that alone explains is no difference of clocks. */
const RESOLUTION_MS = 1;

/** @internal Holds a claim against the record of the decision that it names. Nothing is corrected by it. */
export function claimOf(called: Called, decision: Interval): Claim {
  const lowest = decision.ts - called.ts - RESOLUTION_MS;
  // What waits in a queue may be handled long after the decision.
  const highest = called.protocol === "kafka" ? null : endOf(decision) - endOf(called) + RESOLUTION_MS;
  return {
    isBorneOut: called.trace_id === decision.trace_id && !/^0*$/.test(called.trace_id),
    startMs: called.ts - decision.ts,
    ...(highest !== null && highest < lowest
      ? { shiftMs: null, shiftsMs: null }
      : {
          shiftMs: nearestToZero(lowest, highest),
          shiftsMs: [rounded(lowest), highest && rounded(highest)],
        }),
  };
}

function endOf({ ts, took_us }: Interval): number {
  return ts + took_us / 1000;
}

function nearestToZero(lowest: number, highest: number | null): number {
  if (lowest > 0) return rounded(lowest);
  return highest !== null && highest < 0 ? rounded(highest) : 0;
}

// To the microsecond, and no -0.
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000 + 0;
}
