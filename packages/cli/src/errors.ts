/**
 * - `USAGE`: the call itself is wrong.
 * - `NO_SERVER_GIVEN`: neither a configuration nor a URL says where the records are.
 * - `NO_SPOOL_GIVEN`: neither the call nor a configuration says where the spool, or its archive, is.
 * - `INTERRUPTED`: somebody asked the command to end before it was done.
 * - `FORBIDDEN`: the user may not do this on the server.
 * - `NO_KEY`: no configuration says where the pseudonym keys are.
 * - `NO_LOCAL_CLICKHOUSE`: the optional package is not installed.
 * - `PORT_IN_USE`: another program listens on the port of the local server.
 * - `SERVER_ENDED`: the local server ended by itself.
 * - `NOT_FOUND`: there is no such decision. The only one that answers a question.
 */
export type CliErrorCode =
  | "USAGE"
  | "NO_SERVER_GIVEN"
  | "NO_SPOOL_GIVEN"
  | "INTERRUPTED"
  | "FORBIDDEN"
  | "NO_KEY"
  | "NO_LOCAL_CLICKHOUSE"
  | "PORT_IN_USE"
  | "SERVER_ENDED"
  | "NOT_FOUND";

/** Every error that a command throws of its own. Branch on `code`; the message is for people and may change. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly code: CliErrorCode;

  constructor(code: CliErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Like `instanceof`, but also true across two installed copies of the package. */
export function isCliError(value: unknown, code?: CliErrorCode): value is CliError {
  if (!(value instanceof Error) || value.name !== "CliError" || !("code" in value)) return false;
  return code === undefined || value.code === code;
}
