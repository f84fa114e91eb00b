import { searchOf } from "./array-search.ts";
import type { GuardedReads } from "./guarded-reads.ts";
import type { PathNode } from "./path-node.ts";
import { behind, isObject, TRACKER } from "./recognise.ts";
import { StandIn } from "./stand-in.ts";
import { Tracker } from "./tracker.ts";
import { isClosure, type Method, Unseen } from "./unseen.ts";
import { View } from "./view.ts";
import { visible } from "./visible.ts";

/** Tracks one object of a decision in which rules are enforced, so that what is held of it is not seen. */
export class Veil extends Tracker {
  /** What isn't declared in it is not seen: it was made by code that ran unseen. */
  strict = false;
  declare readonly reads: GuardedReads;
  readonly view: View;
  readonly #standIn: StandIn;
  readonly #unseen: Unseen;
  readonly #hidden: boolean;
  #list: object | undefined;
  #listVersion = -1;
  #methods: Map<Method, Method> | undefined;

  constructor(reads: GuardedReads, node: PathNode, raw: object, isHidden: boolean) {
    const standIn = new StandIn(raw, () => this.#printed());
    super(reads, node, raw, standIn.target);
    this.#standIn = standIn;
    this.#hidden = isHidden;
    this.view = new View(this);
    this.#unseen = new Unseen(this);
    Object.assign(this, standIn.traps(this));
  }

  override hasPrivateFields(): boolean {
    return this.#hidden;
  }

  /** The object, or a copy of a list without the elements that are held. What is written into a copy stays there. */
  get source(): object {
    if (!this.isArray) return this.raw;
    const { version } = this.reads.guard;
    if (this.#listVersion !== version) {
      this.#listVersion = version;
      this.#list = this.#withoutHeld();
    }
    return this.#list ?? this.raw;
  }

  override standsAt(node: PathNode): void {
    const { length } = this.nodes;
    super.standsAt(node);
    if (this.nodes.length !== length) this.#listVersion = -1;
  }

  override untrack(): object {
    this.release();
    return this.reads.quietly(() => visible(this.proxy));
  }

  /** Whether nothing of it is held, as far as it itself goes. */
  get isWhole(): boolean {
    return !this.strict && this.reads.guard.isWholeAt(this.nodes);
  }

  placesOf(key: PropertyKey, value: unknown): readonly PathNode[] {
    return this.#places(key, value, false);
  }

  protected override onGet(_target: object, key: PropertyKey, receiver: unknown): unknown {
    if (key === TRACKER) return receiver === this.proxy ? this : undefined;
    const pinned = this.#standIn.pinned(key);
    if (pinned) return pinned.value;
    const leaf = this.#plainLeaf(key);
    if (!leaf) {
      const keeper = this.view.keeperOf(key);
      if (keeper) return this.view.withheld(keeper);
      if (this.#hidden && !Object.hasOwn(this.raw, key)) return this.#getUnseen(key);
    }
    const { source, reads } = this;
    const { marks } = reads;
    const value: unknown = Reflect.get(source, key, this.#hidden ? this.raw : receiver);
    // A getter may have said who is asking, and so have had it held.
    if (leaf && !isObject(value) && typeof value !== "function" && !reads.guard.isHeld(leaf)) {
      reads.mark(leaf, value);
      return value;
    }
    if (typeof value === "function") return this.#methodAt(key, value as Method);
    if (key === "length" && this.isArray) return this.#seeLength(value);
    return this.see(key, value, reads.marks !== marks);
  }

  override set(_target: object, key: PropertyKey, value: unknown, receiver: unknown): boolean {
    const { source, reads } = this;
    if (receiver !== this.proxy) return Reflect.set(source, key, value, receiver);
    const bare = behind(value, reads);
    if (this.#hidden || source !== this.raw) return Reflect.set(source, key, bare);
    return super.set(_target, key, value, receiver);
  }

  override defineProperty(_target: object, key: PropertyKey, descriptor: PropertyDescriptor): boolean {
    const value: unknown = descriptor.value;
    const bare = "value" in descriptor ? { ...descriptor, value: behind(value, this.reads) } : descriptor;
    if (!Reflect.defineProperty(this.source, key, bare)) return false;
    const seen = "value" in descriptor || "get" in descriptor ? undefined : this.view.descriptor(key);
    this.#standIn.define(key, descriptor, seen);
    return true;
  }

  protected override see(key: PropertyKey, value: unknown, isDerived: boolean): unknown {
    const places = this.#places(key, value, isDerived);
    return places.length === 0 ? value : this.reads.seeAt(places, value, this.strict);
  }

  protected override get searched(): object {
    return this.source;
  }

  /** A declared leaf of which nothing is held, whatever stands there: nearly every read is of one. */
  #plainLeaf(key: PropertyKey): PathNode | undefined {
    if (this.#hidden || this.strict || this.isArray) return undefined;
    const leaf = this.leafAt(key);
    return leaf && !leaf.tags && !this.reads.guard.isHeld(leaf) ? leaf : undefined;
  }

  #places(key: PropertyKey, value: unknown, isDerived: boolean): PathNode[] {
    const places = this.nodes.map((node) => this.placeIn(node, key, value, isDerived));
    return places.filter((place) => place !== undefined);
  }

  #printed(): object {
    return this.reads.quietly(() => visible(this.proxy));
  }

  #methodAt(key: PropertyKey, value: Method): unknown {
    if (this.isArray) {
      const search = searchOf(value);
      if (search) return search;
    }
    const isOwn = Object.hasOwn(this.raw, key);
    if (!isOwn || !this.#unseen.isDelicate || !isClosure(value)) return this.see(key, value, false);
    return this.#runningUnseen(key, value);
  }

  #seeLength(value: unknown): unknown {
    if (this.source !== this.raw) return value;
    for (const node of this.nodes) {
      const place = node.element.whenCounted;
      if (place) this.reads.mark(place, undefined);
    }
    return value;
  }

  // Of a class with private fields: its accessors and methods run on the object itself.
  #getUnseen(key: PropertyKey): unknown {
    const value: unknown = Reflect.get(this.raw, key, this.raw);
    if (typeof value !== "function") {
      if (!this.#unseen.isDelicate) return this.see(key, value, false);
      const places = this.#places(key, value, false);
      const shown = this.#unseen.shown(value, places);
      if (shown !== undefined) for (const place of places) this.reads.mark(place, undefined);
      return shown;
    }
    if (key === "constructor" || value === Reflect.get(Object.prototype, key)) return value;
    if (value === Reflect.get(Array.prototype, key)) return searchOf(value) ?? value;
    return this.#runningUnseen(key, value as Method);
  }

  #runningUnseen(key: PropertyKey, method: Method): Method {
    const known = this.#methods?.get(method);
    if (known) return known;
    const { raw, proxy } = this;
    const unseen = this.#unseen;
    const noteCall = (): readonly PathNode[] => this.#noteCall(key);
    function unseenMethod(this: unknown, ...given: unknown[]): unknown {
      if (this !== proxy && !isClosure(method)) return Reflect.apply(method, this, given);
      return unseen.run(method, this === proxy ? raw : this, given, noteCall());
    }
    (this.#methods ??= new Map()).set(method, unseenMethod);
    return unseenMethod;
  }

  #noteCall(key: PropertyKey): readonly PathNode[] {
    if (key === "toJSON") {
      this.release();
      return [];
    }
    const places = this.nodes.map((node) => (typeof key === "symbol" ? node.any : node.child(String(key))));
    for (const place of places) this.reads.mark(place, undefined);
    // A wildcard says what data is, not what a method gives.
    return this.nodes.flatMap((node) => node.children.get(String(key)) ?? []);
  }

