import {
  context,
  createContextKey,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type TracerProvider,
} from "@opentelemetry/api";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BasicTracerProvider,
  InMemorySpanExporter,
  type Sampler,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { afterEach, describe, expect, it } from "vitest";
import { observeTracers } from "../../src/index.ts";
import { observing, statement } from "../support/observing.ts";

/** How an SDK tells its own tracers to stand still. */
const suppressed = context
  .active()
  .setValue(createContextKey("OpenTelemetry SDK Context Key SUPPRESS_TRACING"), true);
const read = statement("SELECT age FROM readers") as never;

// All providers of one SDK share the class of their tracers.
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0).toReversed()) stop();
});

function besideSdk(sampler: Sampler, given?: (provider: TracerProvider) => TracerProvider) {
  const watched = observing();
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ sampler, spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const before = provider.getTracer("before");
  const stop = observeTracers(given ? given(provider) : provider, watched.observer);
  stops.push(stop);
  return { ...watched, exporter, provider, before, tracer: provider.getTracer("after"), stop };
}

function query(span: Span, code: SpanStatusCode): void {
  span.setAttribute("db.query.text", "SELECT age FROM readers");
  span.setAttributes({ "db.namespace": "shop" });
  span.setStatus({ code });
  span.end();
}

describe.each<[string, Sampler]>([
  ["sampled", new AlwaysOnSampler()],
  ["not sampled", new AlwaysOffSampler()],
])("observeTracers beside an SDK, where the trace is %s", (_what, sampler) => {
  it("makes data calls of client spans, of tracers handed out before and after", () => {
    const { before, tracer, spans, features } = besideSdk(sampler);
    const options = { kind: SpanKind.CLIENT, attributes: { "db.system.name": "postgresql" } };
    query(before.startSpan("query", options), SpanStatusCode.UNSET);
    query(tracer.startSpan("query", options), SpanStatusCode.ERROR);
    expect(features()).toEqual(["profile.age"]);
    expect(spans()).toMatchObject([{ source: "profile", database: "shop", count: 2, failed: 1 }]);
  });

  it("observes active spans, too, and gives back what the work gave", () => {
    const { tracer, spans } = besideSdk(sampler);
    const given = tracer.startActiveSpan("query", { kind: SpanKind.CLIENT, attributes: read }, (span) => {
      span.end();
      return 42;
    });
    expect(given).toBe(42);
    expect(spans()).toMatchObject([{ source: "profile", count: 1 }]);
  });

  it("leaves the tracers, and the spans that are open, as they were", () => {
    const plain = new BasicTracerProvider({ sampler });
    const own = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(plain.getTracer("a")));
    const { tracer, stop, spans } = besideSdk(sampler);
    const span = tracer.startSpan("query", { kind: SpanKind.CLIENT, attributes: read });
    stop();
    stop();
    span.end();
    tracer.startSpan("query", { kind: SpanKind.CLIENT, attributes: read }).end();
    expect(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(tracer))).toEqual(own);
    expect(Object.keys(span)).not.toContain("end");
    expect(spans()).toEqual([]);
  });

  it("ends a call once, however often its span ends", () => {
    const { tracer, spans } = besideSdk(sampler);
    const span = tracer.startSpan("query", { kind: SpanKind.CLIENT, attributes: read });
    span.end();
    span.end();
    span.setAttribute("db.query.text", "SELECT phone FROM readers");
    expect(spans()).toMatchObject([{ count: 1, fields: ["age"] }]);
  });

  it("finds the tracers behind the API's own provider", () => {
    const { tracer, spans } = besideSdk(sampler, (provider) => {
      trace.setGlobalTracerProvider(provider);
      stops.push(() => trace.disable());
      return trace.getTracerProvider();
    });
    tracer.startSpan("query", { kind: SpanKind.CLIENT, attributes: read }).end();
    expect(spans()).toMatchObject([{ source: "profile", count: 1 }]);
  });

  it("leaves alone what the SDK does for itself", () => {
    const { tracer, spans } = besideSdk(sampler);
    tracer.startSpan("export", { kind: SpanKind.CLIENT, attributes: read }, suppressed).end();
    expect(spans()).toEqual([]);
  });
});

describe("observeTracers", () => {
  it("changes nothing of what the SDK exports", () => {
    const { tracer, exporter } = besideSdk(new AlwaysOnSampler());
    const span = tracer.startSpan("query", { kind: SpanKind.CLIENT, attributes: read, startTime: [1, 0] });
    span.setAttribute("db.namespace", "shop").addEvent("row").end([3, 500]);
    expect(exporter.getFinishedSpans()).toMatchObject([
      {
        name: "query",
        duration: [2, 500],
        attributes: { "db.namespace": "shop" },
        events: [{ name: "row" }],
      },
    ]);
  });

  it("gets along with another that stands around it: each can end", () => {
    const { provider, tracer, observer, stop, spans } = besideSdk(new AlwaysOnSampler());
    const stopOther = observeTracers(provider, observer);
    stop();
    tracer.startSpan("query", { kind: SpanKind.CLIENT, attributes: read }).end();
    stopOther();
    tracer.startSpan("query", { kind: SpanKind.CLIENT, attributes: read }).end();
    expect(spans()).toMatchObject([{ count: 1 }]);
  });

  it("does nothing where nothing is set up", () => {
    const { observer, spans } = observing();
    const stop = observeTracers(trace.getTracerProvider(), observer);
    trace.getTracer("none").startSpan("query", { kind: SpanKind.CLIENT, attributes: read }).end();
    stop();
    expect(spans()).toEqual([]);
  });
});
