import { type Context, type Span, trace, type TracerProvider } from "@opentelemetry/api";

/** What `@opentelemetry/api` registers for the process, whichever copy of it does. Its major version 1 is the only one. */
const API: unique symbol = Symbol.for("opentelemetry.js.api.1") as never;

interface RegisteredApi {
  readonly trace?: TracerProvider & { getDelegate?: () => TracerProvider };
  readonly context?: { active(): Context };
}

// Not through our own copy: that gives nothing where the application's is older.
function registered(): RegisteredApi | undefined {
  return (globalThis as { [API]?: RegisteredApi })[API];
}

/** The tracer provider of an SDK that runs in this process; undefined without one. Costs two or three property reads. */
export function sdkTracerProvider(): TracerProvider | undefined {
  const proxy = registered()?.trace;
  const provider = proxy?.getDelegate?.() ?? proxy;
  return provider && !/^(?:Noop|Proxy)TracerProvider$/.test(provider.constructor.name) ? provider : undefined;
}

/** What an SDK's exporters set in the context of requests of their own; by a name that all copies of the SDK know. */
const SUPPRESSED = Symbol.for("OpenTelemetry SDK Context Key SUPPRESS_TRACING");

/** Whether what is done now is an SDK's own business, which it keeps out of its traces. */
export function isTracingSuppressed(): boolean {
  return registered()?.context?.active().getValue(SUPPRESSED) === true;
}

/** The active span, of whichever copy of the API; undefined without one, and where no SDK runs. */
export function activeSpan(): Span | undefined {
  const context = registered()?.context?.active();
  return context && trace.getSpan(context);
}
