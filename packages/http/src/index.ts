/** HTTP: what any adapter over node:http needs to open a decision for a request, and to close it with the response. */
export { readCaller, writeCaller } from "./baggage.ts";
export { HttpAdapterError, isHttpAdapterError } from "./errors.ts";
export { DECISION_ID_HEADER } from "./decision-header.ts";
export { DECISION_STAGE_HEADER } from "./held-end.ts";
export { createRequestProbe } from "./request-probe.ts";

export type { BeginOptions, Framework } from "./begin-options.ts";
export type { HttpAdapterErrorCode } from "./errors.ts";
export type { RequestProbeOptions, RequestRecorder, RouteBinding } from "./options.ts";
export type { RequestProbe } from "./request-probe.ts";
export type { RoutePattern } from "./route-table.ts";
export type { TraceContext } from "./trace-parent.ts";
