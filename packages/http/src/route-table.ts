import { parse, pathToRegexp } from "path-to-regexp";
import { encodeNonAscii } from "./encode-path.ts";
import { HttpAdapterError } from "./errors.ts";

/** What a route is matched by. */
export interface RoutePattern {
  /** HTTP method, in any case. A `GET` route answers `HEAD` too, unless `HEAD` has a route of its own. */
  readonly method: string;
  /** The whole path, from the root of the site, in the syntax of path-to-regexp 8, which is Express 5's. */
  readonly path: string;
}

/** A route that a request belongs to. */
export interface RouteMatch<R> {
  readonly route: R;
  /** A parameter of the path, decoded; undefined where there is none or its percent-encoding is broken. */
  readonly param: (name: string) => string | undefined;
}

/** Finds the route of a request by its method and request target (`req.originalUrl`). Never throws. */
export type RouteTable<R> = (method: string, target: string) => RouteMatch<R> | undefined;

interface PatternRoute<R> {
  readonly route: R;
  readonly regexp: RegExp;
  readonly names: readonly string[];
}

interface MethodRoutes<R> {
  readonly fixed: Map<string, RouteMatch<R>>;
  readonly patterns: PatternRoute<R>[];
}

/**
 * Makes routes ready for matching as Express matches them by default: case doesn't count, nor does one slash at the
 * end. A path without parameters goes before those with them; otherwise the first that matches is taken. Throws
 * `INVALID_ROUTE` for a path that can't be parsed and for one that is there twice.
 */
export function compileRoutes<R extends RoutePattern>(routes: readonly R[]): RouteTable<R> {
  const methods: Map<string, MethodRoutes<R>> = new Map();
  const known: Set<string> = new Set();
  for (const [position, route] of routes.entries()) {
    const method = route.method.toUpperCase();
    const where = `routes[${position}] (${method} ${route.path})`;
    if (!route.path.startsWith("/"))
      throw new HttpAdapterError("INVALID_ROUTE", `${where}: a path starts with "/"`);
    const key = `${method} ${keyOf(route.path)}`;
    if (known.has(key))
      throw new HttpAdapterError("INVALID_ROUTE", `${where}: the same route is there before`);
    known.add(key);
    const ofMethod = methods.get(method) ?? { fixed: new Map<string, RouteMatch<R>>(), patterns: [] };
    methods.set(method, ofMethod);
    add(ofMethod, route, where);
  }
  return (method, target) => {
    const path = pathOf(target);
    const found = matchIn(methods.get(method), path);
    return found ?? (method === "HEAD" ? matchIn(methods.get("GET"), path) : undefined);
  };
}

function add<R extends RoutePattern>(to: MethodRoutes<R>, route: R, where: string): void {
  try {
    const data = parse(withoutSlash(route.path), { encodePath: encodeNonAscii });
    if (data.tokens.every((token) => token.type === "text")) {
      const path = data.tokens.map((token) => token.value).join("");
      to.fixed.set(keyOf(path), { route, param: () => undefined });
      return;
    }
    const { regexp, keys } = pathToRegexp(data);
    to.patterns.push({ route, regexp, names: keys.map(({ name }) => name) });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HttpAdapterError("INVALID_ROUTE", `${where}: ${reason}`, { cause });
  }
}

function matchIn<R>(routes: MethodRoutes<R> | undefined, path: string): RouteMatch<R> | undefined {
  if (!routes) return undefined;
  const fixed = routes.fixed.get(keyOf(path));
  if (fixed) return fixed;
  for (const { route, regexp, names } of routes.patterns) {
    const captures = regexp.exec(path);
    if (captures) return { route, param: (name) => paramOf(names, captures, name) };
  }
  return undefined;
}

/** The path of a request target: without query, and of `http://host/path`, as proxies are asked, the last part. */
function pathOf(target: string): string {
  const end = target.search(/[?#]/);
  const path = end === -1 ? target : target.slice(0, end);
  return path.startsWith("/") ? path : path.replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/i, "");
}

function keyOf(path: string): string {
  return withoutSlash(path).toLowerCase();
}

function withoutSlash(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : path;
}

function paramOf(
  names: readonly string[],
  captures: readonly (string | undefined)[],
  name: string,
): string | undefined {
  // A name stands once for each way in which the path's optional parts can be there or not.
  const position = names.findIndex((known, i) => known === name && captures[i + 1] !== undefined);
  try {
    return position === -1 ? undefined : decodeURIComponent(captures[position + 1] ?? "");
  } catch {
    return undefined;
  }
}
