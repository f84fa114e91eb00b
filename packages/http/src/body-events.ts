import { currentDecision, type Decision, runInDecision } from "@probity/core";
import type { IncomingMessage } from "node:http";
import { around } from "./around.ts";

/**
 * Has whoever listens for the body of `req` find its decision. Node hands on what the socket brings outside of any
 * decision.
 */
export function emitInDecision(req: IncomingMessage, decision: Decision): void {
  if (!hasBody(req)) return;
  around(req, "emit", (proceed) =>
    (currentDecision()?.isClosed ?? true) ? runInDecision(decision, proceed) : proceed(),
  );
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";
}
