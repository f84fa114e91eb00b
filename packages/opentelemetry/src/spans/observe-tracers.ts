import {
  type Attributes,
  type Context,
  isSpanContextValid,
  type Span,
  type SpanOptions,
  type SpanStatus,
  SpanStatusCode,
  type TimeInput,
  type Tracer,
  type TracerProvider,
} from "@opentelemetry/api";
import { observeOnce } from "./seen-spans.ts";
import type { OpenCall, SpanObserver } from "./span-observer.ts";

type StartSpan = Tracer["startSpan"];

/**
 * Observes the client spans of the tracers of an SDK that is running, beside it: the span's own methods are looked at, so
 * that it makes no difference whether the trace is sampled. Evidence must not depend on that. What is given back ends it, and
 * leaves the tracers as they were.
 */
export function observeTracers(provider: TracerProvider, observer: SpanObserver): () => void {
  const owner = ownerOf(behind(provider).getTracer("@probity/opentelemetry"));
  const original: StartSpan = Reflect.get(owner, "startSpan");
  const state = { isOn: true };

  const startSpan: StartSpan = function observedStartSpan(
    this: Tracer,
    name: string,
    options?: SpanOptions,
    context?: Context,
  ): Span {
    const span = original.call(this, name, options, context);
    if (state.isOn) watch(span, name, options, observer, state);
    return span;
  };
  owner.startSpan = startSpan;
  return () => {
    state.isOn = false;
    // Whoever patched it after us calls ours, which then does nothing.
    if (owner.startSpan === startSpan) owner.startSpan = original;
  };
}

/** The provider itself, behind the one that the API hands out. */
function behind(provider: TracerProvider): TracerProvider {
  const { getDelegate } = provider as { getDelegate?: () => TracerProvider };
  return typeof getDelegate === "function" ? getDelegate.call(provider) : provider;
}

/** Where the tracers' own `startSpan` stands: their class, so that those handed out before are observed, too. */
function ownerOf(tracer: Tracer): Tracer {
  let owner: object | null = tracer;
  while (owner !== null && !Object.hasOwn(owner, "startSpan"))
    owner = Object.getPrototypeOf(owner) as object | null;
  return (owner ?? tracer) as Tracer;
}

function watch(
  span: Span,
  name: string,
  options: SpanOptions | undefined,
  observer: SpanObserver,
  state: { readonly isOn: boolean },
): void {
  const { kind, attributes, startTime } = options ?? {};
  const call = observer.start({ kind, name, attributes, startTime });
  // A span without ids is one that the SDK was told to suppress: it sends its own data.
  if (!call || !isSpanContextValid(span.spanContext()) || !observeOnce(span)) return;
  if (span.isRecording() && "attributes" in span)
    watchRecording(span as RecordingSpan, call, observer, state);
  else watchOther(span, call, observer, state);
}

/** What the SDK's own spans show beside the API. */
interface RecordingSpan extends Span {
  readonly attributes: Attributes;
  readonly status?: SpanStatus;
}

function watchRecording(
  span: RecordingSpan,
  call: OpenCall,
  observer: SpanObserver,
  state: { readonly isOn: boolean },
): void {
  const end = span.end.bind(span);
  span.end = (endTime?: TimeInput): void => {
    restore(span, ["end"]);
    end(endTime);
    const { attributes, status } = span;
    if (state.isOn)
      observer.end(call, { attributes, isFailed: status?.code === SpanStatusCode.ERROR, endTime });
  };
}

/** A span that is not recorded keeps nothing: what it is told is noted on its way. */
function watchOther(
  span: Span,
  call: OpenCall,
  observer: SpanObserver,
  state: { readonly isOn: boolean },
): void {
  const attributes: Attributes = {};
  let isFailed = false;
  const own = {
    setAttribute: span.setAttribute.bind(span),
    setAttributes: span.setAttributes.bind(span),
    setStatus: span.setStatus.bind(span),
    end: span.end.bind(span),
  };
  span.setAttribute = (key, value) => {
    attributes[key] = value;
    return own.setAttribute(key, value);
  };
  span.setAttributes = (more) => {
    Object.assign(attributes, more);
    return own.setAttributes(more);
  };
  span.setStatus = (status) => {
    isFailed = status.code === SpanStatusCode.ERROR;
    return own.setStatus(status);
  };
  span.end = (endTime) => {
    restore(span, ["setAttribute", "setAttributes", "setStatus", "end"]);
    own.end(endTime);
    if (state.isOn) observer.end(call, { attributes, isFailed, endTime });
  };
}

/** Takes our methods off the span again: what its class has is there as before. */
function restore(span: Span, methods: readonly (keyof Span)[]): void {
  for (const method of methods) Reflect.deleteProperty(span, method);
}
