import { Router } from "express";
import { z } from "zod";
import { BookFeedError } from "../errors.ts";
import type { InterventionRequest } from "../store/interventions.ts";
import type { AppContext } from "./app.ts";
import { askingOperator, wholeNumber } from "./identity.ts";
import { invalidRequest, validate } from "./validate.ts";

const text = z.string().trim().min(1).max(200);
const moment = z.iso.datetime({ offset: true }).transform((value) => new Date(value));

// Approver, ticket and end are optional here: to insist on them is the operator's procedure, and to find them missing
// is what the audit is for.
const shared = {
  surface: z.enum(["feed", "hot", "search"]),
  isbn: z.string().trim().min(1).max(20),
  approver: text.optional(),
  reason: text,
  ticket: text.optional(),
  validFrom: moment.optional(),
  validTo: moment.optional(),
};
const position = z.int().min(1).max(200);

const interventionBody = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("pin"), position, ...shared }),
  z.strictObject({ kind: z.literal("insert"), position, ...shared }),
  z.strictObject({ kind: z.literal("boost"), factor: z.number().gt(1).max(100), ...shared }),
  z.strictObject({ kind: z.literal("demote"), factor: z.number().gt(0).lt(1), ...shared }),
  z.strictObject({ kind: z.literal("remove"), ...shared }),
]);

/** What people may do to the rankings. Every request names its operator in `x-operator`. */
export function adminRoutes({ store, now }: AppContext): Router {
  return Router()
    .post("/", async (req, res) => {
      const operator = askingOperator(req);
      const { approver, ticket, validTo, validFrom = now(), ...rest } = validate(interventionBody, req.body);
      const request: InterventionRequest = { ...rest, operator, approver, ticket, validFrom, validTo };
      if (validTo !== undefined && validTo <= validFrom) {
        throw invalidRequest([{ field: "validTo", message: "must be after validFrom" }]);
      }
      const [book] = await store.books.list([request.isbn]);
      if (book === undefined) throw invalidRequest([{ field: "isbn", message: "there is no such book" }]);

      const added = await store.interventions.add(request);
      res.status(201).json(added);
    })
    .get("/", async (req, res) => {
      askingOperator(req);
      res.json({ interventions: await store.interventions.list() });
    })
    .delete("/:id", async (req, res) => {
      const operator = askingOperator(req);
      const id = wholeNumber(req.params.id);
      const revoked = id === undefined ? undefined : await store.interventions.revoke(id, operator, now());
      if (revoked === undefined) throw new BookFeedError("NOT_FOUND", "there is no such intervention");
      res.json(revoked);
    });
}
