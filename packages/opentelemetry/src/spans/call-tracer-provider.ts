import {
  type Attributes,
  type AttributeValue,
  type Context,
  context,
  INVALID_SPAN_CONTEXT,
  type Span,
  type SpanContext,
  type SpanOptions,
  type SpanStatus,
  SpanStatusCode,
  type TimeInput,
  trace,
  type Tracer,
  type TracerProvider,
} from "@opentelemetry/api";
import type { OpenCall, SpanObserver } from "./span-observer.ts";

/**
 * Hands out tracers to instrumentations where no SDK runs: client spans inside of a decision keep what a data call needs of
 * them, all others are those of the API that do nothing. It is for `instrumentation.setTracerProvider(…)` alone and is never
 * registered, so that the application's own use of OpenTelemetry stays without effect, as it is without us.
 */
export class CallTracerProvider implements TracerProvider {
  readonly #tracer: Tracer;

  constructor(observer: SpanObserver) {
    this.#tracer = new CallTracer(observer);
  }

  getTracer(): Tracer {
    return this.#tracer;
  }
}

class CallTracer implements Tracer {
  readonly #observer: SpanObserver;

  constructor(observer: SpanObserver) {
    this.#observer = observer;
  }

  startSpan(name: string, options: SpanOptions = {}, parent: Context = context.active()): Span {
    const { kind, attributes, startTime } = options;
    const call = this.#observer.start({ kind, name, attributes, startTime });
    const around = trace.getSpanContext(parent) ?? INVALID_SPAN_CONTEXT;
    return call ? new CallSpan(this.#observer, call, around) : trace.wrapSpanContext(around);
  }

  startActiveSpan<F extends (span: Span) => unknown>(name: string, work: F): ReturnType<F>;
  startActiveSpan<F extends (span: Span) => unknown>(
    name: string,
    options: SpanOptions,
    work: F,
  ): ReturnType<F>;
  startActiveSpan<F extends (span: Span) => unknown>(
    name: string,
    options: SpanOptions,
    parent: Context,
    work: F,
  ): ReturnType<F>;
  startActiveSpan<F extends (span: Span) => unknown>(name: string, ...given: unknown[]): ReturnType<F> {
    const work = given.pop() as F;
    const [options, parent = context.active()] = given as [SpanOptions?, Context?];
    const span = this.startSpan(name, options, parent);
    return context.with(trace.setSpan(parent, span), () => work(span) as ReturnType<F>);
  }
}

/** A span that keeps its attributes until it ends, and is then a data call. It has no ids: it is in no trace. */
class CallSpan implements Span {
  readonly #observer: SpanObserver;
  readonly #context: SpanContext;
  #call: OpenCall | undefined;
  #attributes: Attributes | undefined;
  #isFailed = false;

  constructor(observer: SpanObserver, call: OpenCall, around: SpanContext) {
    this.#observer = observer;
    this.#call = call;
    this.#context = around;
  }

  spanContext(): SpanContext {
    return this.#context;
  }

  setAttribute(key: string, value: AttributeValue): this {
    if (this.#call) (this.#attributes ??= {})[key] = value;
    return this;
  }

  setAttributes(attributes: Attributes): this {
    if (this.#call) this.#attributes = { ...this.#attributes, ...attributes };
    return this;
  }

  setStatus({ code }: SpanStatus): this {
    this.#isFailed = code === SpanStatusCode.ERROR;
    return this;
  }

  end(endTime?: TimeInput): void {
    const call = this.#call;
    if (!call) return;
    this.#call = undefined;
    this.#observer.end(call, { attributes: this.#attributes, isFailed: this.#isFailed, endTime });
    this.#attributes = undefined;
  }

  isRecording(): boolean {
    return this.#call !== undefined;
  }

  updateName(): this {
    return this;
  }

  addEvent(): this {
    return this;
  }

  addLink(): this {
    return this;
  }

  addLinks(): this {
    return this;
  }

  recordException(): void {}
}
