import type { Decision } from "@probity/core";
import type { IncomingHttpHeaders } from "node:http";

/** The W3C trace context that a request came with, to be passed on as it is. */
export interface IncomingTrace {
  readonly traceparent: string;
  readonly tracestate: string | undefined;
}

const TRACE_PARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** As much of a `tracestate` every tool passes on. */
const MOST_STATE = 512;

const traces: WeakMap<Decision, IncomingTrace> = new WeakMap();

/** Remembers with which trace context the request came that is recorded in `decision`. */
export function rememberTrace(decision: Decision, { traceparent, tracestate }: IncomingHttpHeaders): void {
  if (typeof traceparent !== "string" || !TRACE_PARENT.test(traceparent)) return;
  const isFit = typeof tracestate === "string" && tracestate.length <= MOST_STATE;
  traces.set(decision, { traceparent, tracestate: isFit ? tracestate : undefined });
}

export function traceOf(decision: Decision): IncomingTrace | undefined {
  return traces.get(decision);
}
