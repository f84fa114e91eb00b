/** What a rule does: nothing, tell, tell what it would hold, hold. */
export type ControlMode = "off" | "observe" | "shadow" | "enforce";

export const CONTROL_MODES: readonly ControlMode[] = ["off", "observe", "shadow", "enforce"];

/** What rules do, as `@probity/rules` takes it. */
export interface ControlSettings {
  /** By rule id. */
  readonly modes: ReadonlyMap<string, ControlMode>;
  /** By outlet id, then rule id. These go before `modes`. */
  readonly outlets: ReadonlyMap<string, ReadonlyMap<string, ControlMode>>;
  /** The kill switch is thrown: nothing is enforced. */
  readonly isKilled: boolean;
  /** Rules that are not asked because they failed. */
  readonly suspended: ReadonlySet<string>;
}

/** Where a mode comes from. */
export type ControlOrigin = "config" | "file" | "table";

/** What holds of one rule, everywhere or at one outlet. */
export interface HeldMode {
  readonly rule: string;
  /** Empty: every one. */
  readonly outlet: string;
  readonly mode: ControlMode;
  readonly source: ControlOrigin;
}

/** What one origin says. */
export type Layer = readonly HeldMode[];

/** What holds of each rule and outlet. */
export class EffectiveModes {
  readonly #held: Map<string, HeldMode> = new Map();

  /**
   * Of layers, the one that speaks last. Where it says what a rule does everywhere, that goes for every outlet, whatever
   * those before said of one; within a layer, what is said of an outlet goes before what is said of all.
   */
  constructor(layers: Iterable<Layer>) {
    for (const layer of layers) {
      const everywhere = new Set(layer.filter(({ outlet }) => outlet === "").map(({ rule }) => rule));
      for (const [key, { rule }] of this.#held) if (everywhere.has(rule)) this.#held.delete(key);
      for (const held of layer) this.#held.set(keyOf(held.rule, held.outlet), held);
    }
  }

  get all(): readonly HeldMode[] {
    return [...this.#held.values()];
  }

  modeOf(rule: string, outlet: string): ControlMode {
    return (this.#held.get(keyOf(rule, outlet)) ?? this.#held.get(keyOf(rule, "")))?.mode ?? "observe";
  }

  settings(isKilled: boolean, suspended: ReadonlySet<string>): ControlSettings {
    const modes: Map<string, ControlMode> = new Map();
    const outlets: Map<string, Map<string, ControlMode>> = new Map();
    for (const { rule, outlet, mode } of this.#held.values()) {
      const at = outlet === "" ? modes : (outlets.get(outlet) ?? new Map<string, ControlMode>());
      at.set(rule, mode);
      if (outlet !== "") outlets.set(outlet, at);
    }
    return { modes, outlets, isKilled, suspended: new Set(suspended) };
  }
}

/** The layer that settings come to. */
export function layerOf(
  { modes, outlets }: Pick<ControlSettings, "modes" | "outlets">,
  source: ControlOrigin,
): Layer {
  const rows = Array.from(modes, ([rule, mode]) => ({ rule, outlet: "", mode, source }));
  for (const [outlet, byRule] of outlets)
    rows.push(...Array.from(byRule, ([rule, mode]) => ({ rule, outlet, mode, source })));
  return rows;
}

function keyOf(rule: string, outlet: string): string {
  return `${rule}\n${outlet}`;
}
