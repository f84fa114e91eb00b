import { IncomingMessage, type OutgoingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";

type Method = (...args: unknown[]) => unknown;

/** What throws once the head of a response is out. */
export const HEAD_METHODS = [
  "setHeader",
  "setHeaders",
  "appendHeader",
  "removeHeader",
  "writeHead",
  "writeHeader",
] as const;

/** What has no effect any more once a response has ended. */
export const IDLE_METHODS = ["flushHeaders", "addTrailers"] as const;

let headSent: ServerResponse | undefined;

/** Throws what Node throws when a head is touched that is out: Node's own error, of a response made for that. */
export function refuseHead(name: (typeof HEAD_METHODS)[number], args: readonly unknown[]): unknown {
  headSent ??= new ServerResponse(new IncomingMessage(new Socket())).writeHead(200);
  return Reflect.apply(methodOf(name), headSent, args);
}

/** Does what Node does when a response is ended that has ended. Returns the response. */
export function endAgain(res: OutgoingMessage, args: readonly unknown[]): unknown {
  const [chunk] = args;
  if (chunk && typeof chunk !== "function") return callAfterEnd(res, "end", args);
  const callback = args.find((arg): arg is () => void => typeof arg === "function");
  if (callback) res.on("finish", callback);
  return res;
}

/** Does what Node does when something is written to a response that has ended. */
export function writeAfterEnd(res: OutgoingMessage, args: readonly unknown[]): unknown {
  return callAfterEnd(res, "write", args);
}

// The error goes to the callback and is emitted, in the next turn. Node goes by `finished`, so that says true for as
// long as the call takes.
function callAfterEnd(res: OutgoingMessage, name: "write" | "end", args: readonly unknown[]): unknown {
  const state: { finished: boolean } = res;
  state.finished = true;
  try {
    return Reflect.apply(methodOf(name), res, args);
  } finally {
    state.finished = false;
  }
}

function methodOf(name: string): Method {
  return (ServerResponse.prototype as unknown as Readonly<Record<string, Method>>)[name] as Method;
}
