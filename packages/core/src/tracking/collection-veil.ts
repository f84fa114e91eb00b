import type { GuardedReads } from "./guarded-reads.ts";
import type { PathNode } from "./path-node.ts";
import type { StandIn } from "./stand-in.ts";
import { Unseen } from "./unseen.ts";
import { View, type Viewed } from "./view.ts";
import { visible } from "./visible.ts";

/** What veiled maps and sets have in common: their own properties, their subclass's methods, and what is printed. */
export class CollectionVeil {
  readonly unseen: Unseen;
  readonly view: View;
  readonly #of: Viewed;
  readonly #standIn: StandIn;

  constructor(of: Viewed, standIn: StandIn) {
    this.#of = of;
    this.#standIn = standIn;
    this.unseen = new Unseen(of);
    this.view = new View(of);
    const { view } = this;
    const { raw, proxy } = of;
    Object.assign(of, standIn.traps({ view, raw, source: raw, proxy }));
  }

  /** The read of a property of the collection itself. */
  getOwn(key: PropertyKey, receiver: unknown): unknown {
    const pinned = this.#standIn.pinned(key);
    if (pinned) return pinned.value;
    const keeper = this.view.keeperOf(key);
    if (keeper) return this.view.withheld(keeper);
    const { raw, reads, strict } = this.#of;
    const value: unknown = Reflect.get(raw, key, receiver);
    const places = this.#of.placesOf(key, value);
    return places.length === 0 ? value : reads.seeAt(places, value, strict);
  }

  define(key: PropertyKey, descriptor: PropertyDescriptor): void {
    const isWhole = "value" in descriptor || "get" in descriptor;
    this.#standIn.define(key, descriptor, isWhole ? undefined : this.view.descriptor(key));
  }
}

/** What of a map or a set is printed, and leaves our sight. */
export function visibleOf(reads: GuardedReads, proxy: object): object {
  return reads.quietly(() => visible(proxy));
}

/** Remembers what is left of a collection as long as the same is held. */
export class Left<T> {
  #version = -1;
  #places = 0;
  #left: T | undefined;

  /** `find` gives undefined where all of it is left. */
  of(reads: GuardedReads, nodes: readonly PathNode[], find: () => T | undefined): T | undefined {
    const { version } = reads.guard;
    if (this.#version !== version || this.#places !== nodes.length) {
      this.#version = version;
      this.#places = nodes.length;
      this.#left = reads.guard.isActive ? find() : undefined;
    }
    return this.#left;
  }
}
