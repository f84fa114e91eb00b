import type { Tracer } from "@opentelemetry/api";
import { channel } from "node:diagnostics_channel";
import { listenTo } from "./channels.ts";
import { type EndCall, type HttpCall, startCall } from "./http-call.ts";

interface Request {
  readonly method: string;
  readonly origin: string | URL;
  readonly path: string;
}

interface Message {
  readonly request: Request;
  readonly response: { readonly statusCode: number };
  readonly error: unknown;
}

/**
 * Makes client spans of the requests that go out by undici, the global `fetch` among them, from what undici itself tells
 * of them: nothing is patched. What is given back ends that.
 */
export function observeUndici(tracer: Tracer, onFault: (fault: unknown) => void): () => void {
  const calls: WeakMap<Request, EndCall> = new WeakMap();
  const statuses: WeakMap<Request, number> = new WeakMap();
  return listenTo(
    {
      "undici:request:create": ({ request }: Message) => {
        const end = startCall(tracer, callOf(request));
        if (end) calls.set(request, end);
      },
      "undici:request:headers": ({ request, response }: Message) =>
        statuses.set(request, response.statusCode),
      "undici:request:trailers": ({ request }: Message) =>
        calls.get(request)?.({ status: statuses.get(request) }),
      "undici:request:error": ({ request, error }: Message) =>
        calls.get(request)?.({ status: statuses.get(request), error }),
    },
    onFault,
  );
}

/** Whether somebody listens to how requests of undici end: an instrumentation, ours or another. */
export function isUndiciObserved(): boolean {
  return channel("undici:request:trailers").hasSubscribers;
}

function callOf({ method, origin, path }: Request): HttpCall {
  const { protocol, hostname, port } = new URL(origin);
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  return { method, protocol, host, port: port === "" ? undefined : Number(port), path };
}
