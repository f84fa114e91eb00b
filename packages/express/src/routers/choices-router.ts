import { type ChoiceLedger, choiceRoutes, type ChoosingSubject } from "@probity/control";
import type { RequestHandler } from "express";
import { type RouterOptions, routesHandler, signedIn, type Who } from "./routes-handler.ts";

export interface ChoicesRouterOptions extends RouterOptions {
  /** The id of the user who is signed in, as decisions have it; or that, and whether a guardian acts for them. */
  readonly who: Who<string | ChoosingSubject>;
}

/**
 * Takes users' choices: `POST /personalisation` `{ off }`, `POST /tags` `{ delete, block, restore }`, `POST /consents`
 * `{ given, code, version }`, each with an `outlet` where it is for one; `GET /` gives what is on record of whoever asks.
 * Mount it where users are signed in: `app.use("/choices", createChoicesRouter(probe.choices, { who }))`.
 */
export function createChoicesRouter(ledger: ChoiceLedger, options: ChoicesRouterOptions): RequestHandler {
  const { who } = options;
  return routesHandler<ChoosingSubject>(
    "probityChoices",
    {
      routes: choiceRoutes(ledger, options),
      async callerOf(req) {
        const known = await signedIn(who, req);
        if (!known) return undefined;
        return { caller: typeof known.caller === "string" ? { subject: known.caller } : known.caller };
      },
    },
    options,
  );
}
