import { isSpanContextValid } from "@opentelemetry/api";
import type { TraceContext } from "@probity/http";
import { activeSpan } from "./otel-global.ts";

/** The trace context of the active span; undefined without one that has a trace. */
export function activeTrace(): TraceContext | undefined {
  const context = activeSpan()?.spanContext();
  return context && isSpanContextValid(context)
    ? { traceId: context.traceId, spanId: context.spanId }
    : undefined;
}
