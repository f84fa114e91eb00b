export type OpenTelemetryErrorCode =
  /** A request to another service had no room in its baggage. */
  | "BAGGAGE_FULL"
  | "INVALID_OPTION"
  /** A mapping rule of `spans:` that can't be used. */
  | "INVALID_RULE"
  /** A mapping rule that no call has fitted for long. */
  | "UNUSED_RULE"
  /** A statement of SQL whose columns are not in the record. */
  | "UNREADABLE_STATEMENT";

/**
 * Every error of this package. It is thrown while things are set up; while requests are served, it goes to the recorder's
 * `fault` and is never thrown. Branch on `code`; the message is for people and may change.
 */
export class OpenTelemetryError extends Error {
  override readonly name = "OpenTelemetryError";
  readonly code: OpenTelemetryErrorCode;

  constructor(code: OpenTelemetryErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Like `instanceof`, but also true across two installed copies of the package. */
export function isOpenTelemetryError(
  value: unknown,
  code?: OpenTelemetryErrorCode,
): value is OpenTelemetryError {
  if (!(value instanceof Error) || value.name !== "OpenTelemetryError" || !("code" in value)) return false;
  return code === undefined || value.code === code;
}
