import type { Finding } from "@probity/core";

export type RulesErrorCode =
  | "UNKNOWN_RULE"
  | "INVALID_SETTING"
  | "DUPLICATE_RULE"
  | "INVALID_RULE"
  | "INVALID_LEXICON"
  | "RULE_FAILED"
  | "RULE_SUSPENDED";

/** Every error this package throws. Branch on `code`; the message is for people and may change. */
export class RulesError extends Error {
  override readonly name = "RulesError";
  readonly code: RulesErrorCode;
  /** With `RULE_FAILED`: what the rules that did not fail found on the decision. Empty otherwise. */
  readonly findings: readonly Finding[];

  constructor(
    code: RulesErrorCode,
    message: string,
    options?: ErrorOptions & { readonly findings?: readonly Finding[] },
  ) {
    super(message, options);
    this.code = code;
    this.findings = options?.findings ?? [];
  }
}

/** Like `instanceof`, but also true across two installed copies of the package. */
export function isRulesError(value: unknown, code?: RulesErrorCode): value is RulesError {
  if (!(value instanceof Error) || value.name !== "RulesError" || !("code" in value)) return false;
  return code === undefined || value.code === code;
}
