import { CollectionTracker, type Method, type Methods, methodsOf, type Visit } from "./collection-tracker.ts";
import type { PathNode } from "./path-node.ts";
import type { Reads } from "./reads.ts";
import { behind, isObject, untracked } from "./recognise.ts";

/** A map: a declared key is recorded under its own name, any other under `*`, for keys may be data. */
export class TrackedMap extends CollectionTracker {
  static readonly #methods: Map<PropertyKey, Method> = methodsOf(
    (tracker) => tracker instanceof TrackedMap,
    Map.prototype,
    {
      get: (map, key: unknown) => map.#value(map.#own(key)),
      has: (map, key: unknown) => map.#has(map.#own(key)),
      set: (map, key: unknown, value: unknown) => map.put(map.#own(key), behind(value, map.reads)),
      delete: (map, key: unknown) => map.remove(map.#own(key)),
      clear: (map) => map.removeAll(),
      forEach: (map, visit: Visit, self: unknown) => map.#forEach(visit, self),
      keys: (map) => map.#keys(),
      values: (map) => map.#values(),
      entries: (map) => map.#entries(),
    },
  );
  static {
    this.#methods.set(Symbol.iterator, this.#methods.get("entries") as Method);
  }

  protected readonly methods: Methods = TrackedMap.#methods;
  readonly #map: Map<unknown, unknown>;

  constructor(reads: Reads, node: PathNode, map: Map<unknown, unknown>, target: object = map) {
    super(reads, node, map, target);
    this.#map = map;
  }

  /** The map that is read. */
  protected get content(): Map<unknown, unknown> {
    return this.#map;
  }

  protected put(key: unknown, value: unknown): object {
    this.#map.set(key, value);
    return this.proxy;
  }

  protected remove(key: unknown): boolean {
    return this.#map.delete(key);
  }

  protected removeAll(): void {
    this.#map.clear();
  }

  protected override size(): number {
    this.noteSize((node) => node.any);
    return this.content.size;
  }

  /** The key as the map holds it. */
  #own(key: unknown): unknown {
    return this.#map.has(key) ? key : untracked(key);
  }

  #value(key: unknown, value: unknown = this.content.get(key)): unknown {
    return this.seen((node) => node.childOfData(key), value);
  }

  // A key that is an object is read like a value.
  #key(key: unknown): unknown {
    if (isObject(key)) return this.seen((node) => node.any, key);
    this.#notePresence(key);
    return key;
  }

  #notePresence(key: unknown): void {
    const value = this.content.get(key);
    for (const node of this.nodes) this.reads.notePresence(node.childOfData(key), value);
  }

  #has(key: unknown): boolean {
    this.#notePresence(key);
    return this.content.has(key);
  }

  #forEach(visit: Visit, self: unknown): void {
    if (typeof visit !== "function") this.content.forEach(visit);
    this.content.forEach((value, key) =>
      visit.call(self, this.#value(key, value), this.#key(key), this.proxy),
    );
  }

  *#entries(): Generator<[unknown, unknown]> {
    for (const [key, value] of this.content) yield [this.#key(key), this.#value(key, value)];
  }

  *#keys(): Generator {
    for (const key of this.content.keys()) yield this.#key(key);
  }

  *#values(): Generator {
    for (const [key, value] of this.content) yield this.#value(key, value);
  }
}
