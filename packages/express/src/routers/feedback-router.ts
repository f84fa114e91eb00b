import { type FeedbackLedger, feedbackRoutes } from "@probity/control";
import type { RequestHandler } from "express";
import { type RouterOptions, routesHandler, signedIn, type Who } from "./routes-handler.ts";

export interface FeedbackRouterOptions extends RouterOptions {
  /** The id of the user who is signed in; who isn't may complain as well. @default nobody is */
  readonly who?: Who<string> | undefined;
  /** The name of the member of staff who asks; undefined for everybody else. @default nobody: cases have no routes for staff */
  readonly staff?: Who<string> | undefined;
}

/**
 * Takes what users say of decisions: `POST /` with `kind` and, as far as there is one, `decision`, `item`, `reason`, `dwellMs`,
 * `outlet`. A report, complaint or appeal is answered with its `caseId`. For staff: `POST /cases/:id/reply`,
 * `/cases/:id/close`, `GET /cases/overdue`.
 */
export function createFeedbackRouter(
  ledger: FeedbackLedger,
  options: FeedbackRouterOptions = {},
): RequestHandler {
  const { who, staff } = options;
  return routesHandler<string | undefined>(
    "probityFeedback",
    {
      routes: feedbackRoutes(ledger, options),
      async callerOf(req, { isForStaff = false }) {
        if (isForStaff) return staff && signedIn(staff, req);
        return (who && (await signedIn(who, req))) ?? { caller: undefined };
      },
    },
    options,
  );
}
