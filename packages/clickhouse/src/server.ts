import type { Connection } from "./connection.ts";
import { ClickHouseStoreError } from "./errors.ts";
import { Selection } from "./selection.ts";

/** The oldest server that we support: the oldest long-term release still in wide use when this was written. */
export const OLDEST_SERVER = "24.8";

/** What a server says of itself. */
export interface ServerFacts {
  /** As the server writes it, such as `26.7.2.1`. */
  readonly version: string;
  readonly isSupported: boolean;
  /** The server's clock less ours, in milliseconds; half the time that the question took is unsure. */
  readonly clockSkewMs: number;
}

const facts = new Selection({
  version: { type: "String", sql: "version()" },
  now: { type: "DateTime64(3, 'UTC')", sql: "now64(3, 'UTC')" },
});

/** @internal Asks for version and time. */
export async function askServer(connection: Connection): Promise<ServerFacts> {
  const before = Date.now();
  const [answer] = await facts.from(connection, "system.one");
  const middle = before + (Date.now() - before) / 2;
  const { version = "", now = middle } = answer ?? {};
  return { version, isSupported: isSupported(version), clockSkewMs: Math.round(now - middle) };
}

/** @internal Throws `SERVER_TOO_OLD` for a server that we can't work with. */
export async function requireSupported(connection: Connection): Promise<void> {
  const { version, isSupported } = await askServer(connection);
  if (isSupported) return;
  throw new ClickHouseStoreError(
    "SERVER_TOO_OLD",
    `ClickHouse ${version} is too old: Probity needs ${OLDEST_SERVER} or newer`,
  );
}

/** @internal Compares year and month of the release. */
export function isSupported(version: string): boolean {
  const [year = 0, month = 0] = version.split(".").map(Number);
  const [oldestYear = 0, oldestMonth = 0] = OLDEST_SERVER.split(".").map(Number);
  return year > oldestYear || (year === oldestYear && month >= oldestMonth);
}
