import type { Config } from "@probity/config";

/** What a configuration says that a rule does. */
export interface ConfiguredMode {
  /** False where the rule's pack is not among those that judge. */
  readonly isActive: boolean;
  readonly mode: string;
  /** Outlets where it does something else. */
  readonly outlets: Readonly<Record<string, string>>;
}

/** The mode of each rule by the configuration; undefined without one. */
export function configuredMode(
  config: Config | undefined,
  pack: string,
  rule: string,
): ConfiguredMode | undefined {
  if (!config) return undefined;
  const { packs, modes, outlets } = config.rules;
  const elsewhere = [...outlets].flatMap(([outlet, its]) => {
    const mode = its.get(rule);
    return mode === undefined ? [] : [[outlet, mode] as const];
  });
  return {
    isActive: packs.includes(pack),
    mode: modes.get(rule) ?? "observe",
    outlets: Object.fromEntries(elsewhere),
  };
}
