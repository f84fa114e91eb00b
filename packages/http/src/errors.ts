export type HttpAdapterErrorCode =
  | "INVALID_ITEMS_PATH"
  | "INVALID_OPTION"
  | "INVALID_ROUTE"
  /** A request that was to fall back could not be handed to the route's alternative. */
  | "NO_FALLBACK"
  /** An answer went out before its decision had come as far as the algorithm waits for. */
  | "NOT_REACHED"
  /** A receipt gave no answer. */
  | "RECEIPT_OVERDUE";

/**
 * Every error of this package. It is thrown while the middleware is made; while requests are served, it goes to the
 * recorder's `fault` and is never thrown. Branch on `code`; the message is for people and may change.
 */
export class HttpAdapterError extends Error {
  override readonly name = "HttpAdapterError";
  readonly code: HttpAdapterErrorCode;

  constructor(code: HttpAdapterErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Like `instanceof`, but also true across two installed copies of the package. */
export function isHttpAdapterError(value: unknown, code?: HttpAdapterErrorCode): value is HttpAdapterError {
  if (!(value instanceof Error) || value.name !== "HttpAdapterError" || !("code" in value)) return false;
  return code === undefined || value.code === code;
}
