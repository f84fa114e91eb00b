import type { Framework } from "@probity/http";
import type { IncomingMessage } from "node:http";
import type { RequestListener } from "./request-listeners.ts";

/** What Express adds to a request of its own. */
type ExpressRequest = IncomingMessage & {
  readonly baseUrl?: unknown;
  readonly route?: { readonly path?: unknown };
};

const app: Framework = { route: routeOf, readsJson: true };
const other: Framework = { route: routeOf, readsJson: false };

/**
 * What is known of requests that `listener` handles. The answer of an application of Express, 4 or 5, may be taken from
 * what its `res.json` is given; another listener may hand a request on to one.
 */
export function frameworkOf(listener: RequestListener): Framework {
  const { response, handle } = listener as {
    readonly response?: { readonly json?: unknown };
    readonly handle?: unknown;
  };
  return typeof handle === "function" && typeof response?.json === "function" ? app : other;
}

/**
 * The pattern of the route of Express that handled a request. Of the path at which its router is mounted, Express keeps
 * what stood there and not the pattern; that may be somebody's id, so `*` stands for it. Undefined for a route that is no
 * text, and outside of Express.
 */
function routeOf({ route, baseUrl }: ExpressRequest): string | undefined {
  if (typeof route?.path !== "string" || typeof baseUrl !== "string") return undefined;
  return baseUrl === "" ? route.path : `*${route.path}`;
}
