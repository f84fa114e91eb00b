import { RulesError } from "./errors.ts";
import { nearestWord } from "./nearest-word.ts";
import type { RulePack } from "./rule.ts";

/**
 * What a deployment decides about a rule. `observe` records its hits; `shadow` also records what enforcing it would have
 * held back; `enforce` holds it back.
 */
export type RuleMode = "off" | "observe" | "shadow" | "enforce";

/** Every mode, from the mildest. */
export const RULE_MODES: readonly RuleMode[] = ["off", "observe", "shadow", "enforce"];

/** What a deployment decides about its rules. What is nearer to a decision goes before: kill switch, outlet, rule. */
export interface RuleSettings {
  /** By rule id. @default every rule observes */
  readonly modes: ReadonlyMap<string, RuleMode>;
  /** By outlet id, then rule id. @default as everywhere */
  readonly outlets: ReadonlyMap<string, ReadonlyMap<string, RuleMode>>;
  /** Nothing is enforced: what would be only observes. @default false */
  readonly isKilled: boolean;
  /** Ids of rules that are not asked because they failed; ids of no rule are passed over. @default none */
  readonly suspended?: ReadonlySet<string>;
}

/** The settings, every gap filled. Throws a `RulesError` where they or the packs can't be. */
export function resolveSettings(
  packs: readonly RulePack[],
  { modes = NONE, outlets = new Map(), isKilled = false, suspended = new Set() }: Partial<RuleSettings>,
): Required<RuleSettings> {
  requireDistinct(packs);
  requireKnown(packs, modes, "the settings name");
  for (const [outlet, own] of outlets) requireKnown(packs, own, `the settings of outlet "${outlet}" name`);
  return { modes, outlets, isKilled, suspended };
}

/** What is decided about one rule on one outlet. */
export function modeOf(id: string, { modes, outlets, isKilled }: RuleSettings, outlet: string): RuleMode {
  const mode = outlets.get(outlet)?.get(id) ?? modes.get(id) ?? "observe";
  return isKilled && mode === "enforce" ? "observe" : mode;
}

const NONE: ReadonlyMap<string, RuleMode> = new Map();

function requireDistinct(packs: readonly RulePack[]): void {
  const seen: Map<string, string> = new Map();
  for (const { id: pack, rules } of packs) {
    for (const { id } of rules) {
      const other = seen.get(id);
      if (other !== undefined) {
        throw new RulesError(
          "DUPLICATE_RULE",
          `packs ${other} and ${pack} both have a rule "${id}"; settings and findings name rules by their id alone`,
        );
      }
      seen.set(id, pack);
    }
  }
}

function requireKnown(
  packs: readonly RulePack[],
  modes: ReadonlyMap<string, RuleMode>,
  saying: string,
): void {
  const ids = packs.flatMap(({ rules }) => rules.map((rule) => rule.id));
  for (const [id, mode] of modes) {
    if (!ids.includes(id)) {
      const near = nearestWord(id, ids);
      const names = packs.map((pack) => `${pack.id}@${String(pack.version)}`).join(" ");
      throw new RulesError(
        "UNKNOWN_RULE",
        `${saying} the rule "${id}", ${names} has ${ids.join(", ")}` +
          (near === undefined ? "" : `; did you mean "${near}"?`),
      );
    }
    if (!RULE_MODES.includes(mode)) {
      const known = RULE_MODES.join(", ");
      throw new RulesError("INVALID_SETTING", `rule ${id} is set to "${mode}"; it can be one of ${known}`);
    }
  }
}
