import type { RequestValue } from "@probity/core";
import type { IncomingMessage } from "node:http";
import { type BearerClaims, readBearerClaims } from "./bearer-claims.ts";

/**
 * All that a request holds under one name: nothing, one text, or more where it was sent more than once or is an array.
 * Undefined where there is something that can't be read.
 */
export type RequestValues = (value: RequestValue) => readonly string[] | undefined;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Reads values of `req`, whose request target is `target`; `param` gives the parameters of its route. */
export function valuesOf(
  req: IncomingMessage,
  target: string,
  param: (name: string) => string | undefined,
): RequestValues {
  let query: URLSearchParams | undefined;
  let claims: BearerClaims | undefined;
  return (value) => {
    if ("header" in value) return headerValues(req, value.header.toLowerCase()).map(decoded);
    if ("query" in value) return (query ??= queryOf(target)).getAll(value.query);
    if ("claim" in value) {
      claims ??= readBearerClaims(headerValues(req, "authorization"));
      return claims(value.claim);
    }
    const text = param(value.param);
    return text === undefined ? [] : [text];
  };
}

/** All that came under the name of a header, which is given in lower case. */
export function headerValues(req: IncomingMessage, name: string): readonly string[] {
  const value = req.headers[name];
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  if (!value.includes(",")) return [value];
  // Node joins a header that came twice; `headers` goes first, because the service may have set it there.
  const { headersDistinct } = req as Partial<IncomingMessage>; // requests that tools make up have none
  return headersDistinct?.[name] ?? [value];
}

/** Node reads header bytes as Latin-1; gateways write UTF-8. */
function decoded(text: string): string {
  if (!/\P{ASCII}/u.test(text)) return text;
  try {
    return utf8.decode(Buffer.from(text, "latin1"));
  } catch {
    return text;
  }
}

function queryOf(target: string): URLSearchParams {
  const [whole = ""] = target.split("#", 1);
  const start = whole.indexOf("?");
  return new URLSearchParams(start === -1 ? "" : whole.slice(start + 1));
}
