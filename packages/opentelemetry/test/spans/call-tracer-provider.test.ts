import {
  context,
  INVALID_SPANID,
  isSpanContextValid,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { describe, expect, it } from "vitest";
import { CallTracerProvider } from "../../src/index.ts";
import { observing, statement } from "../support/observing.ts";

const around = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331", traceFlags: 1 };

function without() {
  const watched = observing();
  return { ...watched, tracer: new CallTracerProvider(watched.observer).getTracer() };
}

describe("CallTracerProvider", () => {
  it("hands out tracers whose client spans are data calls", () => {
    const { tracer, spans, features } = without();
    const span = tracer.startSpan("query", {
      kind: SpanKind.CLIENT,
      attributes: { "db.system.name": "postgresql" },
    });
    expect(span.isRecording()).toBe(true);
    span
      .setAttribute("db.query.text", "SELECT age FROM readers")
      .setAttributes({ "db.namespace": "shop" })
      .setStatus({ code: SpanStatusCode.ERROR, message: "Alice is not there" })
      .addEvent("row", { name: "Alice" })
      .addLink({ context: around })
      .updateName("other");
    span.recordException(new Error("Alice"));
    span.end();
    span.end();
    span.setAttribute("db.namespace", "other");
    expect(span.isRecording()).toBe(false);
    expect(features()).toEqual([]);
    expect(spans()).toMatchObject([
      { source: "profile", database: "shop", fields: ["age"], count: 1, failed: 1 },
    ]);
  });

  it("gives the API's own spans for all others, and is in no trace", () => {
    const { tracer, decision } = without();
    const server = tracer.startSpan("request", { kind: SpanKind.SERVER });
    expect(server.isRecording()).toBe(false);
    expect(isSpanContextValid(tracer.startSpan("query", { kind: SpanKind.CLIENT }).spanContext())).toBe(
      false,
    );
    const within = trace.setSpanContext(context.active(), around);
    expect(tracer.startSpan("query", { kind: SpanKind.CLIENT }, within).spanContext()).toEqual(around);
    decision.close();
    const late = tracer.startSpan("query", { kind: SpanKind.CLIENT }, within);
    expect(late.isRecording()).toBe(false);
    expect(late.spanContext()).toEqual(around);
  });

  it("runs work in active spans, however it is asked to", () => {
    const { tracer, spans, features } = without();
    const attributes = statement("SELECT age FROM readers") as never;
    const options = { kind: SpanKind.CLIENT, attributes };
    expect(tracer.startActiveSpan("a", (span) => span.spanContext().spanId)).toBe(INVALID_SPANID);
    expect(tracer.startActiveSpan("b", options, (span) => (span.end(), "b"))).toBe("b");
    expect(tracer.startActiveSpan("c", options, context.active(), (span) => (span.end(), "c"))).toBe("c");
    expect(spans()).toMatchObject([{ count: 2 }]);
    expect(features()).toEqual(["profile.age"]);
  });

  it("is not registered: the application's own spans stay without effect", () => {
    const { spans } = without();
    const span = trace.getTracer("the application").startSpan("query", {
      kind: SpanKind.CLIENT,
      attributes: statement("SELECT age FROM readers") as never,
    });
    span.end();
    expect(span.isRecording()).toBe(false);
    expect(spans()).toEqual([]);
  });
});
