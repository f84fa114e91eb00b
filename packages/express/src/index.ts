/** Express middleware that opens a decision for each request to a configured route, and closes it with the response. */
export {
  DECISION_ID_HEADER,
  DECISION_STAGE_HEADER,
  HttpAdapterError,
  isHttpAdapterError,
} from "@probity/http";
export { createMiddleware } from "./middleware.ts";

export type { HttpAdapterErrorCode, RouteBinding, RoutePattern } from "@probity/http";
export type { MiddlewareOptions } from "./middleware.ts";
