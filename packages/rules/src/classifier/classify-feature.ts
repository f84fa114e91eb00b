import { isKnownCode } from "../taxonomy/taxonomy.ts";
import type { Classification, Evidence, Suggestion } from "./classification.ts";
import { INFERRED, unseenCodes } from "./detectors.ts";
import { isCutName, matchName, type NameMatch } from "./name-matches.ts";
import type { Confidence } from "./name-word.ts";
import { matchShapes, readableSamples } from "./shape-matches.ts";

/** A feature that is to be classified. */
export interface FeatureInput {
  /** As the catalog or the service calls it. */
  readonly name: string;
  /** Name of the source that it is read from; its words count less than the feature's own. @default none */
  readonly source?: string | undefined;
  /** Some of its values. They are looked at and let go: the result says how many, never which. @default none */
  readonly samples?: Iterable<unknown> | undefined;
}

/**
 * Suggests which codes of the taxonomy a feature should carry: by words of its name in Chinese, pinyin and English, and
 * by the form of its values. The same input gives the same answer. It recognises what it has words or forms for, and
 * says in `unseen` for which codes it has none.
 */
export function classifyFeature({ name, source = "", samples = [] }: FeatureInput): Classification {
  const read = readableSamples(samples);
  const found = [
    ...matchName(name).flatMap((match) => byName(match, "name")),
    ...(name.startsWith(source) ? [] : matchName(source).flatMap((match) => byName(match, "source"))),
    ...matchShapes(read).map(({ stands, ...evidence }): Found => [stands, evidence]),
  ];
  const suggestions = [...new Set(found.map(([stands]) => stands))].map((stands) =>
    suggestionOf(stands, found),
  );
  const sorted = suggestions.sort(bySureness);
  return {
    codes: sorted.filter(({ stands }) => isKnownCode(stands)),
    personal: sorted.filter(({ stands }) => !isKnownCode(stands)),
    isCut: isCutName(name),
    samples: read.length,
    unseen: unseenCodes,
  };
}

type Found = readonly [stands: string, evidence: Evidence];

function byName({ word, found, isInferred }: NameMatch, how: "name" | "source"): Found[] {
  const codes = isInferred ? [...new Set(word.stands.map(inferredOf))] : word.stands;
  return codes.map((stands) => {
    const confidence = how === "name" ? word.confidence : LOWER[word.confidence];
    return [stands, { how, found, writing: word.writing, isInferred, confidence }];
  });
}

function inferredOf(code: string): string {
  return INFERRED.find(([of]) => code === of || code.startsWith(`${of}.`))?.[1] ?? code;
}

function suggestionOf(stands: string, found: readonly Found[]): Suggestion {
  const evidence = found.filter(([each]) => each === stands).map(([, each]) => each);
  const isNamed = evidence.some(({ how }) => how === "name");
  const isShaped = evidence.some(({ how }) => how === "shape");
  const surest = RANKED.find((rank) => evidence.some(({ confidence }) => confidence === rank)) ?? "low";
  // A name and values that say the same have no other reason to.
  return { stands, confidence: isNamed && isShaped ? "high" : surest, evidence };
}

const RANKED: readonly Confidence[] = ["high", "medium", "low"];
const LOWER: Readonly<Record<Confidence, Confidence>> = { high: "medium", medium: "low", low: "low" };

function bySureness(a: Suggestion, b: Suggestion): number {
  return RANKED.indexOf(a.confidence) - RANKED.indexOf(b.confidence) || (a.stands < b.stands ? -1 : 1);
}
