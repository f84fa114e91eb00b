import type { CatalogInput } from "@probity/core";
import { type Classification, classifyFeature, detectors, type Suggestion } from "@probity/rules";

/** A feature whose name suggests what is not declared of it. */
export interface Suspect {
  readonly feature: string;
  readonly source: string;
  readonly declared: readonly string[];
  /** Of codes and of kinds of personal data, surest first. */
  readonly suggestions: readonly Suggestion[];
  /** Decisions that read it; undefined of what the configuration declares. */
  readonly decisions?: number;
}

/** What was found out of the names. */
export interface SuspectReport {
  /** How many features were looked at. */
  readonly features: number;
  readonly suspects: readonly Suspect[];
  /** Codes that are declared, and that nothing here looks for: declared or not, no name can tell. */
  readonly unseen: readonly string[];
}

/** A place outside the catalog that was read. */
export interface UnregisteredName {
  readonly source: string;
  readonly name: string;
  readonly decisions: number;
}

/** Suggestions at which somebody should look: those of low confidence too, where `isThorough`. */
export interface SuspectOptions {
  readonly isThorough: boolean;
  /** Without it what is sensitive by the law of the European Union alone is left out. */
  readonly isEuropean: boolean;
}

/** Holds what features are called against what is declared of them. */
export function suspectsIn({ features }: CatalogInput, options: SuspectOptions): SuspectReport {
  const suspects = features.map(({ name, source = "", codes = [], personal = true }): Suspect => {
    const { codes: suggested, personal: kinds } = classifyFeature({ name, source });
    const missing = suggested.filter(({ stands }) => !codes.includes(stands));
    return {
      feature: name,
      source,
      declared: codes,
      suggestions: kept([...missing, ...(personal ? [] : kinds)], options),
    };
  });
  return {
    features: features.length,
    suspects: suspects.filter(({ suggestions }) => suggestions.length > 0),
    unseen: [...new Set(features.flatMap(({ codes = [] }) => codes))].filter(isUnseen).sort(),
  };
}

/** The same for what was read and is in no catalog. */
export function suspectsAmong(names: readonly UnregisteredName[], options: SuspectOptions): SuspectReport {
  const suspects = names.map(({ source, name, decisions }): Suspect => {
    const { codes, personal }: Classification = classifyFeature({ name, source });
    return {
      feature: name,
      source,
      declared: [],
      suggestions: kept([...codes, ...personal], options),
      decisions,
    };
  });
  const found = suspects.filter(({ suggestions }) => suggestions.length > 0);
  return { features: names.length, suspects: found, unseen: [] };
}

function kept(suggestions: readonly Suggestion[], { isThorough, isEuropean }: SuspectOptions): Suggestion[] {
  return suggestions
    .filter(({ confidence }) => isThorough || confidence !== "low")
    .filter(({ stands }) => isEuropean || !stands.startsWith("EU."));
}

function isUnseen(code: string): boolean {
  const known = detectors.get(code);
  return known !== undefined && !known.name && known.shapes.length === 0;
}
