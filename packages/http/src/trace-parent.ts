/** W3C trace context, as a decision records it. */
export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
}

const FORM = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/;

/**
 * Reads a `traceparent` header (W3C Trace Context, §3.2). Undefined for everything that is not exactly of that form:
 * upper case, ids of zeros, version `ff`, more fields than version `00` has, two headers.
 */
export function parseTraceParent(header: unknown): TraceContext | undefined {
  if (typeof header !== "string") return undefined;
  const [, version, traceId = "", spanId = "", rest] = FORM.exec(header) ?? [];
  if (version === undefined || version === "ff" || (version === "00" && rest !== undefined)) return undefined;
  return /[^0]/.test(traceId) && /[^0]/.test(spanId) ? { traceId, spanId } : undefined;
}
