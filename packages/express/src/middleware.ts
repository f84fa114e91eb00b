import { type Decision, runInDecision } from "@probity/core";
import { createRequestProbe, type RequestProbeOptions } from "@probity/http";
import type { Request, RequestHandler } from "express";
import { framework } from "./framework.ts";
import { reroute } from "./reroute.ts";

declare global {
  // Express's own place for what middleware adds to a request, in both its versions.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      /**
       * The request's decision, or what it is recorded in as a part of another service's; undefined where the route is not
       * configured and no other service's decision is known.
       */
      decision?: Decision | undefined;
    }
  }
}

export type MiddlewareOptions = RequestProbeOptions<Request>;

/**
 * Express 4 and 5 middleware: opens a decision for each request to a configured route, and closes it when the
 * response is over, or with its end where the algorithm has that wait (`waitFor`). Below it, `req.decision` and
 * `currentDecision()` are that decision. A request that an enforced rule blocks is answered here, and one that falls back is
 * handed to the `fallback` of its route. Where nothing is enforced, it changes no byte of the response but for the added
 * headers. A fault of its own is counted by the recorder and swallowed; the service's own errors are not touched. Throws an `HttpAdapterError` when
 * an option makes no sense.
 */
export function createMiddleware(options: MiddlewareOptions): RequestHandler {
  const probe = createRequestProbe(options);

  return function probityMiddleware(req, res, next) {
    const decision = probe.begin(req, res, { target: req.originalUrl, next, framework });
    if (!decision) {
      next();
      return;
    }
    try {
      req.decision = decision;
    } catch (fault) {
      options.recorder.fault("express", fault); // a service that has such a thing of its own
    }
    if (probe.enforce(req, reroute)) return;
    // Outside of the try: the service's own errors are not ours to catch.
    runInDecision(decision, next);
  };
}
