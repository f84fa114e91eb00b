/** Compliance rules as masks over the features that a decision may read, with their legal basis. */
export { cn } from "./cn/pack.ts";
export { judgeWith } from "./engine.ts";
export { isRulesError, RulesError } from "./errors.ts";
export { instruments } from "./law.ts";
export { readLexicon } from "./lexicon/read-lexicon.ts";
export { buildLexicon } from "./lexicon/tag-lexicon.ts";
export { nearestWord } from "./nearest-word.ts";
export { rulePacks } from "./packs.ts";
export { isKnownCode, taxonomy, taxonomyVersion } from "./taxonomy/taxonomy.ts";

export type { RuleSetting } from "./engine.ts";
export type { RulesErrorCode } from "./errors.ts";
export type { Instrument, InstrumentName, LawReference, Mark } from "./law.ts";
export type { LexiconProblem, LexiconText } from "./lexicon/read-lexicon.ts";
export type { LexiconEntry, TagLexicon } from "./lexicon/tag-lexicon.ts";
export type {
  Bilingual,
  CompiledRule,
  Occasion,
  OpenedDecision,
  Rule,
  RulePack,
  RuleResponse,
} from "./rule.ts";
export type { CodeSource, SensitivityCode, Tier } from "./taxonomy/sensitivity-code.ts";
