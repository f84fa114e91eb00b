import type { Catalog } from "@probity/core";
import type { Reads } from "./call-facts.ts";

interface PlacedFeature {
  readonly name: string;
  /** Its path, without the marks of lists. */
  readonly path: string;
}

/** Which features of one source are read by which of its fields. */
export class SourceFeatures {
  readonly #source: string;
  readonly #features: readonly PlacedFeature[];
  readonly #byField: ReadonlyMap<string, string | null>;
  readonly #byPlace: Map<string, readonly string[]> = new Map();

  /** `fields` says which feature a field is, where it doesn't stand at the feature's own path. */
  constructor(catalog: Catalog, source: string, fields: Readonly<Record<string, string | null>> = {}) {
    this.#source = source;
    this.#features = catalog.features
      .filter((feature) => feature.source === source)
      .map(({ name, path }) => ({ name, path: placeOf(path) }));
    this.#byField = new Map(Object.entries(fields).map(([field, feature]) => [placeOf(field), feature]));
  }

  /** The features that are read; a field that is no declared one gives a name below the source. */
  of(reads: Reads, shown: (field: string) => string): string[] {
    const names: Set<string> = new Set();
    for (const field of reads.selected) {
      const known = this.#ofField(field);
      for (const name of known) names.add(name);
      if (known.length === 0 && this.#said(field) === undefined) names.add(`${this.#source}.${shown(field)}`);
    }
    for (const field of reads.filtered) for (const name of this.#ofField(field)) names.add(name);
    if (reads.isWhole) for (const name of this.#all(reads.except)) names.add(name);
    return [...names];
  }

  /** Whether the field is a declared one. */
  has(field: string): boolean {
    return this.#ofField(field).length > 0;
  }

  #all(except: readonly string[]): readonly string[] {
    const left = new Set(except.map(placeOf));
    const said = [...this.#byField].flatMap(([field, feature]) =>
      feature === null || left.has(field) ? [] : [feature],
    );
    const ignored = (path: string): boolean => left.has(path) || this.#byField.get(path) === null;
    return [...this.#features.filter(({ path }) => !ignored(path)).map(({ name }) => name), ...said];
  }

  #ofField(field: string): readonly string[] {
    const said = this.#said(field);
    if (said !== undefined) return said === null ? NONE : [said];
    const place = placeOf(field);
    const known = this.#byPlace.get(place);
    if (known) return known;
    const found = this.#features
      .filter(({ path }) => path !== "" && isWithin(path, place))
      .map(({ name }) => name);
    // What is declared as a whole is read by whatever is read of it.
    const whole = this.#features.filter(({ path }) => path === "").map(({ name }) => name);
    const features = found.length > 0 ? found : whole;
    if (this.#byPlace.size < MOST_PLACES) this.#byPlace.set(place, features);
    return features;
  }

  /** What a rule says of the field, or of what it stands in. */
  #said(field: string): string | null | undefined {
    if (this.#byField.size === 0) return undefined;
    for (
      let place = placeOf(field);
      place !== "";
      place = place.slice(0, Math.max(0, place.lastIndexOf(".")))
    ) {
      const said = this.#byField.get(place);
      if (said !== undefined) return said;
    }
    return undefined;
  }
}

const NONE: readonly string[] = [];
const MOST_PLACES = 1_024;

/** A path without the marks of lists, in lower case: columns have neither. */
function placeOf(path: string): string {
  return path.replaceAll("[]", "").replace(/^\./, "").toLowerCase();
}

/** Whether one stands within the other: then reading the one reads something of the other. `*` is any step. */
function isWithin(one: string, other: string): boolean {
  const steps = one.split(".");
  const others = other.split(".");
  const both = Math.min(steps.length, others.length);
  for (let at = 0; at < both; at += 1) {
    const [step, their] = [steps[at], others[at]];
    if (step !== their && step !== "*" && their !== "*") return false;
  }
  return true;
}
