/**
 * `INVALID_OPTION`: an option makes no sense. `INVALID`: an entry can't be taken as it is. `NOT_FOUND`: the ledger knows no
 * such intervention or case. `ALREADY_KNOWN`: that id is taken. `SAME_PERSON`: whoever proposed may not approve.
 * `NOT_PROPOSED`, `NOT_APPROVED`: the step needs another before it. `ALREADY_DECIDED`: somebody approved or rejected it, or
 * it is over. `CONFLICT`: what the caller saw is no longer so.
 */
export type ControlErrorCode =
  | "INVALID_OPTION"
  | "INVALID"
  | "NOT_FOUND"
  | "ALREADY_KNOWN"
  | "SAME_PERSON"
  | "NOT_PROPOSED"
  | "NOT_APPROVED"
  | "ALREADY_DECIDED"
  | "CONFLICT";

/** Every error this package throws. Branch on `code`; the message is for people, holds no user's data, and may change. */
export class ControlError extends Error {
  override readonly name = "ControlError";
  readonly code: ControlErrorCode;
  /** The field that is wrong, such as `to`; empty where it is none. */
  readonly field: string;

  constructor(code: ControlErrorCode, message: string, field = "", options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.field = field;
  }
}

/** Like `instanceof`, but also true across two installed copies of the package. */
export function isControlError(value: unknown, code?: ControlErrorCode): value is ControlError {
  if (!(value instanceof Error) || value.name !== "ControlError" || !("code" in value)) return false;
  return code === undefined || value.code === code;
}
