import type { DecisionRow, Observation } from "@probity/core";

import type { KnownFeatures } from "./catalog-lookup.ts";

/** Which data was used, in a decision or in what another service did for it. */
export interface PathData {
  /** The systems that were read, in the order of their first call. */
  readonly sources: readonly PathSource[];
  /** Calls that were seen as client spans and that no rule maps to a source: what they read is not known. */
  readonly unmapped: readonly SpanCall[];
  /** False where nobody registered the catalog, so that features are called by number, such as `#12`. */
  readonly isCatalogKnown: boolean;
}

/** A data source in a path: how it was called, and what was used of it. */
export interface PathSource {
  /** Name of the source; empty for features of a catalog that nobody registered. */
  readonly source: string;
  /** Kind of system and data set, as declared; empty without. */
  readonly system: string;
  readonly dataset: string;
  /** The calls that were observed, in order. */
  readonly calls: readonly SourceCall[];
  /** What of it was seen as client spans, in order. */
  readonly spans: readonly SpanCall[];
  /** By name. */
  readonly features: readonly PathFeature[];
}

/** One or several like calls of a source, as in the record. */
export type SourceCall = Omit<DecisionRow["calls"][number], "source">;

/** One or several like calls that were seen as client spans, as in the record. */
export type SpanCall = Omit<DecisionRow["spans"][number], "source">;

/** A feature in a path. */
export interface PathFeature {
  readonly name: string;
  /** How its use is known. */
  readonly how: readonly Observation[];
  /** False where the catalog doesn't have the feature: what follows is unknown then. */
  readonly isRegistered: boolean;
  readonly codes: readonly string[];
  readonly isPersonal: boolean | undefined;
  readonly isInferred: boolean | undefined;
  readonly purposes: readonly string[];
}

/** A feature, and the source that it belongs to. */
type Placed = readonly [source: string, feature: PathFeature];

/** What stands in a record of which data was used. */
type DataUse = Pick<DecisionRow, "calls" | "spans" | "unregistered" | `features_${Observation}`>;

/** @internal What was read of whom, by a record and its catalog. */
export function dataUseOf(row: DataUse, known: KnownFeatures): PathData {
  return {
    sources: sourcesOf(row, known),
    unmapped: spansOf(row, ""),
    isCatalogKnown: OBSERVATIONS.every((how) => row[`features_${how}`].every((number) => known.has(number))),
  };
}

// A source of which features were used is there even if no call of it was seen.
function sourcesOf(row: DataUse, known: KnownFeatures): readonly PathSource[] {
  const placed = [...registered(row, known), ...unregistered(row)];
  const called = [...row.calls, ...row.spans].toSorted((a, b) => a.at_us - b.at_us);
  const names = new Set([
    ...called.map(({ source }) => source).filter((source) => source !== ""),
    ...placed.map(([source]) => source).toSorted(),
  ]);
  const declared = new Map([...known.values()].map((feature) => [feature.source, feature]));
  return [...names].map((name) => ({
    source: name,
    system: declared.get(name)?.system ?? "",
    dataset: declared.get(name)?.dataset ?? "",
    calls: row.calls
      .filter(({ source }) => source === name)
      .map(({ how, at_us, took_us, count }) => ({ how, at_us, took_us, count })),
    spans: name === "" ? [] : spansOf(row, name),
    features: placed
      .filter(([source]) => source === name)
      .map(([, feature]) => feature)
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  }));
}

function spansOf({ spans }: DataUse, of: string): readonly SpanCall[] {
  return spans
    .filter(({ source }) => source === of)
    .map(({ source: _, ...span }) => span)
    .toSorted((a, b) => a.at_us - b.at_us);
}

const OBSERVATIONS = ["declared", "read", "span"] as const;

function registered(row: DataUse, known: KnownFeatures): Placed[] {
  const used = OBSERVATIONS.map((how) => [how, new Set(row[`features_${how}`])] as const);
  const numbers = new Set(used.flatMap(([, features]) => [...features]));
  return [...numbers].map((number) => {
    const entry = known.get(number);
    const feature = {
      name: entry?.feature ?? `#${number}`,
      how: used.filter(([, features]) => features.has(number)).map(([how]) => how),
      isRegistered: true,
      codes: entry?.codes ?? [],
      isPersonal: entry?.personal,
      isInferred: entry?.inferred,
      purposes: entry?.purposes ?? [],
    };
    return [entry?.source ?? "", feature];
  });
}

function unregistered({ unregistered: uses }: DataUse): Placed[] {
  const sources = new Map(uses.map(({ source, name }) => [`${source}.${name}`, source]));
  return [...sources].map(([name, source]) => {
    const how = uses.filter((use) => `${use.source}.${use.name}` === name).map((use) => use.how);
    const unknown = { codes: [], isPersonal: undefined, isInferred: undefined, purposes: [] };
    return [source, { name, how, isRegistered: false, ...unknown }];
  });
}
