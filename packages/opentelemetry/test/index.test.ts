import { expect, it } from "vitest";
import * as opentelemetry from "../src/index.ts";

it("exports these names, and a new one is a decision", () => {
  expect(Object.keys(opentelemetry).toSorted()).toEqual([
    "CallTracerProvider",
    "DECISION_EVENT",
    "DECISION_ID_ATTRIBUTE",
    "DecisionTelemetry",
    "INSTRUMENTATION_CONFIGS",
    "OpenTelemetryError",
    "ProbityInstrumentation",
    "ProbitySpanProcessor",
    "SpanObserver",
    "isOpenTelemetryError",
    "observeTracers",
  ]);
});
