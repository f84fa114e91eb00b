import { context, trace } from "@opentelemetry/api";
import { logs } from "@opentelemetry/api-logs";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import {
  AlwaysOffSampler,
  BasicTracerProvider,
  InMemorySpanExporter,
  type Sampler,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { type Chunk, createCatalog, decisionRecord, Pseudonyms, Recorder } from "@probity/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DecisionTelemetry } from "../../src/out/decision-telemetry.ts";

const WRITER = "018f0000-0000-7000-8000-000000000001";

let spans: InMemorySpanExporter;
let chunks: Chunk[];
let recorder: Recorder;
let faults: string[];

function tracing(sampler?: Sampler): void {
  const provider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(spans)],
    ...(sampler && { sampler }),
  });
  trace.setGlobalTracerProvider(provider);
}

beforeEach(() => {
  spans = new InMemorySpanExporter();
  chunks = [];
  faults = [];
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  recorder = new Recorder({
    service: "book-feed",
    catalog: createCatalog({ sources: [{ name: "profile" }], features: [{ name: "profile.age" }] }),
    algorithms: [{ id: "feed", version: "1.4", type: "personalised_push", purpose: "content" }],
    outlets: [{ id: "home", product: "Book Feed", form: "app", function: "猜你喜欢", surface: "feed" }],
    pseudonyms: new Pseudonyms({ id: "k", secret: Buffer.alloc(32, "a secret") }),
    sink: { accept: (chunk) => chunks.push(chunk) > 0 },
    judge: () => ({
      rules: "cn@1",
      judge: () => [
        {
          rule: "M02",
          rule_version: 1,
          severity: "critical",
          action: "fallback",
          mode: "observe",
          features: [0],
          detail: "",
        },
      ],
    }),
    onFault: (where) => faults.push(where),
    writer: WRITER,
  });
});

afterEach(() => {
  trace.disable();
  logs.disable();
  context.disable();
});

/** One decision inside an active span. */
function decide(telemetry?: DecisionTelemetry, id = "reader-1"): string {
  return trace.getTracer("test").startActiveSpan("GET /feed", (span) => {
    const decision = recorder.open({ algorithm: "feed", outlet: "home", subject: { id } });
    telemetry?.opened(decision);
    const profile = decision.track("profile", { age: 12 });
    decision.deliver([`book-${profile.age}`, "book-2"]);
    decision.close();
    span.end();
    return decision.id;
  });
}

const EVENT = {
  "algo.decision.algorithm": "feed",
  "algo.decision.version": "1.4",
  "algo.decision.outlet": "home",
  "algo.decision.personalised": true,
  "algo.decision.items": 2,
  "algo.decision.findings": ["M02"],
  "algo.decision.outcome": "delivered",
};

describe("a decision inside a span", () => {
  it.each([true, false])("gives it its id and an event (told when it opened: %s)", (isTold) => {
    tracing();
    const telemetry = new DecisionTelemetry({ recorder, service: "book-feed" });
    const id = decide(isTold ? telemetry : undefined);
    const [span] = spans.getFinishedSpans();
    expect(span?.attributes).toEqual({ "probity.decision.id": id });
    expect(span?.events).toEqual([
      expect.objectContaining({ name: "algo.decision", attributes: { "algo.decision.id": id, ...EVENT } }),
    ]);
  });

  it("belongs to the span that was active when it opened, wherever it is closed", () => {
    tracing();
    const telemetry = new DecisionTelemetry({ recorder, service: "book-feed" });
    const tracer = trace.getTracer("test");
    tracer.startActiveSpan("request", (outer) => {
      const decision = recorder.open({ algorithm: "feed" });
      telemetry.opened(decision);
      tracer.startActiveSpan("later", (inner) => {
        decision.close();
        inner.end();
      });
      outer.end();
    });
    expect(spans.getFinishedSpans().map(({ name, events }) => [name, events.length])).toEqual([
      ["later", 0],
      ["request", 1],
    ]);
  });

  it("is recorded all the same where the span is not sampled", () => {
    tracing(new AlwaysOffSampler());
    decide(new DecisionTelemetry({ recorder, service: "book-feed" }));
    recorder.flush();
    expect(spans.getFinishedSpans()).toEqual([]);
    expect(chunks.flatMap(({ bytes }) => decisionRecord.decode(bytes))).toHaveLength(1);
  });

  it("is told no more once that was closed", () => {
    tracing();
    const telemetry = new DecisionTelemetry({ recorder, service: "book-feed" });
    telemetry.close();
    telemetry.close();
    decide();
    expect(spans.getFinishedSpans()[0]?.events).toEqual([]);
  });
});

