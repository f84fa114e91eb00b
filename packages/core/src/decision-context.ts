import type { Caller } from "./caller.ts";
import { EncodedCells } from "./cells.ts";
import type { ByteWriter } from "./record/byte-writer.ts";
import type { DecisionRow } from "./record/decision-record.ts";
import type { OpenOptions } from "./recorder-options.ts";

/** The ids of the W3C trace context. */
export type TraceContext = NonNullable<OpenOptions["trace"]>;

/** Says that there is none. */
export const NO_TRACE: TraceContext = { traceId: "0".repeat(32), spanId: "0".repeat(16) };
const NIL_UUID = "00000000-0000-0000-0000-000000000000";

/** Where a decision stands: in which trace, and within which other decision. */
export interface DecisionContext {
  /** How the enclosing decision is known. */
  readonly parentVia: DecisionRow["parent_via"];
  /** Writes the columns from `trace_id` to `parent`. */
  encodeTo(to: ByteWriter): void;
}

/** A context of ids that were checked: every request has its own, so nothing is kept of them. */
class KnownContext implements DecisionContext {
  readonly parentVia: DecisionRow["parent_via"];
  readonly #trace: TraceContext;
  readonly #parent: string;

  constructor(trace: TraceContext, parent: string, parentVia: DecisionRow["parent_via"]) {
    this.parentVia = parentVia;
    this.#trace = trace;
    this.#parent = parent;
  }

  encodeTo(to: ByteWriter): void {
    to.hex(this.#trace.traceId);
    to.hex(this.#trace.spanId);
    to.uuid(this.#parent);
  }
}

const NO_CELLS = EncodedCells.of({
  trace_id: NO_TRACE.traceId,
  span_id: NO_TRACE.spanId,
  parent: NIL_UUID,
});

const NO_CONTEXT: DecisionContext = { parentVia: "none", encodeTo: (to) => NO_CELLS.encodeTo(to) };

/** The decision stands within one of this process, or else within one that a caller claims. */
export function contextOf(
  trace: TraceContext | undefined,
  within: string | undefined,
  claimed: string | undefined,
): DecisionContext {
  const known = trace && isTraceContext(trace) ? trace : undefined;
  if (within !== undefined) return new KnownContext(known ?? NO_TRACE, within, "process");
  if (claimed !== undefined) return new KnownContext(known ?? NO_TRACE, claimed, "baggage");
  return known ? new KnownContext(known, NIL_UUID, "none") : NO_CONTEXT;
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
