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
  const cause = problem.kind === "not spawned" ? problem.cause : new Error(words);

  if (problem.kind === "exited" && problem.exitCode === NO_ENGINE) {
    const message = `there is no ClickHouse library for this system: ${adviceFor(currentPlatform())}`;
    return new LocalClickHouseError("UNSUPPORTED_PLATFORM", message, { cause });
  }
  if (/Cannot lock file .* already running/.test(words)) {
    const message = `another server works on ${directory}: stop it, or choose another directory`;
    return new LocalClickHouseError("ALREADY_RUNNING", message, { cause });
  }
  const taken = /Address already in use: \S+:(\d+)/.exec(words)?.[1];
  if (taken !== undefined) {
    const option = Number(taken) === httpPort ? "httpPort" : "tcpPort";
    const message = `${option} ${taken} is in use by another program: choose another, or 0 for a free one`;
    return new LocalClickHouseError("PORT_IN_USE", message, { cause });
  }
  if (problem.kind === "timeout") {
    const message = `ClickHouse did not listen within ${startTimeoutMs} ms on ${directory}: raise startTimeoutMs, or read server.log there`;
    return new LocalClickHouseError("START_TIMEOUT", message, { cause });
  }
  const message = `ClickHouse did not start on ${directory}: ${words === "" ? problem.kind : words}`;
  return new LocalClickHouseError("START_FAILED", message, { cause });
}
