import type { DecisionContext } from "./recorded-decision.ts";
import type { OpenOptions } from "./recorder-options.ts";
import { RemoteCall } from "./remote-call.ts";
import { contextCells, NO_CONTEXT } from "./shared-cells.ts";

type TraceContext = NonNullable<OpenOptions["trace"]>;

export const NO_TRACE: TraceContext = { traceId: "0".repeat(32), spanId: "0".repeat(16) };

const WITHOUT_CONTEXT: DecisionContext = { cells: NO_CONTEXT, parentVia: "none" };

/** What an opening says of where the decision stands. */
export function contextOf({ trace, parent, caller }: OpenOptions): DecisionContext {
  const known = trace && isTraceContext(trace) ? trace : undefined;
  // What is decided within a remote call is a part of the caller's decision. A parent that could not be opened has no id.
  const claim = parent instanceof RemoteCall ? parent.facts.caller : caller;
  const within = parent && !(parent instanceof RemoteCall) && isUuid(parent.id) ? parent.id : undefined;
  const claimed = !within && claim && isUuid(claim.decision) ? claim.decision : undefined;
  if (!known && !within && !claimed) return WITHOUT_CONTEXT;
  const parentVia = within ? "process" : claimed ? "baggage" : "none";
  return { cells: contextCells(known, within ?? claimed), parentVia };
}

/** Whether both ids are of the W3C form. */
export function isTraceContext({ traceId, spanId }: NonNullable<OpenOptions["trace"]>): boolean {
  return /^[0-9a-f]{32}$/.test(traceId) && /^[0-9a-f]{16}$/.test(spanId);
}

export function isUuid(id: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}
