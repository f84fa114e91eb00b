import { type InterventionLedger, interventionRoutes } from "@probity/control";
import type { RequestHandler } from "express";
import { type RouterOptions, routesHandler, signedIn, type Who } from "./routes-handler.ts";

export interface InterventionsRouterOptions extends RouterOptions {
  /** The name of the member of staff who asks, as the ledger is to have it; undefined for everybody else. */
  readonly who: Who<string>;
}

/**
 * Takes manual interventions: `POST /` to propose one, `POST /:id/approve`, `/:id/reject`, `/:id/revoke`, and `GET /` for the
 * list, by `state` and `surface`. For staff alone: who may do what is for the service to check before, or in `who`.
 */
export function createInterventionsRouter(
  ledger: InterventionLedger,
  options: InterventionsRouterOptions,
): RequestHandler {
  const { who } = options;
  const routes = interventionRoutes(ledger, options);
  return routesHandler("probityInterventions", { routes, callerOf: (req) => signedIn(who, req) }, options);
}
