import { createHash } from "node:crypto";
import type { Config, RulesConfig } from "@probity/config";
import {
  ownPack,
  type Rule,
  type RuleMode,
  type RulePack,
  rulePacks,
  type RuleSettings,
  type TagLexicon,
} from "@probity/rules";
import { ProbeError } from "./errors.ts";
import { lexiconOf } from "./word-lists.ts";

/** A rule that the service gives in TypeScript. */
export interface GivenRule extends Rule {
  /** What it does unless that is changed while the service runs. @default "observe" */
  readonly mode?: RuleMode;
}

/** The rules that a service has, and what they do to begin with. */
export interface RulesInForce {
  readonly packs: readonly RulePack[];
  readonly settings: Pick<RuleSettings, "modes" | "outlets">;
  readonly lexicon: TagLexicon | undefined;
}

/** Rejects with `INVALID_OPTION` for a pack that is not there and for a word list that can't be used. */
export async function rulesInForce({ rules }: Config, given: readonly GivenRule[]): Promise<RulesInForce> {
  const own = given.flatMap(({ id, mode }) => (mode ? [[id, mode] as const] : []));
  return {
    packs: packsOf(rules, given),
    settings: { modes: new Map([...rules.modes, ...own]), outlets: rules.outlets },
    lexicon: await lexiconOf(rules.lexicons),
  };
}

/** Of all packs, in their order. */
export function ruleIds({ packs }: RulesInForce): readonly string[] {
  return packs.flatMap(({ rules }) => rules.map(({ id }) => id));
}

/** The packs that the configuration names, then its own rules, then those that the service gives. */
function packsOf({ packs, own }: RulesConfig, given: readonly Rule[]): readonly RulePack[] {
  const known = packs.map((id) => {
    const pack = rulePacks.get(id);
    if (pack) return pack;
    const there = [...rulePacks.keys()].join(", ");
    throw new ProbeError("INVALID_OPTION", `there is no rule pack "${id}", there are ${there}`);
  });
  return [
    ...known,
    ...(own.length > 0 ? [ownPack(own)] : []),
    ...(given.length > 0 ? [givenPack(given)] : []),
  ];
}

/** Nobody can digest what a function does: the pack's version follows from the ids and versions that the rules give. */
function givenPack(rules: readonly Rule[]): RulePack {
  const names = rules.map(({ id, version }) => `${id}@${String(version)}`).join(" ");
  const version = createHash("sha256").update(names).digest("hex").slice(0, 8);
  return { id: "app", version, rules };
}
