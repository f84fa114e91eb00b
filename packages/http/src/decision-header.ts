import type { ServerResponse } from "node:http";
import { around } from "./around.ts";

/** The response header that carries the id of the request's decision. */
export const DECISION_ID_HEADER = "Probity-Decision-Id";

/**
 * Has the response carry the id of its decision. A response without a header so far is given it with its head: Node sends
 * what `writeHead` is given as it is, unless a header was set before, and then loses one of two of the same name.
 */
export function nameDecision(res: ServerResponse, id: string, onFault: (fault: unknown) => void): void {
  // A decision that could not be opened has no id.
  if (id === "" || res.headersSent) return;
  if (res.getHeaderNames().length > 0) {
    res.setHeader(DECISION_ID_HEADER, id);
    return;
  }
  around(res, "writeHead", (proceed, args) => {
    let added: readonly unknown[] | undefined;
    try {
      added = withId(res, args, id);
    } catch (fault) {
      onFault(fault);
    }
    return proceed(added);
  });
}

/** What to call `writeHead` with in place of `args`; undefined for the same. */
function withId(res: ServerResponse, args: readonly unknown[], id: string): readonly unknown[] | undefined {
  if (res.headersSent) return undefined; // Node is about to refuse it
  const at = typeof args[1] === "string" || (args[2] ?? undefined) !== undefined ? 2 : 1;
  const headers = args[at] ?? undefined;
  if (headers === undefined || res.getHeaderNames().length > 0) {
    res.setHeader(DECISION_ID_HEADER, id);
    return undefined;
  }
  const added = Array.isArray(headers) ? withPair(headers, id) : { ...headers, [DECISION_ID_HEADER]: id };
  return [...args.slice(0, at), added];
}

// Names and values in turn, or as pairs. Node refuses a list that is neither, and shows it.
function withPair(list: readonly unknown[], id: string): readonly unknown[] {
  if (Array.isArray(list[0])) return [...list, [DECISION_ID_HEADER, id]];
  return list.length % 2 === 0 ? [...list, DECISION_ID_HEADER, id] : list;
}
