import { type Attributes, type HrTime, type SpanKind, SpanStatusCode } from "@opentelemetry/api";
import type { Catalog, SpanRule } from "@probity/core";
import { observeOnce } from "./seen-spans.ts";
import { type OpenCall, SpanObserver } from "./span-observer.ts";

/** What a span processor is told of: the part of `Span` and `ReadableSpan` of the SDK, 2.x and 3.x, that is looked at. */
export interface ProcessedSpan {
  readonly kind: SpanKind;
  readonly name: string;
  readonly attributes: Attributes;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly status: { readonly code: SpanStatusCode };
}

/** A probe, as far as spans need it. */
export interface SpanProbe {
  readonly ports: {
    readonly recorder: { readonly catalog: Catalog; fault(where: string, fault: unknown): void };
    readonly spans: readonly SpanRule[];
  };
}

/** Either a probe, or what it would say. */
export type ProbitySpanProcessorOptions =
  | { readonly probe: SpanProbe }
  | {
      readonly catalog: Catalog;
      /** @default [] */
      readonly rules?: readonly SpanRule[];
      /** Told of what goes wrong. Must not throw. @default nothing */
      readonly onFault?: (where: string, fault: unknown) => void;
    };

/**
 * Makes data calls of the client spans of an SDK that is set up by hand: `spanProcessors: [new ProbitySpanProcessor({ probe })]`.
 * It sees what the SDK samples, and nothing else; `observeTracers` sees all.
 */
export class ProbitySpanProcessor {
  readonly #observer: SpanObserver;
  readonly #open: WeakMap<object, OpenCall> = new WeakMap();

  constructor(options: ProbitySpanProcessorOptions) {
    this.#observer =
      "probe" in options ? observerOf(options.probe) : new SpanObserver({ onFault: ignore, ...options });
  }

  onStart(span: ProcessedSpan, _context?: unknown): void {
    const { kind, name, attributes, startTime } = span;
    // The object of attributes is the span's own: it changes until the end.
    const call = this.#observer.start({ kind, name, attributes, startTime });
    if (call && observeOnce(span)) this.#open.set(span, call);
  }

  onEnd(span: ProcessedSpan): void {
    const call = this.#open.get(span);
    if (!call) return;
    const { attributes, status, endTime } = span;
    this.#observer.end(call, { attributes, isFailed: status.code === SpanStatusCode.ERROR, endTime });
  }

  /** The positions of the mapping rules that no call has fitted so far. */
  unusedRules(): number[] {
    return this.#observer.unusedRules();
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

/** An observer of what a probe says. */
export function observerOf({ ports: { recorder, spans } }: SpanProbe): SpanObserver {
  const onFault = (where: string, fault: unknown): void => recorder.fault(where, fault);
  return new SpanObserver({ catalog: recorder.catalog, rules: spans, onFault });
}

function ignore(): void {}
