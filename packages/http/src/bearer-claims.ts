import type { IncomingMessage } from "node:http";

/** Claims of a token, by name. */
export type Claims = Readonly<Record<string, unknown>>;

/** A longer header is no token that a service would take. */
const LONGEST_TOKEN = 16 * 1024;

const NONE: Claims = Object.freeze({});

/**
 * What the bearer token of a request claims, when it is a JWT (RFC 7519). Neither its signature nor its times are looked
 * at: whether the request is answered is the service's own decision. Never throws.
 */
export function bearerClaims({ headers }: Pick<IncomingMessage, "headers">): Claims {
  const { authorization = "" } = headers;
  if (authorization.length > LONGEST_TOKEN) return NONE;
  const [, payload] = /^Bearer +[\w-]+\.([\w-]+)\.[\w-]*$/i.exec(authorization) ?? [];
  if (payload === undefined) return NONE;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
    return isObject(claims) ? claims : NONE;
  } catch {
    return NONE;
  }
}

/**
 * The texts of a claim: one, or those of a list; none for what is no text, number or flag. The name is that of a claim as
 * it stands, such as `sub` or `https://shop.example/age`, or leads by dots to one within another, such as `realm.age`.
 */
export function claimTexts(claims: Claims, name: string): readonly string[] {
  const value = ownOf(claims, name) ?? name.split(".").reduce<unknown>(ownOf, claims);
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((each) => ["string", "number", "boolean"].includes(typeof each)).map(String);
}

function ownOf(within: unknown, name: string): unknown {
  return isObject(within) && Object.hasOwn(within, name) ? within[name] : undefined;
}

function isObject(value: unknown): value is Claims {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
