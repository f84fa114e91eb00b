/**
 * Why a call failed.
 *
 * - `INVALID_OPTION`: an option makes no sense; nothing was started.
 * - `UNSUPPORTED_PLATFORM`: the ClickHouse library is not there for this system, or was not installed.
 * - `ALREADY_RUNNING`: another server works on the same directory.
 * - `PORT_IN_USE`: another program listens on a port that was asked for.
 * - `START_FAILED`: ClickHouse refused to start; the message ends with its own words.
 * - `START_TIMEOUT`: ClickHouse did not listen within `startTimeoutMs`.
 */
export type LocalClickHouseErrorCode =
  | "INVALID_OPTION"
  | "UNSUPPORTED_PLATFORM"
  | "ALREADY_RUNNING"
  | "PORT_IN_USE"
  | "START_FAILED"
  | "START_TIMEOUT";

/** Every error this package throws. Branch on `code`; the message is for people. */
export class LocalClickHouseError extends Error {
  override readonly name = "LocalClickHouseError";
  /** Why the call failed. */
  readonly code: LocalClickHouseErrorCode;

  constructor(code: LocalClickHouseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Like `instanceof`, but also true across two installed copies of the package. */
export function isLocalClickHouseError(
  value: unknown,
  code?: LocalClickHouseErrorCode,
): value is LocalClickHouseError {
  if (!(value instanceof Error) || value.name !== "LocalClickHouseError" || !("code" in value)) return false;
  return code === undefined || value.code === code;
}
