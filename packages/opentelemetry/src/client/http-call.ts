import { type Attributes, SpanKind, SpanStatusCode, type Tracer } from "@opentelemetry/api";
import { isTracingSuppressed } from "../otel-global.ts";

export interface HttpCall {
  readonly method: string;
  /** With its colon. */
  readonly protocol: string;
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  /** Undefined where it is the protocol's usual one. */
  readonly port: number | undefined;
  /** With the query. */
  readonly path: string;
}

/** Ends the span of a call with what came of it. The first time counts. */
export type EndCall = (how: { readonly status?: number | undefined; readonly error?: unknown }) => void;

/**
 * Starts a client span of HTTP, with the attributes of the semantic conventions; undefined for what an SDK keeps out of its
 * traces: its own exports.
 */
export function startCall(
  tracer: Tracer,
  { method, protocol, host, port, path }: HttpCall,
): EndCall | undefined {
  if (isTracingSuppressed()) return undefined;
  const authority = `${host.includes(":") ? `[${host}]` : host}${port === undefined ? "" : `:${port}`}`;
  const attributes: Attributes = {
    "http.request.method": method,
    "server.address": host,
    "server.port": port ?? (protocol === "https:" ? 443 : 80),
    "url.full": `${protocol}//${authority}${path}`,
  };
  const span = tracer.startSpan(method, { kind: SpanKind.CLIENT, attributes });
  let isOver = false;
  return ({ status, error }) => {
    if (isOver) return;
    isOver = true;
    if (status !== undefined) span.setAttribute("http.response.status_code", status);
    if (error !== undefined || (status ?? 0) >= 400) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  };
}
