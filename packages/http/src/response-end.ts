import type { DecisionResult } from "@probity/core";
import type { IncomingMessage, ServerResponse } from "node:http";
import { around } from "./around.ts";

/**
 * Calls `done` once, when the response is over, however that comes, with what the client got; before all that listens
 * for its "close" by then, so that a span of OpenTelemetry is still open.
 */
export function onResponseEnd(
  req: IncomingMessage,
  res: ServerResponse,
  done: (result: DecisionResult) => void,
): void {
  if (res.closed) {
    // The client hung up before the request got here, so "close" is past. The handler will work all the same.
    let isOver = false;
    around(res, "end", (proceed) => {
      if (!isOver) done({ outcome: "aborted", status: 0 });
      isOver = true;
      return proceed();
    });
    return;
  }
  let isFlushed = false;
  // When the client hangs up halfway, "finish" comes nevertheless and `writableFinished` says true: what was still to
  // be written counts as written. Only the socket tells, and only before the server's own listener lets go of it.
  const { socket } = req as { readonly socket?: IncomingMessage["socket"] }; // tools that call an app without a server have none
  res.prependOnceListener("finish", () => (isFlushed = !socket?.destroyed));
  // "close" comes exactly once; "finish" may never come.
  res.prependOnceListener("close", () => {
    const status = res.headersSent ? res.statusCode : 0;
    done({ outcome: isFlushed ? outcomeOf(status) : "aborted", status });
  });
}

/** The outcome of an answer of that status that gets through. */
export function outcomeOf(status: number): NonNullable<DecisionResult["outcome"]> {
  if (status >= 500) return "failed";
  return status === 304 ? "unmodified" : "delivered";
}
