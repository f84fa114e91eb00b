/**
 * - `UNKNOWN_RULE`: no rule over stored records has that id.
 * - `INVALID_WINDOW`: nothing can be found out about that stretch of time.
 * - `INVALID_SETTING`: a threshold makes no sense.
 */
export type BatchErrorCode = "UNKNOWN_RULE" | "INVALID_WINDOW" | "INVALID_SETTING";

/** Every error that this package throws of its own. Branch on `code`; the message is for people and may change. */
export class BatchError extends Error {
  override readonly name = "BatchError";
  readonly code: BatchErrorCode;

  constructor(code: BatchErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Like `instanceof`, but also true across two installed copies of the package. */
export function isBatchError(value: unknown, code?: BatchErrorCode): value is BatchError {
  if (!(value instanceof Error) || value.name !== "BatchError" || !("code" in value)) return false;
  return code === undefined || value.code === code;
}
