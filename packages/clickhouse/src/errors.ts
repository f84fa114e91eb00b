/**
 * What went wrong. Only `REJECTED` speaks about the rows of a batch; everything else is about the call, the
 * server or the way to it, and the same batch may be sent again once that is put right.
 *
 * - `INVALID_ARGUMENT` an option or argument makes no sense
 * - `CLOSED` the store was closed
 * - `UNREACHABLE` no connection, or it broke
 * - `TIMEOUT` no answer in time; what was asked for may still happen
 * - `NOT_CLICKHOUSE` something else answers there
 * - `SERVER_TOO_OLD` the server is older than we can work with
 * - `AUTHENTICATION` unknown user or wrong password
 * - `FORBIDDEN` the user may not do this
 * - `SCHEMA_MISSING` the database or a table is not there: `migrate()`
 * - `SCHEMA_BEHIND` the tables are older than this code: `migrate()`
 * - `SCHEMA_AHEAD` the tables are newer than this code: upgrade
 * - `MIGRATION_CHANGED` a migration that was applied differs from the one we ship
 * - `INVALID_MIGRATIONS` the shipped migrations themselves are not in order
 * - `OVERLOADED` the server has too much to do
 * - `OUT_OF_SPACE` the server's disk is full
 * - `UNAVAILABLE` the server can't do it now: read-only replica, lost keeper, proxy without a server behind it
 * - `UNSUPPORTED` the server doesn't know a setting or function that we use
 * - `REJECTED` the server refuses the rows for their content
 * - `SERVER_FAULT` the server failed in a way we don't know
 */
export type ClickHouseStoreErrorCode =
  | "INVALID_ARGUMENT"
  | "CLOSED"
  | "UNREACHABLE"
  | "TIMEOUT"
  | "NOT_CLICKHOUSE"
  | "SERVER_TOO_OLD"
  | "AUTHENTICATION"
  | "FORBIDDEN"
  | "SCHEMA_MISSING"
  | "SCHEMA_BEHIND"
  | "SCHEMA_AHEAD"
  | "MIGRATION_CHANGED"
  | "INVALID_MIGRATIONS"
  | "OVERLOADED"
  | "OUT_OF_SPACE"
  | "UNAVAILABLE"
  | "UNSUPPORTED"
  | "REJECTED"
  | "SERVER_FAULT";

const TRANSIENT: ReadonlySet<ClickHouseStoreErrorCode> = new Set([
  "UNREACHABLE",
  "TIMEOUT",
  "OVERLOADED",
  "OUT_OF_SPACE",
  "UNAVAILABLE",
  "SERVER_FAULT",
]);

/** What an error carries beside code and message. */
export interface ClickHouseStoreErrorOptions extends ErrorOptions {
  /** ClickHouse's own error number, where the server gave one. */
  readonly serverCode?: number | undefined;
}

/**
 * Every error this package throws. Branch on `code`; the message is for people and may change. No message holds
 * a row's data or a password.
 */
export class ClickHouseStoreError extends Error {
  override readonly name = "ClickHouseStoreError";
  readonly code: ClickHouseStoreErrorCode;
  /** The very same call may succeed later, without anybody changing it. After a timeout, send with the same token. */
  readonly isTransient: boolean;
  /** ClickHouse's own error number, where the server gave one. */
  readonly serverCode: number | undefined;

  constructor(code: ClickHouseStoreErrorCode, message: string, options: ClickHouseStoreErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.isTransient = TRANSIENT.has(code);
    this.serverCode = options.serverCode;
  }
}

/** Like `instanceof`, but also true across two installed copies of the package. */
export function isClickHouseStoreError(
  value: unknown,
  code?: ClickHouseStoreErrorCode,
): value is ClickHouseStoreError {
  if (!(value instanceof Error) || value.name !== "ClickHouseStoreError" || !("code" in value)) return false;
  return code === undefined || value.code === code;
}
