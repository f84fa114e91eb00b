import type { Caller, Decision } from "@probity/core";
import type { IncomingMessage } from "node:http";
import type { BeginOptions } from "./begin-options.ts";
import type { ReadyOptions, ReadyRoute } from "./options.ts";
import { outletOf } from "./outlet-of.ts";
import { valuesOf } from "./request-value.ts";
import type { RouteMatch } from "./route-table.ts";
import { subjectOf } from "./subject-of.ts";

/** Where a request stands. */
export interface Surroundings {
  readonly trace: BeginOptions["trace"];
  /** The decision of this process that it is handled within. */
  readonly parent: Decision | undefined;
  /** Whose decision it is a part of, as its baggage says. */
  readonly caller: Caller | undefined;
}

/** Opens the decision of a request to a configured route. */
export function openDecision<R extends IncomingMessage>(
  req: R,
  target: string,
  { route, param }: RouteMatch<ReadyRoute>,
  surroundings: Surroundings,
  ready: ReadyOptions<R>,
): Decision {
  const badInput: string[] = [];
  const note = (name: string): void => void badInput.push(name);
  const values = valuesOf(req, target, param);
  const decision = ready.recorder.open({
    algorithm: route.algorithm,
    outlet: outletOf(route.outlet, values, ready.recorder, note),
    purpose: route.purpose,
    route: route.path,
    ...surroundings,
    subject: subjectOf(req, values, ready, note),
  });
  for (const name of badInput) decision.noteBadInput(name);
  return decision;
}
