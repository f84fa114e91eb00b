/** Express middleware that opens a decision for each request to a configured route, and closes it with the response. */
export { isMiddlewareError, MiddlewareError } from "./errors.ts";
export { DECISION_STAGE_HEADER } from "./held-end.ts";
export { createMiddleware, DECISION_ID_HEADER } from "./middleware.ts";

export type { MiddlewareErrorCode } from "./errors.ts";
export type { MiddlewareOptions, RouteBinding } from "./options.ts";
export type { RoutePattern } from "./route-table.ts";
