/** Data-call paths without a change to the service's code: instrumentation, span processor, propagation. */
export { isOpenTelemetryError, OpenTelemetryError } from "./errors.ts";

export type { OpenTelemetryErrorCode } from "./errors.ts";
