import { compile, parse, type Token } from "path-to-regexp";
import { encodeNonAscii } from "./encode-path.ts";
import { HttpAdapterError } from "./errors.ts";
import type { RouteMatch } from "./route-table.ts";

/** Writes the request target of what is served in place of a route, for a request to that. */
export type FallbackTarget = (param: RouteMatch<unknown>["param"], target: string) => string;

/**
 * Makes a route's fallback ready. Of the request's query only the parameters in `keep` go along: it may say who is asking.
 * Throws `INVALID_ROUTE` for a path that can't be written.
 */
export function compileFallback(path: string, keep: readonly string[], where: string): FallbackTarget {
  const tokens = tokensOf(path, where);
  const write = compile(parse(path, { encodePath: encodeNonAscii }));
  return (param, target) => {
    const values = tokens.flatMap((token) => {
      if (token.type !== "param" && token.type !== "wildcard") return [];
      const value = param(token.name);
      if (value === undefined) {
        throw new HttpAdapterError(
          "NO_FALLBACK",
          `the path of a request to ${where} has no parameter "${token.name}" for its fallback`,
        );
      }
      return [[token.name, token.type === "param" ? value : value.split("/")] as const];
    });
    return write(Object.fromEntries(values)) + keptQuery(target, keep);
  };
}

function tokensOf(path: string, where: string): readonly Token[] {
  let tokens: readonly Token[];
  try {
    tokens = parse(path).tokens;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HttpAdapterError("INVALID_ROUTE", `${where}: fallback: ${reason}`, { cause });
  }
  if (path.startsWith("/") && tokens.every(({ type }) => type !== "group")) return tokens;
  throw new HttpAdapterError(
    "INVALID_ROUTE",
    `${where}: fallback "${path}": a path starts with "/" and has no optional parts`,
  );
}

function keptQuery(target: string, keep: readonly string[]): string {
  const [, query = ""] = /\?([^#]*)/.exec(target) ?? [];
  if (query === "" || keep.length === 0) return "";
  const kept = [...new URLSearchParams(query)].filter(([name]) => keep.includes(name));
  return kept.length === 0 ? "" : `?${new URLSearchParams(kept).toString()}`;
}
