/** Data-call paths without a change to the service's code: instrumentation, span processor, propagation. */
export { isOpenTelemetryError, OpenTelemetryError } from "./errors.ts";
export { ProbityInstrumentation } from "./instrumentation.ts";
export { DECISION_EVENT, DECISION_ID_ATTRIBUTE } from "./out/decision-attributes.ts";
export { DecisionTelemetry } from "./out/decision-telemetry.ts";
export { CallTracerProvider } from "./spans/call-tracer-provider.ts";
export { INSTRUMENTATION_CONFIGS } from "./spans/instrumentation-configs.ts";
export { observeTracers } from "./spans/observe-tracers.ts";
export { SpanObserver } from "./spans/span-observer.ts";
export { ProbitySpanProcessor } from "./spans/span-processor.ts";

export type { OpenTelemetryErrorCode } from "./errors.ts";
export type { DecisionTelemetryOptions } from "./out/decision-telemetry.ts";
export type { InstrumentationConfigs } from "./spans/instrumentation-configs.ts";
export type { SpanAttributes } from "./spans/semconv.ts";
export type { EndedSpan, OpenCall, SpanObserverOptions, StartedSpan } from "./spans/span-observer.ts";
export type { ProbitySpanProcessorOptions, ProcessedSpan, SpanProbe } from "./spans/span-processor.ts";
export type { InstrumentedProbe, ProbityInstrumentationConfig, RequestInfo } from "./types.ts";