  /** A copy of a list without what is held of it; undefined where nothing is. */
  #withoutHeld(): object | undefined {
    const { reads, raw } = this;
    if (!reads.guard.isActive) return undefined;
    const list = raw as readonly unknown[];
    const places = this.nodes.map((node) => node.element);
    const left: unknown[] = [];
    let isWhole = true;
    for (let i = 0; i < list.length; i += 1) {
      const value = list[i];
      const keeper = Object.hasOwn(list, i) ? reads.keeperOf(places, value, this.strict) : undefined;
      if (keeper) {
        isWhole = false;
        reads.noteHeld(keeper, value);
      } else left.push(value);
    }
    if (isWhole) return undefined;
    const copy = Object.setPrototypeOf(left, Reflect.getPrototypeOf(raw)) as object;
    for (const key of Reflect.ownKeys(raw)) {
      const own = Reflect.getOwnPropertyDescriptor(raw, key);
      if (own && (typeof key === "symbol" || !/^(?:\d|length$)/.test(key)))
        Reflect.defineProperty(copy, key, own);
    }
    if (Object.isFrozen(raw)) return Object.freeze(copy);
    if (Object.isSealed(raw)) return Object.seal(copy);
    return Reflect.isExtensible(raw) ? copy : Object.preventExtensions(copy);
  }
}
