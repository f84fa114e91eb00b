import {
  currentDecision,
  type Decision,
  type DecisionResult,
  runInDecision,
  type SubjectInput,
} from "@probity/core";
import type { NextFunction, Request, RequestHandler, Response } from "express";
import { around } from "./around.ts";
import { BodyTap } from "./body-tap.ts";
import { MiddlewareError } from "./errors.ts";
import { HeldEnd } from "./held-end.ts";
import { type MiddlewareOptions, type ReadyOptions, type ReadyRoute, resolveOptions } from "./options.ts";
import { valuesOf } from "./request-value.ts";
import { onResponseEnd } from "./response-end.ts";
import { compileRoutes, type RouteMatch } from "./route-table.ts";
import { readSubject } from "./read-subject.ts";
import { parseTraceParent } from "./trace-parent.ts";

declare global {
  // Express's own place for what middleware adds to a request, in both its versions.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      /** The request's decision; undefined where the route is not configured. */
      decision?: Decision | undefined;
    }
  }
}

/** The response header that carries the id of the request's decision. */
export const DECISION_ID_HEADER = "Probity-Decision-Id";

/**
 * Express 4 and 5 middleware: opens a decision for each request to a configured route, and closes it when the
 * response is over, or with its end where the algorithm has that wait (`waitFor`). Below it, `req.decision` and
 * `currentDecision()` are that decision. Changes no byte of the response but for the added headers. A fault of its own is counted by the recorder and swallowed; the service's own
 * errors are not touched. Throws a `MiddlewareError` when an option makes no sense.
 */
export function createMiddleware(options: MiddlewareOptions): RequestHandler {
  const ready = resolveOptions(options);
  const match = compileRoutes(ready.routes);

  function begin(req: Request, res: Response, next: NextFunction): Decision | undefined {
    if (req.decision) return undefined; // this middleware stands above itself
    const found = match(req.method, req.originalUrl);
    if (!found) return undefined;
    const decision = open(req, found, ready);
    watch(req, res, next, found.route, decision, ready);
    return decision;
  }

  return function probityMiddleware(req, res, next) {
    let decision: Decision | undefined;
    try {
      decision = begin(req, res, next);
    } catch (fault) {
      ready.recorder.fault("express", fault);
    }
    // Outside of the try: the service's own errors are not ours to catch.
    if (decision) runInDecision(decision, next);
    else next();
  };
}

function open(req: Request, { route, param }: RouteMatch<ReadyRoute>, ready: ReadyOptions): Decision {
  const badInput: string[] = [];
  const decision = ready.recorder.open({
    algorithm: route.algorithm,
    outlet: route.outlet,
    purpose: route.purpose,
    route: route.path,
    trace: parseTraceParent(req.headers["traceparent"]),
    subject: { ...mapped(req, param, ready, badInput), ...identified(req, ready) },
  });
  for (const name of badInput) decision.noteBadInput(name);
  return decision;
}

function watch(
  req: Request,
  res: Response,
  next: NextFunction,
  route: ReadyRoute,
  decision: Decision,
  ready: ReadyOptions,
): void {
  const { recorder } = ready;
  const { waitFor } = decision.algorithm;
  const close = (result: DecisionResult): void => {
    if (decision.isClosed) return;
    try {
      tap?.settle(result);
    } catch (fault) {
      recorder.fault("express.items", fault);
    }
    decision.close(result);
  };
  // Below the tap, which must have seen the last bytes when the decision is closed with them.
  if (waitFor) new HeldEnd(req, res, { decision, waitFor, close, recorder, next });
  const tap = tapOf(req, res, route, decision, ready);
  onResponseEnd(req, res, close);
  req.decision = decision;
  if (decision.id !== "" && !res.headersSent) res.setHeader(DECISION_ID_HEADER, decision.id);
  if (hasBody(req)) {
    // Node hands on what the socket brings outside of any decision; who listens must find the request's all the same.
    around(req, "emit", (proceed) =>
      (currentDecision()?.isClosed ?? true) ? runInDecision(decision, proceed) : proceed(),
    );
  }
}

function mapped(
  req: Request,
  param: RouteMatch<ReadyRoute>["param"],
  { subject, recorder }: ReadyOptions,
  badInput: string[],
): SubjectInput | undefined {
  if (!subject) return undefined;
  try {
    return readSubject(subject, valuesOf(req, param), (name) => badInput.push(name));
  } catch (fault) {
    recorder.fault("express.subject", fault);
    return undefined;
  }
}

function identified(req: Request, { identify, recorder }: ReadyOptions): SubjectInput | undefined {
  try {
    const subject = identify(req);
    if (!(subject instanceof Promise)) return subject;
    // Its rejection would end the process.
    subject.catch(() => undefined);
    throw new MiddlewareError("INVALID_OPTION", "identify must answer at once; it answered with a promise");
  } catch (fault) {
    recorder.fault("express.identify", fault);
    return undefined;
  }
}

function tapOf(
  req: Request,
  res: Response,
  { itemPath }: ReadyRoute,
  decision: Decision,
  { maxBodyBytes, recorder }: ReadyOptions,
): BodyTap | undefined {
  // What answers HEAD is never delivered.
  if (!itemPath || req.method === "HEAD") return undefined;
  const onFault = (fault: unknown): void => recorder.fault("express.items", fault);
  return new BodyTap(res, decision, { path: itemPath, maxBytes: maxBodyBytes, onFault });
}

function hasBody({ headers }: Request): boolean {
  return headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";
}
