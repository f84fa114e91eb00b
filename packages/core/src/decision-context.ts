import type { Caller } from "./caller.ts";
import type { DecisionRow } from "./record/decision-record.ts";
import type { OpenOptions } from "./recorder-options.ts";
import { type Cells, ContextCells, NO_CONTEXT } from "./shared-cells.ts";

/** The ids of the W3C trace context. */
export type TraceContext = NonNullable<OpenOptions["trace"]>;

/** Says that there is none. */
export const NO_TRACE: TraceContext = { traceId: "0".repeat(32), spanId: "0".repeat(16) };

/** The columns from `trace_id` to `parent`. */
export function contextOf(trace: TraceContext | undefined, parent: string | undefined): Cells {
  const known = trace && isTraceContext(trace) ? trace : undefined;
  return known || parent !== undefined ? new ContextCells(known, parent) : NO_CONTEXT;
}

/** How the enclosing decision is known. */
export function parentVia(
  within: string | undefined,
  claimed: string | undefined,
): DecisionRow["parent_via"] {
  if (within !== undefined) return "process";
  return claimed === undefined ? "none" : "baggage";
}

/** The decision that a caller claims to be; undefined for what can't be the id of one. */
export function claimedBy({ decision }: Caller): string | undefined {
  return isUuid(decision) ? decision : undefined;
}

/** Whether both ids are of the W3C form. */
export function isTraceContext({ traceId, spanId }: TraceContext): boolean {
  return /^[0-9a-f]{32}$/.test(traceId) && /^[0-9a-f]{16}$/.test(spanId);
}

export function isUuid(id: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}
