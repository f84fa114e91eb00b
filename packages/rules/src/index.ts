/** Compliance rules as masks over the features that a decision may read, with their legal basis. */
export { explain } from "./classifier/classification.ts";
export { classifyFeature } from "./classifier/classify-feature.ts";
export { detectors } from "./classifier/detectors.ts";
export { cn } from "./cn/pack.ts";
export { declareRule, ownPack } from "./declared/declare-rule.ts";
export { judgeWith } from "./engine.ts";
export { eu } from "./eu/pack.ts";
export { inspectWith } from "./inspect.ts";
export { isRulesError, RulesError } from "./errors.ts";
export { instruments } from "./law.ts";
export { readLexicon } from "./lexicon/read-lexicon.ts";
export { buildLexicon } from "./lexicon/tag-lexicon.ts";
export { nearestWord } from "./nearest-word.ts";
export { rulePacks } from "./packs.ts";
export { NO_HIT } from "./rule.ts";
export { RULE_MODES } from "./rule-settings.ts";
export { codeCombinations } from "./taxonomy/combinations.ts";
export { isKnownCode, isSensitiveIn, taxonomy, taxonomyVersion } from "./taxonomy/taxonomy.ts";
export { taxonomyChanges } from "./taxonomy/taxonomy-changes.ts";

export type {
  Classification,
  Evidence,
  NameEvidence,
  ShapeEvidence,
  Suggestion,
} from "./classifier/classification.ts";
export type { FeatureInput } from "./classifier/classify-feature.ts";
export type { Detectors } from "./classifier/detectors.ts";
export type { Confidence, Writing } from "./classifier/name-word.ts";
export type {
  DeclaredConditions,
  DeclaredLimits,
  DeclaredMask,
  DeclaredRule,
} from "./declared/declared-rule.ts";
export type { RuleResources } from "./engine.ts";
export type { RulesErrorCode } from "./errors.ts";
export type { Instrument, InstrumentName, LawReference, Mark } from "./law.ts";
export type { LexiconProblem, LexiconText } from "./lexicon/read-lexicon.ts";
export type { LexiconEntry, TagLexicon } from "./lexicon/tag-lexicon.ts";
export type {
  Bilingual,
  CompiledRule,
  Hit,
  Occasion,
  OpenedDecision,
  Rule,
  RulePack,
  RuleResponse,
  RuleScope,
} from "./rule.ts";
export type { Registry, RegistryFinding } from "./inspect.ts";
export type { RuleMode, RuleSettings } from "./rule-settings.ts";
export type { RuleWatchOptions, SuspensionReason } from "./rule-watch.ts";
export type { CodeCombination } from "./taxonomy/combinations.ts";
export type { CodeSource, Regime, SensitivityCode, Tier } from "./taxonomy/sensitivity-code.ts";
export type { TaxonomyChange } from "./taxonomy/taxonomy-changes.ts";
