import { createHash } from "node:crypto";
import { CoreError } from "./errors.ts";
import { FeatureSet } from "./feature-set.ts";
import type { Purpose } from "./record/decision-record.ts";
import { buildTree, type SourceNode } from "./tracking/path-node.ts";

/** A system that features are read from. */
export interface DataSource {
  readonly name: string;
  /** The kind of system, such as `postgresql` or `redis`. @default "" */
  readonly system?: string;
  /** Table, collection or topic. @default "" */
  readonly dataset?: string;
}

/** One named piece of user or item data, as declared. */
export interface Feature {
  /** Unique in the catalog, such as `profile.interests[]`. */
  readonly name: string;
  /** Name of a declared source. @default the part of the name before its first dot */
  readonly source?: string;
  /** Where it stands in an object of that source; `[]` is any element, `*` any key. @default the rest of the name */
  readonly path?: string;
  /** Sensitivity codes of the taxonomy, such as `SPI.MED.COND`. @default [] */
  readonly codes?: readonly string[];
  /** It is personal information. @default true */
  readonly personal?: boolean;
  /** It is inferred, not collected. @default false */
  readonly inferred?: boolean;
  /** What it may be used for. @default [] which is: for nothing */
  readonly purposes?: readonly Purpose[];
  /** Its values are interest tags: those read are held against the user's deleted tags. @default false */
  readonly tags?: boolean;
}

/** A feature with every gap filled, and its number in the catalog. */
export interface CatalogFeature extends Required<Feature> {
  readonly number: number;
}

/** What {@link createCatalog} takes. */
export interface CatalogInput {
  readonly sources: readonly DataSource[];
  readonly features: readonly Feature[];
}

/** One version of the declared data: immutable, and known by its digest. */
export interface Catalog {
  /** SHA-256 of the canonical text, as 64 hexadecimal digits: the same declarations give the same digest. */
  readonly digest: string;
  readonly sources: ReadonlyMap<string, Required<DataSource>>;
  /** By number. Numbers follow the order of the names. */
  readonly features: readonly CatalogFeature[];
  /** The feature of that name, if it is declared. */
  feature(name: string): CatalogFeature | undefined;
  /** The set of features for which `test` holds. */
  select(test: (feature: CatalogFeature) => boolean): FeatureSet;
  /** @internal Where tracked reads start. */
  readonly tree: ReadonlyMap<string, SourceNode>;
}

/** Feature numbers are 16 bits wide in the record. */
const MOST_FEATURES = 0xffff;

/** Checks and numbers the declarations. Throws `CoreError` `INVALID_CATALOG` that names the offending entry. */
export function createCatalog(input: CatalogInput): Catalog {
  const sources = resolveSources(input.sources);
  const features = resolveFeatures(input.features, sources);
  const byName = new Map(features.map((feature) => [feature.name, feature]));
  return {
    digest: digestOf(sources, features),
    sources,
    features,
    feature: (name) => byName.get(name),
    select: (test) =>
      FeatureSet.of(
        features.length,
        features.filter(test).map(({ number }) => number),
      ),
    tree: buildTree(sources.keys(), features),
  };
}

function resolveSources(given: readonly DataSource[]): Map<string, Required<DataSource>> {
  const sources: Map<string, Required<DataSource>> = new Map();
  for (const { name, system = "", dataset = "" } of given) {
    requireText(name, "a source's name");
    if (sources.has(name)) throw invalid(`two sources are called "${name}"`);
    sources.set(name, { name, system, dataset });
  }
  return sources;
}

function resolveFeatures(
  given: readonly Feature[],
  sources: ReadonlyMap<string, Required<DataSource>>,
): CatalogFeature[] {
  if (given.length > MOST_FEATURES) {
    throw invalid(`${given.length} features are declared; a catalog holds up to ${MOST_FEATURES}`);
  }
  const sorted = given.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.map((feature, number) => {
    requireText(feature.name, "a feature's name");
    if (feature.name === sorted[number - 1]?.name) throw invalid(`two features are called "${feature.name}"`);
    const resolved = { number, ...resolveFeature(feature) };
    if (!sources.has(resolved.source)) {
      throw invalid(
        `feature "${feature.name}" is read from "${resolved.source}", which is no declared source`,
      );
    }
    return resolved;
  });
}

function resolveFeature(feature: Feature): Required<Feature> {
  const dot = feature.name.indexOf(".");
  const { source = dot < 0 ? feature.name : feature.name.slice(0, dot) } = feature;
  const prefix = `${source}.`;
  const rest = feature.name.startsWith(prefix) ? feature.name.slice(prefix.length) : feature.name;
  const {
    name,
    path = rest,
    codes = [],
    personal = true,
    inferred = false,
    purposes = [],
    tags = false,
  } = feature;
  return {
    name,
    source,
    path,
    codes: codes.toSorted(),
    personal,
    inferred,
    purposes: purposes.toSorted(),
    tags,
  };
}

// Canonical text: fixed field order, features by name, JSON's own escaping. The stored rows give the same text.
function digestOf(
  sources: ReadonlyMap<string, Required<DataSource>>,
  features: readonly CatalogFeature[],
): string {
  const text = JSON.stringify(
    features.map((feature) => {
      const { name, source, path, codes, personal, inferred, purposes, tags } = feature;
      const { system, dataset } = sources.get(source) ?? {};
      return [name, source, path, system, dataset, codes, personal, inferred, purposes, tags];
    }),
  );
  return createHash("sha256").update(text).digest("hex");
}

function requireText(value: string, what: string): void {
  if (value === "" || !value.isWellFormed())
    throw invalid(`${what} must be a text, found ${JSON.stringify(value)}`);
}

function invalid(message: string): CoreError {
  return new CoreError("INVALID_CATALOG", message);
}
