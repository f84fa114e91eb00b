import type { Decision } from "@probity/core";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { BeginOptions } from "./begin-options.ts";
import { Handling } from "./handling.ts";
import { type RequestProbeOptions, resolveOptions } from "./options.ts";
import { compileRoutes } from "./route-table.ts";

/** Records requests of a server of node:http. */
export interface RequestProbe<R extends IncomingMessage = IncomingMessage> {
  /**
   * Opens what the request is recorded in, and closes it when the response is over, or with its end where the algorithm
   * has that wait (`waitFor`): the decision of a configured route; the part of a caller's decision that the request's
   * baggage names; undefined for every other request, which is only counted. Run what handles the request by
   * `runInDecision`. However often and by whomever it is called for a request, the answer is the same. Changes no byte of
   * the response but for the added headers. Never throws: a fault of its own is counted by the recorder.
   */
  begin(req: R, res: ServerResponse, how: BeginOptions<R>): Decision | undefined;
}

/** Makes ready what any adapter over node:http needs. Throws an `HttpAdapterError` when an option makes no sense. */
export function createRequestProbe<R extends IncomingMessage = IncomingMessage>(
  options: RequestProbeOptions<R>,
): RequestProbe<R> {
  const ready = resolveOptions(options);
  const match = compileRoutes(ready.routes);
  return {
    begin(req, res, how) {
      try {
        const seen = (req as Seen<R>)[SEEN];
        if (seen) return seen.meet(how);
        const handling = new Handling(req, res, how, ready);
        (req as Seen<R>)[SEEN] = handling;
        return handling.begin(how, match);
      } catch (fault) {
        ready.recorder.fault("http", fault);
        return undefined;
      }
    },
  };
}

// By a name that every copy of this package knows: middleware and zero-code instrumentation may come with one each.
const SEEN: unique symbol = Symbol.for("probity.request");

interface Seen<R extends IncomingMessage> {
  [SEEN]?: Pick<Handling<R>, "meet">;
}
