export type CoreErrorCode =
  | "INVALID_CATALOG"
  | "INVALID_OPTION"
  | "INVALID_VALUE"
  | "ILL_FORMED_TEXT"
  | "TRUNCATED_RECORD"
  | "UNKNOWN_VERSION";

/** Every error this package throws. Branch on `code`; the message is for people and may change. */
export class CoreError extends Error {
  override readonly name = "CoreError";
  readonly code: CoreErrorCode;

  constructor(code: CoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Like `instanceof`, but also true across two installed copies of the package. */
export function isCoreError(value: unknown, code?: CoreErrorCode): value is CoreError {
  if (!(value instanceof Error) || value.name !== "CoreError" || !("code" in value)) return false;
  return code === undefined || value.code === code;
}
