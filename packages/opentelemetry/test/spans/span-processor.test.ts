import { context, SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { runInDecision } from "@probity/core";
import { BasicTracerProvider, type SpanProcessor } from "@opentelemetry/sdk-trace-base";
import { describe, expect, it } from "vitest";
import { observeTracers, ProbitySpanProcessor } from "../../src/index.ts";
import { catalog, observing, statement } from "../support/observing.ts";

/** An SDK with our processor, of a probe that has one rule. */
function withProcessor() {
  const watched = observing();
  const { recorder } = watched;
  const rule = { match: { table: "people" }, source: "profile" };
  const processor = new ProbitySpanProcessor({ probe: { ports: { recorder, spans: [rule] } } });
  // What the SDK takes for one, without our depending on it.
  const asSdk: SpanProcessor = processor;
  const provider = new BasicTracerProvider({ spanProcessors: [asSdk] });
  return { ...watched, processor, provider, tracer: provider.getTracer("test") };
}

describe("ProbitySpanProcessor", () => {
  it("makes data calls of the client spans in a decision, with what they were told until their end", () => {
    const { tracer, decision, spans, features } = withProcessor();
    runInDecision(decision, () => {
      const { "db.query.text": text, ...before } = statement("SELECT age FROM people");
      const span = tracer.startSpan("query", { kind: SpanKind.CLIENT, attributes: before as never });
      span.setAttribute("db.query.text", text as string);
      span.end();
      const failing = tracer.startSpan("query", { kind: SpanKind.CLIENT, attributes: before as never });
      failing.setAttribute("db.query.text", "SELECT phone FROM people");
      failing.setStatus({ code: SpanStatusCode.ERROR });
      failing.end();
      tracer.startSpan("not of a client").end();
    });
    expect(features()).toEqual(["profile.age"]);
    expect(spans()).toMatchObject([
      { source: "profile", target: "people", fields: ["age"], count: 1, failed: 0 },
      { source: "profile", target: "people", fields: ["phone"], count: 1, failed: 1 },
    ]);
  });

  it("takes a span without its parent, and one of another trace", () => {
    const { tracer, decision, spans } = withProcessor();
    const attributes = statement("SELECT age FROM people") as never;
    runInDecision(decision, () => {
      tracer.startSpan("root", { kind: SpanKind.CLIENT, root: true, attributes }).end();
      tracer.startSpan("orphan", { kind: SpanKind.CLIENT, attributes }, context.active()).end();
    });
    expect(spans()).toMatchObject([{ source: "profile", count: 2 }]);
  });

  it("sees nothing outside of a decision", () => {
    const { tracer, spans } = withProcessor();
    tracer
      .startSpan("query", { kind: SpanKind.CLIENT, attributes: statement("SELECT age FROM people") as never })
      .end();
    expect(spans()).toEqual([]);
  });

  it("has nothing to flush, and ends at once", async () => {
    const { processor, provider } = withProcessor();
    await processor.forceFlush();
    await provider.shutdown();
    expect(processor.unusedRules()).toEqual([0]);
  });

  it("may be told of catalog and rules without a probe", () => {
    const rules = [{ match: { table: "people" }, source: "profile" }];
    const processor = new ProbitySpanProcessor({ catalog, rules });
    expect(processor.unusedRules()).toEqual([0]);
  });

  it("and an observer of the same tracers see each span once", () => {
    const { provider, observer, tracer, decision, spans } = withProcessor();
    const stop = observeTracers(provider, observer);
    runInDecision(decision, () => {
      const attributes = statement("SELECT age FROM people") as never;
      tracer.startSpan("query", { kind: SpanKind.CLIENT, attributes }).end();
    });
    stop();
    expect(spans()).toMatchObject([{ source: "profile", count: 1 }]);
  });
});
