/** Longer tokens are not looked into. */
const LONGEST_TOKEN = 16 * 1024;

/** What a token claims, by name or path: nothing, texts, or undefined for what can't be read. Never throws. */
export type BearerClaims = (name: string) => readonly string[] | undefined;

type Fields = Readonly<Record<string, unknown>>;

const NO_CLAIMS: BearerClaims = () => [];
const UNREADABLE: BearerClaims = () => undefined;

// Without `fatal`, ids that are no UTF-8 would all become the same one.
const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads the claims of the JSON Web Token (RFC 7519) in a request's `authorization` headers; another scheme than `Bearer`
 * (RFC 6750) claims nothing. Neither its signature nor its times are looked at: whether the request is answered is the
 * service's own decision. Never throws, and keeps nothing of what it can't read.
 */
export function readBearerClaims(headers: readonly string[]): BearerClaims {
  const [header = "", ...more] = headers;
  if (more.length > 0) return UNREADABLE;
  const [, token] = /^bearer +(?=\S)(.*)$/is.exec(header) ?? [];
  if (token === undefined) return NO_CLAIMS;
  const fields = token.length > LONGEST_TOKEN ? undefined : payloadOf(token);
  return fields ? (name) => textsOf(claimAt(fields, name)) : UNREADABLE;
}

function payloadOf(token: string): Fields | undefined {
  const [, payload = ""] = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(token) ?? [];
  try {
    const value: unknown = JSON.parse(utf8.decode(Buffer.from(payload, "base64url")));
    return isFields(value) ? value : undefined;
  } catch {
    return undefined; // whose message would quote it
  }
}

// Names of claims may be URLs, which have dots: the whole name goes first.
function claimAt(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : name.split(".").reduce<unknown>(fieldOf, fields);
}

function fieldOf(within: unknown, name: string): unknown {
  return isFields(within) && Object.hasOwn(within, name) ? within[name] : undefined;
}

function textsOf(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return [];
  const texts = (Array.isArray(value) ? value : [value]).map(textOf);
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  // A larger one has lost its last digits, and may be somebody else's id.
  if (typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return String(value);
  return undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
