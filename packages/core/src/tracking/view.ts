import type { GuardedReads } from "./guarded-reads.ts";
import type { PathNode } from "./path-node.ts";
import { isObject } from "./recognise.ts";

/** An object whose properties are looked at, as its tracker knows it. */
export interface Viewed {
  readonly reads: GuardedReads;
  readonly raw: object;
  readonly proxy: object;
  readonly nodes: readonly PathNode[];
  readonly strict: boolean;
  /** Where the properties are: the object itself, or a copy of a list without what is held. */
  readonly source: object;
  /** The places of a property of that value. */
  placesOf(key: PropertyKey, value: unknown): readonly PathNode[];
  notePresence(key: PropertyKey): void;
}

/**
 * What may be seen of an object's properties. What is held is not there; where its feature has a neutral value, it is
 * always there with that, whether the object has it or not, so that its presence tells nothing.
 */
export class View {
  readonly #of: Viewed;
  #neutrals: Map<PathNode, unknown> | undefined;
  #getters: Map<PropertyKey, () => unknown> | undefined;

  constructor(of: Viewed) {
    this.#of = of;
  }

  /** The place that holds a property, whatever its value. */
  keeperOf(key: PropertyKey): PathNode | undefined {
    const { guard } = this.#of.reads;
    if (!guard.isActive || this.#isLength(key)) return undefined;
    return this.#fixedPlaces(key).find((place) => guard.isHeld(place));
  }

  /** What a read of a held property gives. */
  withheld(keeper: PathNode, value?: unknown): unknown {
    this.#of.reads.noteHeld(keeper, value);
    const known = this.#neutrals?.get(keeper) ?? this.#of.reads.neutralFor(keeper);
    if (Array.isArray(known)) (this.#neutrals ??= new Map()).set(keeper, known);
    return known;
  }

  has(key: PropertyKey): boolean {
    const keeper = this.#keeperOfOwn(key);
    if (keeper) {
      this.#of.reads.noteHeld(keeper, this.#valueOf(key));
      return this.#isThere(keeper);
    }
    this.#of.notePresence(key);
    if (Object.hasOwn(this.#of.source, key)) return true;
    const prototype = this.prototype();
    return prototype !== null && Reflect.has(prototype, key);
  }

  keys(): (string | symbol)[] {
    const { source } = this.#of;
    const there = Reflect.ownKeys(source).filter((key) => {
      const keeper = this.#keeperOfOwn(key);
      if (!keeper) this.#of.notePresence(key);
      else this.#of.reads.noteHeld(keeper, this.#valueOf(key));
      return !keeper || (this.#isThere(keeper) && !this.#isNeutralName(key));
    });
    const neutral = this.#neutralNames();
    for (const { place } of neutral) this.#of.reads.noteHeld(place, undefined);
    return [...there, ...neutral.map(({ name }) => name)];
  }

  descriptor(key: PropertyKey): PropertyDescriptor | undefined {
    const keeper = this.#keeperOfOwn(key);
    if (keeper) {
      const value = this.withheld(keeper, this.#valueOf(key));
      return this.#isThere(keeper)
        ? { value, writable: true, enumerable: true, configurable: true }
        : undefined;
    }
    this.#of.notePresence(key);
    const descriptor = Reflect.getOwnPropertyDescriptor(this.#of.source, key);
    if (descriptor?.get) return { ...descriptor, get: this.#getter(key) };
    if (descriptor && isObject(descriptor.value)) {
      const { reads, strict } = this.#of;
      descriptor.value = reads.formAt(this.#of.placesOf(key, descriptor.value), descriptor.value, strict);
    }
    return descriptor;
  }

  /** The object's prototype. One that holds data, and no class, is looked at like the object. */
  prototype(): object | null {
    const { raw, reads, nodes, strict } = this.#of;
    const prototype = Reflect.getPrototypeOf(raw);
    if (prototype === null || Object.hasOwn(prototype, "constructor")) return prototype;
    return reads.formAt(nodes, prototype, strict) as object;
  }

  #isThere(keeper: PathNode): boolean {
    return this.#of.reads.guard.neutralOf(keeper) !== undefined;
  }

  /** A getter that gives what a read gives: the object's own may have closed over what is held. */
  #getter(key: PropertyKey): () => unknown {
    const known = this.#getters?.get(key);
    if (known) return known;
    const { proxy } = this.#of;
    const getter = (): unknown => Reflect.get(proxy, key);
    (this.#getters ??= new Map()).set(key, getter);
    return getter;
  }

  #keeperOfOwn(key: PropertyKey): PathNode | undefined {
    const { reads, strict } = this.#of;
    const keeper = this.keeperOf(key);
    if (keeper || !reads.guard.isActive || this.#isLength(key)) return keeper;
    const descriptor = Reflect.getOwnPropertyDescriptor(this.#of.source, key);
    if (!descriptor || !("value" in descriptor)) return undefined;
    const value: unknown = descriptor.value;
    const places = this.#of.placesOf(key, value);
    return reads.keeperOf(places, value, strict);
  }

  #valueOf(key: PropertyKey): unknown {
    return Reflect.getOwnPropertyDescriptor(this.#of.source, key)?.value;
  }

  #isLength(key: PropertyKey): boolean {
    return key === "length" && Array.isArray(this.#of.raw);
  }

  #neutralNames(): { readonly name: string; readonly place: PathNode }[] {
    const { nodes, reads } = this.#of;
    if (!reads.guard.isActive) return [];
    return nodes.flatMap(({ children }, i) =>
      Array.from(children, ([name, place]) => ({ name, place })).filter(
        ({ name, place }) =>
          place.neutral !== undefined &&
          reads.guard.isHeld(place) &&
          !nodes.slice(0, i).some((node) => node.children.has(name)),
      ),
    );
  }

  #isNeutralName(key: PropertyKey): boolean {
    return this.#neutralNames().some(({ name }) => name === key);
  }

  /** Where a property stands by its name alone. */
  #fixedPlaces(key: PropertyKey): PathNode[] {
    const { raw, nodes } = this.#of;
    const isElement = Array.isArray(raw) && typeof key === "string" && /^\d/.test(key);
    return nodes.flatMap((node) => {
      if (isElement) return node.element;
      const declared = typeof key === "string" ? node.children.get(key) : undefined;
      return declared ?? (Object.hasOwn(raw, key) ? (node.wildcard ?? []) : []);
    });
  }
}
