/* eslint "@typescript-eslint/no-misused-spread": off, "@typescript-eslint/no-unnecessary-condition": off, "@typescript-eslint/no-for-in-array": off, guard-for-in: off -- every way in which something can be reached */
import { inspect } from "node:util";
import { untrack } from "../../src/index.ts";

/** Everything that a service can reach from a value: each text, each key, each size, in the order in which it is met. */
export function explore(value: unknown, names: readonly string[]): string[] {
  const walk = new Walk(names);
  walk.value("", value);
  return walk.found;
}

type Anything = Record<PropertyKey, unknown> & Iterable<unknown>;

class Walk {
  readonly found: string[] = [];
  readonly #seen: Set<unknown> = new Set();
  readonly #names: readonly string[];

  constructor(names: readonly string[]) {
    this.#names = names;
  }

  value(how: string, value: unknown): void {
    if (typeof value !== "object" || value === null) {
      if (typeof value !== "function") this.found.push(`${how}=${String(value)}`);
      return;
    }
    if (value instanceof URL) this.found.push(`${how}=${value.href}`);
    if (this.#seen.has(value) || value instanceof URL) return;
    this.#seen.add(value);
    this.found.push(`${how}:${Object.prototype.toString.call(value)}`);
    this.#reflect(value as Anything);
    this.#serialise(value as Anything);
    if (Array.isArray(value)) this.#list(value as unknown[]);
    if (value instanceof Map) this.#map(value);
    if (value instanceof Set) this.#set(value);
    this.#methods(value as Anything);
  }

  #reflect(value: Anything): void {
    for (const key of [...this.#names, ...Reflect.ownKeys(value)]) {
      const name = String(key);
      this.value(name, value[key]);
      this.value(`${name} in`, key in value);
      this.value(`${name} own`, Object.hasOwn(value, key));
      this.value(`${name} enumerable`, Object.prototype.propertyIsEnumerable.call(value, key));
      const descriptor = Reflect.getOwnPropertyDescriptor(value, key);
      this.value(`${name} described`, descriptor?.value);
      this.value(`${name} got`, descriptor?.get?.call(value));
    }
    this.value("keys", Object.keys(value).join());
    for (const each of Object.values(value)) this.value("values", each);
    for (const [key, each] of Object.entries(value)) this.value(key, each);
    for (const [key, each] of Object.entries({ ...value })) this.value(`...${key}`, each);
    const { a, ...rest } = value;
    this.value("first", a);
    this.value("rest", Object.keys(rest).join());
    for (const key in value) this.value("for in", key);
    for (const each of Object.values(Object.assign({}, value))) this.value("assigned", each);
    for (const each of Object.values(Object.getOwnPropertyDescriptors(value))) this.value("all", each.value);
    const prototype = Reflect.getPrototypeOf(value);
    if (prototype !== null && !Object.hasOwn(prototype, "constructor")) this.value("prototype", prototype);
  }

  #serialise(value: Anything): void {
    this.value("JSON", JSON.stringify(value));
    this.value("printed", inspect(value, { depth: 20, showHidden: false }));
    const whole = untrack(value);
    this.value("cloned", JSON.stringify(plain(whole)));
  }

  #list(list: unknown[]): void {
    this.value("length", list.length);
    for (let i = 0; i < 4; i += 1) this.value(`[${i}]`, list[i]);
    for (const each of list) this.value("each", each);
    const ways: Record<string, () => unknown[]> = {
      map: () => list.map((each) => each),
      filter: () => list.filter(() => true),
      concat: () => list.concat(list),
      flat: () => list.flat(3),
      slice: () => list.slice(),
      from: () => Array.from(list),
      reversed: () => list.toReversed(),
      sorted: () => list.toSorted(() => 0),
    };
    for (const [how, way] of Object.entries(ways)) for (const each of way()) this.value(how, each);
    this.value("join", list.filter((each) => typeof each !== "object").join());
    this.value("at", list.at(-1));
    this.value(
      "found",
      list.find(() => true),
    );
  }

  #map(map: Map<unknown, unknown>): void {
    this.value("size", map.size);
    for (const name of this.#names) {
      this.value(`get ${name}`, map.get(name));
      this.value(`has ${name}`, map.has(name));
    }
    for (const [key, each] of map) this.value(`entry ${String(key)}`, each);
    for (const key of map.keys()) this.value("key", key);
    for (const each of map.values()) this.value("value", each);
    map.forEach((each, key) => this.value(`visited ${String(key)}`, each));
    for (const [key, each] of new Map(map)) this.value(`copied ${String(key)}`, each);
  }

  #set(set: Set<unknown>): void {
    this.value("size", set.size);
    for (const each of set) this.value("member", each);
    set.forEach((each) => this.value("visited", each));
    for (const [each] of set.entries()) this.value("entry", each);
    for (const each of new Set(set)) this.value("copied", each);
  }

  #methods(value: Anything): void {
    const { all, each, toJSON, closure } = value as Record<string, unknown>;
    for (const method of [all, toJSON, closure])
      if (typeof method === "function") this.value("result", method.call(value));
    if (typeof each !== "function") return;
    each.call(value, (...given: unknown[]) => given.forEach((one) => this.value("handed", one)));
    for (const one of value) this.value("iterated", one);
  }
}

/** As `structuredClone` or native code would take it. */
function plain(value: unknown, done: Set<unknown> = new Set()): unknown {
  if (value instanceof URL) return value.href;
  if (typeof value !== "object" || value === null || done.has(value))
    return value === undefined ? null : value;
  done.add(value);
  if (value instanceof Map) return Array.from(value, ([key, each]) => [plain(key, done), plain(each, done)]);
  if (value instanceof Set) return Array.from(value, (each) => plain(each, done));
  if (Array.isArray(value)) return value.map((each) => plain(each, done));
  return Object.fromEntries(
    Reflect.ownKeys(value).map((key) => [String(key), plain(Reflect.get(value, key), done)]),
  );
}
