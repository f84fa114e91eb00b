import { ClickHouseStoreError } from "./errors.ts";

/** Where the records are kept, and as whom to go there. */
export interface StoreOptions {
  /** The server's HTTP interface, such as `https://clickhouse.internal:8443`; a path is kept, for proxies. */
  readonly url: string;
  /** Name of the database, of letters, digits and underscores. */
  readonly database: string;
  readonly username: string;
  /** @default "" */
  readonly password?: string | undefined;
  /** How long to wait for the whole of an answer, in milliseconds. @default 30000 */
  readonly requestTimeoutMs?: number | undefined;
  /** Compresses what is inserted (gzip, level 1): less traffic for some CPU time. @default true */
  readonly compression?: boolean | undefined;
}

/** @internal Options without gaps, checked. */
export interface ResolvedOptions {
  readonly url: URL;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  readonly requestTimeoutMs: number;
  readonly compression: boolean;
}

const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** @internal Fills every gap once; refuses nonsense by name and value. */
export function resolveOptions(given: StoreOptions): ResolvedOptions {
  const { database, username, password = "", requestTimeoutMs = 30_000, compression = true } = given;
  const url = parseUrl(given.url);
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(database)) {
    throw invalid(`database: a name has letters, digits and underscores, got "${database}"`);
  }
  if (username === "") throw invalid("username is empty");
  if (!(requestTimeoutMs > 0 && requestTimeoutMs <= LONGEST_TIMEOUT_MS)) {
    throw invalid(`requestTimeoutMs must be above 0, got ${requestTimeoutMs}`);
  }
  return { url, database, username, password, requestTimeoutMs, compression };
}

// The URL itself is shown only once it is known to hold no password.
function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw invalid("url must start with http:// or https:// and name a host, such as http://127.0.0.1:8123");
  }
  if (url.username !== "" || url.password !== "") {
    throw invalid("url holds credentials; give them as username and password instead");
  }
  if (url.search !== "" || url.hash !== "") throw invalid(`url must not have parameters, got "${text}"`);
  return url;
}

function invalid(message: string): ClickHouseStoreError {
  return new ClickHouseStoreError("INVALID_ARGUMENT", message);
}
