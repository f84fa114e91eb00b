import { printProblem, type Problem } from "./problem.ts";

/**
 * `UNREADABLE_FILE`: there is no such file, or it is no text. `INVALID_CONFIG`: what stands in it is wrong.
 * `INVALID_SECRET`: an environment variable or file that it refers to is missing or unfit.
 */
export type ConfigErrorCode = "UNREADABLE_FILE" | "INVALID_CONFIG" | "INVALID_SECRET";

/** Every error this package throws. Branch on `code`; `problems` holds each thing that is wrong, in order. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly code: ConfigErrorCode;
  readonly problems: readonly Problem[];

  constructor(
    code: ConfigErrorCode,
    message: string,
    problems: readonly Problem[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.problems = problems;
  }
}

/** Like `instanceof`, but also true across two installed copies of the package. */
export function isConfigError(value: unknown, code?: ConfigErrorCode): value is ConfigError {
  if (!(value instanceof Error) || value.name !== "ConfigError" || !("code" in value)) return false;
  return code === undefined || value.code === code;
}

/** @internal An error whose message prints every problem on a line of its own. */
export function problemsError(code: ConfigErrorCode, problems: readonly Problem[]): ConfigError {
  const lines = problems.map(printProblem);
  const message = lines.length === 1 ? lines.join() : [`${lines.length} problems:`, ...lines].join("\n  ");
  return new ConfigError(code, message, problems);
}
