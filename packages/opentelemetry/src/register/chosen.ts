/** Environment variables by which instrumentations are chosen. */
export interface ChoiceEnvironment {
  readonly OTEL_NODE_ENABLED_INSTRUMENTATIONS?: string | undefined;
  readonly OTEL_NODE_DISABLED_INSTRUMENTATIONS?: string | undefined;
}

/**
 * Whether an instrumentation is wanted, by its short name, such as `pg`: as OpenTelemetry's own auto-instrumentations
 * understand it, only those that are enabled by name, if any are, without those that are disabled.
 */
export function isChosen(name: string, env: ChoiceEnvironment): boolean {
  const enabled = namesIn(env.OTEL_NODE_ENABLED_INSTRUMENTATIONS);
  const disabled = namesIn(env.OTEL_NODE_DISABLED_INSTRUMENTATIONS);
  return (enabled.length === 0 || enabled.includes(name)) && !disabled.includes(name);
}

function namesIn(list = ""): string[] {
  return list
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
}