describe("the log record of a decision", () => {
  const logging = (): InMemoryLogRecordExporter => {
    const exporter = new InMemoryLogRecordExporter();
    logs.setGlobalLoggerProvider(
      new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] }),
    );
    return exporter;
  };

  it("has the attributes of the audit draft, the trace, and numbers that follow one another", () => {
    tracing();
    const exporter = logging();
    const telemetry = new DecisionTelemetry({ recorder, service: "book-feed", logs: true });
    const ids = [decide(telemetry), decide(telemetry)];
    const records = exporter.getFinishedLogRecords();
    expect(records.map(({ eventName, attributes }) => ({ eventName, ...attributes }))).toEqual(
      ids.map((id, index) => ({
        eventName: "algo.decision",
        "algo.decision.id": id,
        ...EVENT,
        "audit.record.id": id,
        "audit.schema.version": "1.0.0",
        "audit.actor.id": "book-feed/feed@1.4",
        "audit.actor.type": "system",
        "audit.action": "DECIDE",
        "audit.outcome": "success",
        "audit.target.id": "home",
        "audit.target.type": "outlet",
        "audit.sequence.stream_id": `${WRITER}:1`,
        "audit.sequence.number": index + 1,
      })),
    );
    expect(records.map(({ spanContext }) => spanContext?.traceId)).toEqual(
      spans.getFinishedSpans().map((span) => span.spanContext().traceId),
    );
  });

  it("goes to a provider that is registered later than the first decision", () => {
    const telemetry = new DecisionTelemetry({ recorder, service: "book-feed", logs: true });
    decide(telemetry);
    const exporter = logging();
    const id = decide(telemetry);
    expect(exporter.getFinishedLogRecords().map(({ attributes }) => attributes["audit.record.id"])).toEqual([
      id,
    ]);
  });

  it("is not made unless it is asked for", () => {
    const exporter = logging();
    decide(new DecisionTelemetry({ recorder, service: "book-feed" }));
    expect(exporter.getFinishedLogRecords()).toEqual([]);
  });

  it("and the event hold nothing about the subject and no value", () => {
    tracing();
    const exporter = logging();
    decide(new DecisionTelemetry({ recorder, service: "book-feed", logs: true }), "canary-reader");
    const told = JSON.stringify([
      exporter.getFinishedLogRecords().map(({ attributes, body }) => [attributes, body]),
      spans.getFinishedSpans().map(({ attributes, events }) => [attributes, events]),
    ]);
    expect(told).toContain("algo.decision");
    expect(told).not.toMatch(/canary|book-12|book-2/);
  });
});

it("a telemetry that fails costs no record, and is counted", () => {
  logs.setGlobalLoggerProvider({
    getLogger: () => ({
      emit: () => {
        throw new Error("full");
      },
      enabled: () => true,
    }),
  });
  decide(new DecisionTelemetry({ recorder, service: "book-feed", logs: true }));
  recorder.flush();
  expect(chunks.flatMap(({ bytes }) => decisionRecord.decode(bytes))).toHaveLength(1);
  expect(faults).toEqual(["onRecord"]);
});
