import type { Decision } from "@probity/core";
import type { TraceContext } from "@probity/http";

/** The W3C trace context that a request came with, to be passed on as it is. */
export interface IncomingTrace extends TraceContext {
  readonly traceparent: string;
  readonly tracestate: string | undefined;
}

const TRACE_PARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}$/;

/** As much of a `tracestate` every tool passes on. */
const MOST_STATE = 512;

const traces: WeakMap<Decision, IncomingTrace> = new WeakMap();

/** Reads the trace context of a request; `header` gives the value of a header. Undefined without one that is right. */
export function traceIn(header: (name: string) => unknown): IncomingTrace | undefined {
  const traceparent = header("traceparent");
  if (typeof traceparent !== "string") return undefined;
  const [, traceId, spanId] = TRACE_PARENT.exec(traceparent) ?? [];
  if (traceId === undefined || spanId === undefined) return undefined;
  const tracestate = header("tracestate");
  const isFit = typeof tracestate === "string" && tracestate !== "" && tracestate.length <= MOST_STATE;
  return { traceparent, tracestate: isFit ? tracestate : undefined, traceId, spanId };
}

/** Remembers with which trace context the request came that is recorded in `decision`. */
export function rememberTrace(decision: Decision, trace: IncomingTrace | undefined): void {
  if (trace) traces.set(decision, trace);
}

export function traceOf(decision: Decision): IncomingTrace | undefined {
  return traces.get(decision);
}
