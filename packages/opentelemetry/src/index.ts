/** Data-call paths without a change to the service's code: instrumentation, span processor, propagation. */
export { isOpenTelemetryError, OpenTelemetryError } from "./errors.ts";
export { ProbityInstrumentation } from "./instrumentation.ts";
export { DECISION_EVENT, DECISION_ID_ATTRIBUTE } from "./out/decision-attributes.ts";
export { DecisionTelemetry } from "./out/decision-telemetry.ts";

export type { OpenTelemetryErrorCode } from "./errors.ts";
export type { DecisionTelemetryOptions } from "./out/decision-telemetry.ts";
export type { InstrumentedProbe, ProbityInstrumentationConfig, RequestInfo } from "./types.ts";
