/** What is left of an error that crosses between threads, or is told to people. */
export interface Fault {
  /** The error's code, or its class where it has none. */
  readonly code: string;
  readonly message: string;
}

/** Errors of ours: their messages hold names, never values. */
const OURS: ReadonlySet<string> = new Set([
  "CoreError",
  "ConfigError",
  "RulesError",
  "ControlError",
  "HttpAdapterError",
  "OpenTelemetryError",
  "ClickHouseStoreError",
  "ProbeError",
  "SpoolError",
]);

/**
 * Describes what was thrown. The message of an error that is not ours is kept back, as it may quote somebody's data:
 * the place where it was thrown stands for it.
 */
export function describeFault(thrown: unknown): Fault {
  if (!(thrown instanceof Error)) return { code: "UNKNOWN", message: `a ${typeof thrown} was thrown` };
  const code = "code" in thrown && typeof thrown.code === "string" ? thrown.code : thrown.constructor.name;
  return { code, message: OURS.has(thrown.name) ? thrown.message : `at ${placeOf(thrown)}` };
}

// The stack begins with the message, so what may be shown begins after it.
function placeOf({ stack = "", name, message }: Error): string {
  const header = message === "" ? name : `${name}: ${message}`;
  const frame = stack.startsWith(`${header}\n`)
    ? stack.slice(header.length + 1).split("\n", 1)[0]
    : undefined;
  return frame?.trim().replace(/^at /, "") ?? "an unknown place";
}
