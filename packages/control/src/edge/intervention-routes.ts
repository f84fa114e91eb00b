import { z } from "zod";
import { INTERVENTION_KINDS, SURFACES } from "../interventions/check-proposal.ts";
import type { Intervened, InterventionState } from "../interventions/intervention.ts";
import type { InterventionEntry, InterventionLedger } from "../interventions/intervention-ledger.ts";
import { type EdgeAnswer, type EdgeWait, entered, invalid } from "./answer.ts";
import { text, time } from "./fields.ts";
import { readBody } from "./read-body.ts";
import { type EdgeRequest, type EdgeRoute, withBody } from "./route.ts";

const STATES: readonly InterventionState[] = [
  "proposed",
  "lapsed",
  "rejected",
  "approved",
  "active",
  "expired",
  "revoked",
];

const proposalBody = z.strictObject({
  id: text(128).optional(),
  kind: z.enum(INTERVENTION_KINDS),
  surface: z.enum(SURFACES),
  outlet: text(128).optional(),
  algorithm: text(128).optional(),
  item: text(256),
  rank: z.int().min(1).max(0xffff).optional(),
  factor: z.number().optional(),
  reason: text(128),
  ticket: text(128),
  from: time.optional(),
  to: time,
});

const stepBody = z.strictObject({ seen: z.int().min(1).optional() }).default({});
const listQuery = z.strictObject({ state: z.enum(STATES).optional(), surface: z.enum(SURFACES).optional() });

/** `POST` to propose, `:id/approve`, `:id/reject`, `:id/revoke`; `GET` for the list, by `state` and `surface`. */
export function interventionRoutes(ledger: InterventionLedger, wait: EdgeWait): readonly EdgeRoute<string>[] {
  const taken = (
    { intervention, receipt }: InterventionEntry,
    { language }: EdgeRequest,
  ): Promise<EdgeAnswer> => entered([receipt], { intervention }, wait, language);
  const step = (name: "approve" | "reject" | "revoke"): EdgeRoute<string> => ({
    method: "POST",
    path: new RegExp(`^/([^/]{1,384})/${name}$`),
    isForStaff: true,
    answer: (request, by, [id = ""]) =>
      withBody(stepBody, request, ({ seen }) => taken(ledger[name]({ id, by, seen }), request)),
  });
  return [
    {
      method: "GET",
      path: /^\/$/,
      isForStaff: true,
      answer: ({ query, language }) => {
        const read = readBody(listQuery, query);
        if ("problems" in read) return invalid(read.problems, language);
        return { status: 200, body: { interventions: listed(ledger, read.data) } };
      },
    },
    {
      method: "POST",
      path: /^\/$/,
      isForStaff: true,
      answer: (request, by) =>
        withBody(proposalBody, request, (proposal) => taken(ledger.propose({ ...proposal, by }), request)),
    },
    step("approve"),
    step("reject"),
    step("revoke"),
  ];
}

function listed(
  ledger: InterventionLedger,
  { state, surface }: z.infer<typeof listQuery>,
): readonly Intervened[] {
  return ledger.list({ ...(state && { state }), ...(surface && { surface }) });
}
