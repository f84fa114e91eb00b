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
  /**
   * Does what enforced rules want of a request that was begun. Answers one that is blocked, in the service's place, and
   * says true: then nothing of the service is to be run for it. Has one that falls back served by the alternative of its
   * route, if it has one: `reroute` is given that one's target, and sees to it that the framework goes by it. What rules
   * want is looked at once, when this is called first: call it before the service sees the request, and after whatever
   * says who is asking. Never throws: a fault of its own is counted by the recorder, and the service is to be run.
   */
  enforce(req: R, reroute: (req: R, target: string) => void): boolean;
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
    enforce(req, reroute) {
      try {
        return (req as Seen<R>)[SEEN]?.enforce?.(reroute) ?? false;
      } catch (fault) {
        ready.recorder.fault("http", fault);
        return false;
      }
    },
  };
}

// By a name that every copy of this package knows: middleware and zero-code instrumentation may come with one each.
const SEEN: unique symbol = Symbol.for("probity.request");

interface Seen<R extends IncomingMessage> {
  /** Of another copy, which may be older. */
  [SEEN]?: Pick<Handling<R>, "meet"> & Partial<Pick<Handling<R>, "enforce">>;
}
