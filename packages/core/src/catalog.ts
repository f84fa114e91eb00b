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
  /** Another company that it is handed to or comes from. @default "" none: it is our own */
  readonly recipient?: string;
  /** Where it is kept, such as `CN`. @default "" not said */
  readonly region?: string;
  /** Id of the contract or other basis on which it is handed over. @default "" none on record */
  readonly contract?: string;
}

/** One named piece of user or item data, as declared. */
export interface Feature {
  /** Unique in the catalog, such as `profile.interests[]`. */
  readonly name: string;
  /** Name of a declared source. @default the part of the name before its first dot or bracket */
  readonly source?: string;
  /**
   * Where it stands in an object of that source: `[]` is any element, `*` any key, an empty path the object itself.
   * @default the rest of the name
   */
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
  /** What a read gives where a rule holds the feature back. @default undefined, as if it were not there */
  readonly neutral?: NeutralValue | undefined;
}

/** A value that says nothing of anybody. */
export type NeutralValue = string | number | boolean | null | readonly [];

/** A feature with every gap filled, and its number in the catalog. */
export interface CatalogFeature extends Required<Omit<Feature, "neutral">> {
  readonly number: number;
  readonly neutral: NeutralValue | undefined;
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

/**
 * Whether a feature is personal data that serves for more than protection. One that is registered for safety alone
 * (age for the minors' mode, the opt-out itself) is read for the user's sake, and does not personalise.
 */
export function isPersonalisation({ personal, purposes }: CatalogFeature): boolean {
  const isProtective = purposes.length > 0 && purposes.every((purpose) => purpose === "safety");
  return personal && !isProtective;
}

function resolveSources(given: readonly DataSource[]): Map<string, Required<DataSource>> {
  const sources: Map<string, Required<DataSource>> = new Map();
  for (const { name, system = "", dataset = "", recipient = "", region = "", contract = "" } of given) {
    requireName(name, "a source's name");
    requireText(system, `the system of source "${name}"`);
    requireText(dataset, `the dataset of source "${name}"`);
    if (sources.has(name)) throw invalid(`two sources are called "${name}"`);
    for (const [what, value] of Object.entries({ recipient, region, contract }))
      requireText(value, `the ${what} of source "${name}"`);
    sources.set(name, { name, system, dataset, recipient, region, contract });
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
  for (const { name } of given) requireName(name, "a feature's name");
  const sorted = given.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const places: Map<string, string> = new Map();
  return sorted.map((feature, number) => {
    const { name } = feature;
    if (name === sorted[number - 1]?.name) throw invalid(`two features are called "${name}"`);
    const resolved = { number, ...resolveFeature(feature) };
    const { source, path } = resolved;
    if (!sources.has(source)) {
      throw invalid(`feature "${name}" is read from "${source}", which is no declared source`);
    }
    requirePath(path, name);
    const place = JSON.stringify([source, path]);
    const other = places.get(place);
    if (other !== undefined)
      throw invalid(`features "${other}" and "${name}" stand at the same place, "${path}" of "${source}"`);
    places.set(place, name);
    return resolved;
  });
}

function resolveFeature(feature: Feature): Omit<CatalogFeature, "number"> {
  const { name, codes = [], purposes = [], personal = true, inferred = false, tags = false } = feature;
  const { source, path } = placeOfFeature(feature);
  for (const code of codes) requireText(code, `a code of feature "${name}"`);
  for (const purpose of purposes) requireText(purpose, `a purpose of feature "${name}"`);
  requireNeutral(feature.neutral, name);
  return {
    name,
    source,
    path,
    codes: codes.toSorted(),
    personal,
    inferred,
    purposes: purposes.toSorted(),
    tags,
    neutral: feature.neutral,
  };
}

/** What of a feature's declaration says where it stands. */
export interface FeaturePlace {
  readonly name: string;
  readonly source?: string | undefined;
  readonly path?: string | undefined;
}

/** Where a feature stands: where its declaration says, or else where its name says. */
export function placeOfFeature({ name, source, path }: FeaturePlace): {
  readonly source: string;
  readonly path: string;
} {
  const from = source ?? /^[^.[]*/.exec(name)?.[0] ?? "";
  return { source: from, path: path ?? pathIn(from, name) };
}

/** What a feature's name says of its place: all that follows the source's name, or all of it. */
function pathIn(source: string, name: string): string {
  const rest = name.slice(source.length);
  if (!name.startsWith(source) || !/^(?:$|[.[])/.test(rest)) return name;
  return rest.startsWith(".") ? rest.slice(1) : rest;
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

function requireName(value: unknown, what: string): void {
  requireText(value, what);
  if (value === "") throw invalid(`${what} is empty`);
}

// Steps are parted by dots; each may end in []. A list may stand at the very start, and an empty path is the whole.
function requirePath(path: unknown, name: string): void {
  requireText(path, `the path of feature "${name}"`);
  if (path !== "" && !/^(?:(?:\[\])+|[^.[\]]+(?:\[\])*)(?:\.[^.[\]]+(?:\[\])*)*$/.test(path as string)) {
    throw invalid(
      `feature "${name}" has the path "${String(path)}"; a path looks like "address.city" or "interests[]"`,
    );
  }
}

function requireNeutral(value: unknown, name: string): void {
  const isPlain =
    value === undefined || value === null || ["string", "number", "boolean"].includes(typeof value);
  if (!isPlain && !(Array.isArray(value) && value.length === 0)) {
    throw invalid(`the neutral value of feature "${name}" must be a text, a number, true, false, null or []`);
  }
}

function requireText(value: unknown, what: string): void {
  if (typeof value !== "string") throw invalid(`${what} must be a text, found ${typeof value}`);
  if (!value.isWellFormed()) throw invalid(`${what} holds a lone surrogate: ${JSON.stringify(value)}`);
}

function invalid(message: string): CoreError {
  return new CoreError("INVALID_CATALOG", message);
}
