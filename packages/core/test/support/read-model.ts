/**
 * What ought to be recorded, worked out from the catalog's text alone: an independent telling of what tracked reads
 * promise, with sets of strings in place of trees and proxies.
 */
export class ReadModel {
  readonly read = new Set<string>();
  readonly unregistered = new Set<string>();
  readonly #declared: ReadonlySet<string>;

  constructor(declared: readonly string[]) {
    this.#declared = new Set(declared);
  }

  /** Walks along `keys` as far as they lead, reading at each step. */
  walk(data: unknown, keys: readonly string[]): void {
    let at: unknown = data;
    let place = "";
    for (const key of keys) {
      if (typeof at !== "object" || at === null) return;
      place = this.#below(place, at, key);
      const value: unknown = Reflect.get(at, key);
      const isKnown =
        Object.hasOwn(at, key) || isElement(at, key) || this.#leads(place) || this.#declared.has(place);
      if (!isKnown || (place.endsWith("*") && !Object.hasOwn(at, key))) return;
      if (this.#see(place, value)) return;
      at = value;
    }
  }

  /** Everything from the end of `keys` on is read, as JSON.stringify reads. */
  stringify(data: unknown, keys: readonly string[]): void {
    this.walk(data, keys);
    const end = this.#end(data, keys);
    if (end) this.#all(end.place, end.value);
  }

  /** The keys at the end of `keys` are listed. */
  list(data: unknown, keys: readonly string[]): void {
    this.walk(data, keys);
    const end = this.#end(data, keys);
    if (!end || typeof end.value !== "object" || end.value === null) return;
    for (const [key, value] of Object.entries(end.value))
      this.#note(this.#below(end.place, end.value, key), value);
  }

  #all(place: string, value: unknown): void {
    if (typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) {
      const element = `${place}[]`;
      if (!this.#leads(element) || this.#declared.has(element)) this.#mark(element);
    }
    for (const [key, each] of Object.entries(value)) {
      const below = this.#below(place, value, key);
      if (!this.#see(below, each)) this.#all(below, each);
    }
  }

  /** Where a walk ends, unless it ends early or inside of what is one value. */
  #end(data: unknown, keys: readonly string[]): { place: string; value: unknown } | undefined {
    let value: unknown = data;
    let place = "";
    for (const key of keys) {
      if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
      place = this.#below(place, value, key);
      if (this.#isLeaf(place)) return undefined;
      value = Reflect.get(value, key);
    }
    return { place, value };
  }

  /** Notes one read; tells whether the value is given whole, so that nothing below it can be seen. */
  #see(place: string, value: unknown): boolean {
    if (this.#isLeaf(place)) this.#mark(place);
    else this.#note(place, value);
    return this.#isLeaf(place);
  }

  #note(place: string, value: unknown): void {
    const isContainer = typeof value === "object" && value !== null;
    const isMissingContainer = (value === null || value === undefined) && this.#leads(place);
    if (this.#declared.has(place) || !(isContainer || isMissingContainer)) this.#mark(place);
  }

  #mark(place: string): void {
    (this.#declared.has(place) ? this.read : this.unregistered).add(place);
  }

  #below(place: string, at: object, key: string): string {
    if (isElement(at, key)) return `${place}[]`;
    const named = place === "" ? key : `${place}.${key}`;
    const wild = place === "" ? "*" : `${place}.*`;
    const isDeclared = (name: string): boolean => this.#declared.has(name) || this.#leads(name);
    return !isDeclared(named) && isDeclared(wild) ? wild : named;
  }

  #isLeaf(place: string): boolean {
    return this.#declared.has(place) && !this.#leads(place);
  }

  #leads(place: string): boolean {
    return [...this.#declared].some((name) => name.startsWith(`${place}.`) || name.startsWith(`${place}[`));
  }
}

function isElement(at: object, key: string): boolean {
  return Array.isArray(at) && /^\d+$/.test(key);
}
