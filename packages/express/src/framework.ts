import type { Framework } from "@probity/http";
import type { Request } from "express";

/** What Express knows of a request of its own. */
export const framework: Framework<Request> = { route: routeOf, readsJson: true };

/**
 * The pattern of the route that handled a request. Of the path at which its router is mounted, Express keeps what stood
 * there and not the pattern; that may be somebody's id, so `*` stands for it. Undefined for a route that is no text.
 */
function routeOf(req: Request): string | undefined {
  const { path } = (req.route ?? {}) as { readonly path?: unknown };
  if (typeof path !== "string") return undefined;
  return req.baseUrl === "" ? path : `*${path}`;
}
