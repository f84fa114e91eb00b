import type { PathNode } from "./path-node.ts";
import type { Reads } from "./reads.ts";
import { TRACKER, trackerOf, untracked } from "./recognise.ts";
import { Tracker } from "./tracker.ts";

type Method = (...given: never[]) => unknown;
type Visit = (this: unknown, value: unknown, key: unknown, collection: unknown) => void;

/**
 * Follows the reads of a map or a set, whose methods work on the object itself only. Methods that are not known
 * here, those of a subclass or of a newer language, run there unseen: all that is declared counts as read then.
 */
abstract class CollectionTracker extends Tracker {
  /** Stand-ins for the methods that read or write elements. */
  protected abstract readonly methods: ReadonlyMap<PropertyKey, Method>;
  #unseen: Map<unknown, Method> | undefined;

  override get(target: object, key: PropertyKey, receiver: unknown): unknown {
    if (key === "size") return this.size();
    const method = this.methods.get(key);
    if (method) return method;
    if (key === TRACKER || key === "constructor" || Object.hasOwn(this.raw, key)) {
      return super.get(target, key, receiver);
    }
    const value: unknown = Reflect.get(this.raw, key, this.raw);
    if (value === Reflect.get(Object.prototype, key) || value === undefined) return value;
    if (typeof value === "function") return this.#runUnseen(value as Method);
    if (key !== Symbol.toStringTag) this.release();
    return value;
  }

  protected abstract size(): number;

  /** Notes a read at a place of each node, and gives the value's tracked form. */
  protected seen(placeIn: (node: PathNode) => PathNode, value: unknown): unknown {
    let given = value;
    for (const node of this.nodes) {
      const form = this.reads.see(placeIn(node), value);
      if (form !== value) given = form;
    }
    return given;
  }

  protected noteSize(placeIn: (node: PathNode) => PathNode): void {
    for (const node of this.nodes) {
      const place = placeIn(node).whenCounted;
      if (place) this.reads.mark(place, undefined);
    }
  }

  #runUnseen(method: Method): Method {
    const known = this.#unseen?.get(method);
    if (known) return known;
    const { raw, proxy } = this;
    const release = (): void => this.release();
    function unseenMethod(this: unknown, ...given: never[]): unknown {
      if (this !== proxy) return Reflect.apply(method, this, given);
      release();
      const result: unknown = Reflect.apply(method, raw, given);
      return result === raw ? proxy : result;
    }
    (this.#unseen ??= new Map()).set(method, unseenMethod);
    return unseenMethod;
  }
}

/** A map: a declared key is recorded under its own name, any other under `*`, for keys may be data. */
export class TrackedMap extends CollectionTracker {
  protected readonly methods: ReadonlyMap<PropertyKey, Method>;
  readonly #map: Map<unknown, unknown>;

  constructor(reads: Reads, node: PathNode, map: Map<unknown, unknown>) {
    super(reads, node, map);
    this.#map = map;
    const entries = (): Generator => this.#entries();
    this.methods = new Map<PropertyKey, Method>([
      ["get", (key: unknown) => this.#value(this.#own(key))],
      ["has", (key: unknown) => this.#has(this.#own(key))],
      ["set", (key: unknown, value: unknown) => (map.set(this.#own(key), untracked(value)), this.proxy)],
      ["delete", (key: unknown) => map.delete(this.#own(key))],
      ["clear", () => map.clear()],
      ["forEach", (visit: Visit, self: unknown) => this.#forEach(visit, self)],
      ["keys", () => this.#keys()],
      ["values", () => this.#values()],
      ["entries", entries],
      [Symbol.iterator, entries],
    ]);
  }

  protected override size(): number {
    this.noteSize((node) => node.any);
    return this.#map.size;
  }

  /** The key as the map holds it. */
  #own(key: unknown): unknown {
    return this.#map.has(key) ? key : untracked(key);
  }

  #value(key: unknown, value: unknown = this.#map.get(key)): unknown {
    return this.seen((node) => node.childOfData(key), value);
  }

  // A key that is an object is read like a value.
  #key(key: unknown): unknown {
    if (typeof key === "object" && key !== null) return this.seen((node) => node.any, key);
    this.#notePresence(key);
    return key;
  }

  #notePresence(key: unknown): void {
    const value = this.#map.get(key);
    for (const node of this.nodes) this.reads.notePresence(node.childOfData(key), value);
  }

  #has(key: unknown): boolean {
    this.#notePresence(key);
    return this.#map.has(key);
  }

  #forEach(visit: Visit, self: unknown): void {
    const { proxy } = this;
    if (typeof visit !== "function") this.#map.forEach(visit);
    this.#map.forEach((value, key) => visit.call(self, this.#value(key, value), this.#key(key), proxy));
  }

  *#entries(): Generator<[unknown, unknown]> {
    for (const [key, value] of this.#map) yield [this.#key(key), this.#value(key, value)];
  }

  *#keys(): Generator {
    for (const key of this.#map.keys()) yield this.#key(key);
  }

  *#values(): Generator {
    for (const [key, value] of this.#map) yield this.#value(key, value);
  }
}

/** A set: its values are recorded as `[]`. */
export class TrackedSet extends CollectionTracker {
  protected readonly methods: ReadonlyMap<PropertyKey, Method>;
  readonly #set: Set<unknown>;

  constructor(reads: Reads, node: PathNode, set: Set<unknown>) {
    super(reads, node, set);
    this.#set = set;
    const values = (): Generator => this.#values();
    this.methods = new Map<PropertyKey, Method>([
      ["has", (value: unknown) => this.#has(this.#own(value))],
      ["add", (value: unknown) => (set.add(this.#own(value)), this.proxy)],
      ["delete", (value: unknown) => set.delete(this.#own(value))],
      ["clear", () => set.clear()],
      ["forEach", (visit: Visit, self: unknown) => this.#forEach(visit, self)],
      ["keys", values],
      ["values", values],
      ["entries", () => this.#entries()],
      [Symbol.iterator, values],
    ]);
  }

  protected override size(): number {
    this.noteSize((node) => node.element);
    return this.#set.size;
  }

  /** The value as the set holds it. */
  #own(value: unknown): unknown {
    return this.#set.has(value) ? value : untracked(value);
  }

  #has(value: unknown): boolean {
    const isFound = this.#set.has(value);
    for (const { element } of this.nodes) {
      this.reads.notePresence(element, value);
      if (isFound && element.tags) this.reads.noteTags(value);
    }
    return isFound;
  }

  #see(value: unknown): unknown {
    return this.seen((node) => node.element, value);
  }

  #forEach(visit: Visit, self: unknown): void {
    const { proxy } = this;
    if (typeof visit !== "function") this.#set.forEach(visit);
    this.#set.forEach((value) => {
      const form = this.#see(value);
      visit.call(self, form, form, proxy);
    });
  }

  *#values(): Generator {
    for (const value of this.#set) yield this.#see(value);
  }

  *#entries(): Generator<[unknown, unknown]> {
    for (const value of this.#values()) yield [value, value];
  }
}
