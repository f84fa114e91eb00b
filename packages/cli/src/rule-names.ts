import { rulePacks, type Rule } from "@probity/rules";

import type { Language } from "./language/language.ts";

/** A rule of a pack, and the pack that it is of. */
export interface PackedRule {
  readonly pack: string;
  readonly rule: Rule;
}

/** Every rule of every pack. */
export function packedRules(): readonly PackedRule[] {
  return [...rulePacks].flatMap(([pack, { rules }]) => rules.map((rule) => ({ pack, rule })));
}

/** What the rule is called; empty for one that we don't know. */
export function titleOfRule(id: string, language: Language): string {
  return packedRules().find(({ rule }) => rule.id === id)?.rule.title[language] ?? "";
}

/** Reads the id of a rule of the packs, in whatever case; throws a `RangeError` that names those that there are. */
export function parseRule(given: string): string {
  const known = packedRules().map(({ rule }) => rule.id);
  const id = given.toUpperCase();
  if (known.includes(id)) return id;
  throw new RangeError(`expected a rule, one of ${known.join(", ")}`);
}
