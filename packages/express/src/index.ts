/** Express: middleware that records the decisions of configured routes, and routers for choices, interventions, feedback. */
export {
  DECISION_ID_HEADER,
  DECISION_STAGE_HEADER,
  HttpAdapterError,
  isHttpAdapterError,
} from "@probity/http";
export { createMiddleware } from "./middleware.ts";
export { createChoicesRouter } from "./routers/choices-router.ts";
export { createFeedbackRouter } from "./routers/feedback-router.ts";
export { createInterventionsRouter } from "./routers/interventions-router.ts";

export type { HttpAdapterErrorCode, RouteBinding, RoutePattern } from "@probity/http";
export type { MiddlewareOptions } from "./middleware.ts";
export type { ChoicesRouterOptions } from "./routers/choices-router.ts";
export type { FeedbackRouterOptions } from "./routers/feedback-router.ts";
export type { InterventionsRouterOptions } from "./routers/interventions-router.ts";
export type { RouterOptions, Who } from "./routers/routes-handler.ts";
