import type { Tracer } from "@opentelemetry/api";
import { isWrapped } from "@opentelemetry/instrumentation";
import http, { type ClientRequest, type IncomingMessage } from "node:http";
import https from "node:https";
import { listenTo } from "./channels.ts";
import { type EndCall, type HttpCall, startCall } from "./http-call.ts";

interface Message {
  readonly request: ClientRequest;
  readonly response: IncomingMessage;
  readonly error: unknown;
}

/**
 * Makes client spans of the requests that go out by node:http and node:https, from what Node itself tells of them: nothing
 * is patched. Where OpenTelemetry's own instrumentation does that, it makes none. What is given back ends that.
 */
export function observeNodeHttp(tracer: Tracer, onFault: (fault: unknown) => void): () => void {
  const calls: WeakMap<ClientRequest, EndCall> = new WeakMap();
  return listenTo(
    {
      "http.client.request.start": ({ request }: Message) => {
        if (isWrapped(http.request) || isWrapped(https.request)) return;
        const end = startCall(tracer, callOf(request));
        if (end) calls.set(request, end);
      },
      "http.client.response.finish": ({ request, response }: Message) => {
        const end = calls.get(request);
        if (end) response.prependOnceListener("close", () => end({ status: response.statusCode }));
      },
      "http.client.request.error": ({ request, error }: Message) => calls.get(request)?.({ error }),
    },
    onFault,
  );
}

function callOf(request: ClientRequest): HttpCall {
  const { method, protocol, host, path } = request;
  // The port is nowhere but in the header, and there only where it is not the usual one.
  const [, port] = /:(\d+)$/.exec(String(request.getHeader("host") ?? "")) ?? [];
  return { method, protocol, host, port: port === undefined ? undefined : Number(port), path };
}
