import type { LocalClickHouseErrorCode } from "./errors.ts";
import { LocalClickHouseError } from "./errors.ts";
import { NO_ENGINE } from "./exit-codes.ts";
import type { StartOptions } from "./options.ts";
import { adviceFor, currentPlatform } from "./platform.ts";

/** @internal What was seen of a server process that did not come to listen. */
export type StartProblem =
  | { readonly kind: "not spawned"; readonly cause: Error }
  | { readonly kind: "exited"; readonly exitCode: number | null }
  | { readonly kind: "refused" }
  | { readonly kind: "timeout" };

/** @internal Says in one error what went wrong and what to do about it. */
export function startError(
  options: Required<StartOptions>,
  problem: StartProblem,
  stderr: string,
): LocalClickHouseError {
  const { directory, httpPort, startTimeoutMs } = options;
  const words = stderr
    .replace(/^Logging \w+ to .*$/m, "")
    .replace(/, Stack trace [^]*/, "")
    .trim();
  const cause = problem.kind === "not spawned" ? problem.cause : words === "" ? undefined : new Error(words);
  const error = (code: LocalClickHouseErrorCode, message: string): LocalClickHouseError =>
    new LocalClickHouseError(code, message, { cause });

  if (problem.kind === "exited" && problem.exitCode === NO_ENGINE) {
    const advice = adviceFor(currentPlatform());
    return error("UNSUPPORTED_PLATFORM", `there is no ClickHouse library for this system: ${advice}`);
  }
  if (/Cannot lock file .* already running/.test(words)) {
    const advice = "stop it, or choose another directory";
    return error("ALREADY_RUNNING", `another server works on ${directory}: ${advice}`);
  }
  const taken = /Address already in use: \S+:(\d+)/.exec(words)?.[1];
  if (taken !== undefined) {
    const option = Number(taken) === httpPort ? "httpPort" : "tcpPort";
    const advice = "choose another, or 0 for a free one";
    return error("PORT_IN_USE", `${option} ${taken} is in use by another program: ${advice}`);
  }
  if (problem.kind === "timeout") {
    const advice = "raise startTimeoutMs, or read server.log there";
    return error("START_TIMEOUT", `no ClickHouse on ${directory} after ${startTimeoutMs} ms: ${advice}`);
  }
  const reason = cause?.message ?? `it ${problem.kind} and said nothing`;
  return error("START_FAILED", `ClickHouse did not start on ${directory}: ${reason}`);
}
