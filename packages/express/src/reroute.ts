import { HttpAdapterError } from "@probity/http";
import type { Request } from "express";

/** Has Express go on with another target. `originalUrl` stays what the client asked for. */
export function reroute(req: Request, target: string): void {
  req.url = urlWithin(req, target);
  // Express 4 has parsed the query by then; Express 5 does so whenever it is asked.
  if (Object.hasOwn(req, "query")) req.query = queryOf(req, target);
}

/**
 * The target as a router sees it that is mounted at `baseUrl`. Where that is all of the path that was asked for, routers
 * add a slash, and versions of Express differ in whether they take one away again.
 */
function urlWithin({ baseUrl, originalUrl }: Request, target: string): string {
  if (baseUrl === "") return target;
  const rest = target.slice(baseUrl.length);
  const isWithin = target.toLowerCase().startsWith(baseUrl.toLowerCase()) && rest.startsWith("/");
  if (isWithin && originalUrl.slice(baseUrl.length).startsWith("/")) return rest;
  throw new HttpAdapterError(
    "NO_FALLBACK",
    "a fallback lies outside of the path at which the middleware is mounted; mount it at the application itself",
  );
}

function queryOf(req: Request, target: string): Request["query"] {
  const parse = req.app.get("query parser fn") as ((query: string) => Request["query"]) | undefined;
  const [, query = ""] = /\?(.*)/.exec(target) ?? [];
  return parse?.(query) ?? {};
}
