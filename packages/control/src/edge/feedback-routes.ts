import { z } from "zod";
import { FEEDBACK_KINDS, type FeedbackEntry, type FeedbackLedger } from "../feedback/feedback-ledger.ts";
import { type EdgeAnswer, type EdgeWait, entered } from "./answer.ts";
import { text } from "./fields.ts";
import { type EdgeRequest, type EdgeRoute, withBody } from "./route.ts";

const feedbackBody = z.strictObject({
  kind: z.enum(FEEDBACK_KINDS),
  decision: text(64).optional(),
  item: text(256).optional(),
  reason: text(128).optional(),
  dwellMs: z.number().min(0).max(0xffff_ffff).optional(),
  outlet: text(128).optional(),
});

const stepBody = z.strictObject({ reason: text(128).optional() }).default({});

/**
 * `POST` for users, signed in or not; for the staff `cases/:id/reply`, `cases/:id/close`, and `GET cases/overdue`. The
 * caller is the user's id, or the name of who works here.
 */
export function feedbackRoutes(
  ledger: FeedbackLedger,
  wait: EdgeWait,
): readonly EdgeRoute<string | undefined>[] {
  const taken = ({ caseId, receipt }: FeedbackEntry, { language }: EdgeRequest): Promise<EdgeAnswer> =>
    entered([receipt], caseId === "" ? {} : { caseId, case: ledger.case(caseId) }, wait, language);
  const step = (name: "reply" | "close"): EdgeRoute<string | undefined> => ({
    method: "POST",
    path: new RegExp(`^/cases/([^/]{1,384})/${name}$`),
    isForStaff: true,
    answer: (request, by = "", [caseId = ""]) =>
      withBody(stepBody, request, ({ reason }) => taken(ledger[name]({ caseId, by, reason }), request)),
  });
  return [
    {
      method: "POST",
      path: /^\/$/,
      answer: (request, subject) =>
        withBody(feedbackBody, request, (feedback) => taken(ledger.enter({ ...feedback, subject }), request)),
    },
    {
      method: "GET",
      path: /^\/cases\/overdue$/,
      isForStaff: true,
      answer: () => ({ status: 200, body: { cases: ledger.overdue() } }),
    },
    step("reply"),
    step("close"),
  ];
}
