import type { DecisionRow, Observation } from "@probity/core";

import type { KnownFeatures } from "./catalog-lookup.ts";

/** A data source in a path: how it was called, and what was used of it. */
export interface PathSource {
  /** Name of the source; empty for features of a catalog that nobody registered. */
  readonly source: string;
  /** Kind of system and data set, as declared; empty without. */
  readonly system: string;
  readonly dataset: string;
  /** The calls that were observed, in order. */
  readonly calls: readonly SourceCall[];
  /** By name. */
  readonly features: readonly PathFeature[];
}

/** One or several like calls of a source, as in the record. */
export type SourceCall = Omit<DecisionRow["calls"][number], "source">;

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

/** @internal What was read of whom. A source of which features were used is there even if no call of it was seen. */
export function sourcesOf(decision: DecisionRow, known: KnownFeatures): readonly PathSource[] {
  const placed = [...registered(decision, known), ...unregistered(decision)];
  const called = decision.calls.toSorted((a, b) => a.at_us - b.at_us).map(({ source }) => source);
  const names = new Set([...called, ...placed.map(([source]) => source).toSorted()]);
  const declared = new Map([...known.values()].map((row) => [row.source, row]));
  return [...names].map((name) => ({
    source: name,
    system: declared.get(name)?.system ?? "",
    dataset: declared.get(name)?.dataset ?? "",
    calls: decision.calls
      .filter(({ source }) => source === name)
      .map(({ how, at_us, took_us, count }) => ({ how, at_us, took_us, count })),
    features: placed
      .filter(([source]) => source === name)
      .map(([, feature]) => feature)
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  }));
}

const OBSERVATIONS = ["declared", "read", "span"] as const;

function registered(decision: DecisionRow, known: KnownFeatures): Placed[] {
  const used = OBSERVATIONS.map((how) => [how, new Set(decision[`features_${how}`])] as const);
  const numbers = new Set(used.flatMap(([, features]) => [...features]));
  return [...numbers].map((number) => {
    const row = known.get(number);
    const feature = {
      name: row?.feature ?? `#${number}`,
      how: used.filter(([, features]) => features.has(number)).map(([how]) => how),
      isRegistered: true,
      codes: row?.codes ?? [],
      isPersonal: row?.personal,
      isInferred: row?.inferred,
      purposes: row?.purposes ?? [],
    };
    return [row?.source ?? "", feature];
  });
}

function unregistered({ unregistered: uses }: DecisionRow): Placed[] {
  const sources = new Map(uses.map(({ source, name }) => [`${source}.${name}`, source]));
  return [...sources].map(([name, source]) => {
    const how = uses.filter((use) => `${use.source}.${use.name}` === name).map((use) => use.how);
    const unknown = { codes: [], isPersonal: undefined, isInferred: undefined, purposes: [] };
    return [source, { name, how, isRegistered: false, ...unknown }];
  });
}
