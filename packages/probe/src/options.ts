import type { ChoiceSource } from "@probity/control";
import type { MiddlewareOptions } from "@probity/express";
import { register } from "prom-client";
import { lineDiagnostics } from "./diagnostics.ts";
import { ProbeError } from "./errors.ts";
import type { MetricsRegistry } from "./metrics.ts";
import type { GivenRule } from "./rules-in-force.ts";

/** What is not in the configuration file. */
export interface ProbeOptions {
  /** Where secrets that the configuration refers to by a variable's name are looked up. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where the metrics go; one open probe per registry. @default prom-client's global registry */
  readonly registry?: MetricsRegistry;
  /** Says who is asking, in place of what the configuration's `subject` says, field by field. @default nobody */
  readonly identify?: MiddlewareOptions["identify"];
  /** Rules of the service's own, beside those of the configuration. @default [] */
  readonly rules?: readonly GivenRule[];
  /** Who knows of users' choices, where the service keeps them itself. @default what is entered with `probe.choices`, here or elsewhere */
  readonly choices?: ChoiceSource;
  /** How long `flush` and `close` may take unless told otherwise, and so the end of a process, in milliseconds. @default 10_000 */
  readonly deadlineMs?: number;
  /**
   * Told of every fault that the service was kept from, and of every input that could not be recorded as it was: for
   * the service's own logger. Must return at once. The message of an error that is not a `ProbeError`, `CoreError` or
   * the like may quote data of the service.
   *
   * @default a line on stderr, at most one a minute of each kind, without such messages
   */
  readonly onFault?: (place: string, fault: unknown) => void;
}

/** @internal What is given, every gap filled but those of what a service may keep itself. */
export interface ResolvedOptions
  extends Required<Omit<ProbeOptions, KeptByService>>, Pick<ProbeOptions, KeptByService> {}

type KeptByService = "choices";

/** @internal Fills every gap once. */
export function resolveOptions(given: ProbeOptions): ResolvedOptions {
  const {
    env = process.env,
    registry = register,
    identify = () => undefined,
    rules = [],
    choices,
    deadlineMs = 10_000,
    onFault = lineDiagnostics({ write: (line) => process.stderr.write(line), now: () => performance.now() }),
  } = given;
  return {
    ...{ env, registry, identify, rules, deadlineMs: checkedDeadline(deadlineMs), onFault },
    ...(choices && { choices }),
  };
}

/** @internal A deadline that a timer can keep. */
export function checkedDeadline(deadlineMs: number): number {
  if (deadlineMs >= 0 && deadlineMs <= LONGEST_DEADLINE_MS) return deadlineMs;
  throw new ProbeError(
    "INVALID_OPTION",
    `deadlineMs must be from 0 to ${LONGEST_DEADLINE_MS}, got ${deadlineMs}`,
  );
}

const LONGEST_DEADLINE_MS = 2 ** 31 - 1;
