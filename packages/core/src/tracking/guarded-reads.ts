import type { NeutralValue } from "../catalog.ts";
import { types } from "node:util";
import type { Guard } from "./guard.ts";
import { kindOf } from "./kind.ts";
import type { PathNode } from "./path-node.ts";
import { Reads } from "./reads.ts";
import { behind, isObject, trackerOf } from "./recognise.ts";
import { Veil } from "./veil.ts";
import { VeiledMap } from "./veiled-map.ts";
import { VeiledSet } from "./veiled-set.ts";
import type { Tracker } from "./tracker.ts";

type VeiledTracker = Tracker & { strict: boolean };

/**
 * The reads of a decision in which rules are enforced: every object is tracked so that a part of it can be held back, also
 * later, and also after the decision was closed.
 */
export class GuardedReads extends Reads {
  /** Handed to the constructor. */
  declare readonly guard: Guard;
  // Weak, for it outlives the decision: what is held stays held, and a part that the service keeps must not keep the rest.
  readonly #trackers: WeakMap<object, VeiledTracker> = new WeakMap();
  #left: WeakMap<object, object> = new WeakMap();
  #leftVersion = 0;
  #isQuiet = false;

  override see(node: PathNode, value: unknown): unknown {
    return this.seeAt([node], value);
  }

  /** Notes a read of what stands at some places, and gives what may be seen of it. `isStrict` as of a {@link Veil}. */
  seeAt(places: readonly PathNode[], value: unknown, isStrict = false): unknown {
    const keeper = this.keeperOf(places, value, isStrict);
    if (keeper) return this.withhold(keeper, value);
    let given = value;
    for (const place of places) {
      const form = this.#seeOne(place, value, isStrict);
      if (form !== value) given = form;
    }
    return given;
  }

  /** Which of its places keeps a value from being seen. */
  keeperOf(places: readonly PathNode[], value: unknown, isStrict: boolean): PathNode | undefined {
    return this.guard.keeperOf(places, value) ?? (isStrict ? strictKeeper(places, value) : undefined);
  }

  /** Notes a read in vain, and gives what is given in its place. */
  withhold(keeper: PathNode, value: unknown): unknown {
    this.noteHeld(keeper, value);
    return this.neutralFor(keeper);
  }

  /** A list that is neutral is a new one each time: the service may write into it. */
  neutralFor(keeper: PathNode): NeutralValue | undefined {
    const neutral = this.guard.neutralOf(keeper);
    return Array.isArray(neutral) ? [] : neutral;
  }

  noteHeld(keeper: PathNode, value: unknown): void {
    if (this.#isQuiet) return;
    this.marks += 1;
    if (this.isOpen) this.guard.note(keeper, value);
    else super.mark(keeper, undefined);
  }

  override mark(node: PathNode, value: unknown): void {
    if (this.#isQuiet) return;
    if (this.guard.isHeld(node)) this.noteHeld(node, undefined);
    else super.mark(node, value);
  }

  /** What may be seen of a value that is taken without being read, such as a property's description. */
  formAt(places: readonly PathNode[], value: unknown, isStrict: boolean): unknown {
    let given = value;
    for (const place of places) {
      const form = place.isLeaf ? this.#withoutRefused(place, value) : this.#formOf(place, value, isStrict);
      if (form !== value) given = form;
    }
    return given;
  }

  override formOf(node: PathNode, value: object, isStrict = false): object {
    const raw = behind(value, this);
    const isFollowed = this.isOpen || this.guard.isActive;
    const tracker = this.#trackers.get(raw) ?? (isFollowed ? this.#veil(node, raw, isStrict) : undefined);
    if (!tracker) return value;
    if (node.feature >= 0 || node.leadsOn) tracker.standsAt(node);
    if (!isStrict) tracker.strict = false;
    return tracker.proxy;
  }

  /** Does something without a note of what it reads. */
  quietly<T>(work: () => T): T {
    const before = this.#isQuiet;
    this.#isQuiet = true;
    try {
      return work();
    } finally {
      this.#isQuiet = before;
    }
  }

  #seeOne(place: PathNode, value: unknown, isStrict: boolean): unknown {
    if (place.isLeaf) {
      const left = this.#withoutRefused(place, value);
      this.mark(place, left);
      return left;
    }
    if (!isObject(value)) {
      this.notePresence(place, value);
      return value;
    }
    if (place.feature >= 0 || !this.isOpen) this.mark(place, undefined);
    const form = this.#formOf(place, value, isStrict) as object;
    if (form === value && !trackerOf(value)) this.markAll(place);
    return form;
  }

  #formOf(place: PathNode, value: unknown, isStrict: boolean): unknown {
    if (!isObject(value)) return value;
    if (types.isPromise(value) && this.guard.holdsIn(place)) return this.#awaited(place, value, isStrict);
    return this.formOf(place, value, isStrict);
  }

  /** A promise of what may be seen. */
  #awaited(place: PathNode, promise: Promise<unknown>, isStrict: boolean): object {
    return this.#once(promise, () => promise.then((value) => this.seeAt([place], value, isStrict)));
  }

  /** A list of tags, which is one value, without those that must not be seen. */
  #withoutRefused(place: PathNode, value: unknown): unknown {
    if (!place.tags || !isObject(value)) return value;
    const tags = listOf(value);
    const left = tags.filter((tag) => !this.guard.refuses(tag));
    if (left.length === tags.length) return value;
    for (const tag of tags) if (this.guard.refuses(tag)) this.noteHeld(place, tag);
    return this.#once(value, () => (Array.isArray(value) ? left : new Set(left)));
  }

  /** The same as last time, as long as the same is held. */
  #once(value: object, make: () => object): object {
    if (this.#leftVersion !== this.guard.version) {
      this.#leftVersion = this.guard.version;
      this.#left = new WeakMap();
    }
    const known = this.#left.get(value) ?? make();
    this.#left.set(value, known);
    return known;
  }

  #veil(node: PathNode, raw: object, isStrict: boolean): VeiledTracker | undefined {
    const kind = kindOf(raw);
    if (kind === "value") return undefined;
    const made =
      kind === "map"
        ? new VeiledMap(this, node, raw as Map<unknown, unknown>)
        : kind === "set"
          ? new VeiledSet(this, node, raw as Set<unknown>)
          : new Veil(this, node, raw, kind === "hidden");
    made.strict = isStrict;
    this.#trackers.set(raw, made);
    return made;
  }
}

function listOf(value: object): unknown[] {
  try {
    return Array.isArray(value) || value instanceof Set ? Array.from(value as Iterable<unknown>) : [];
  } catch {
    return []; // a list of the service's own making that does not like to be read
  }
}

/** In what code that runs unseen gave, whatever is not declared may be a part of what is held back. */
function strictKeeper(places: readonly PathNode[], value: unknown): PathNode | undefined {
  const isTold = value === undefined || value === null || places.some(({ feature }) => feature >= 0);
  const isFollowed = isObject(value) && (types.isPromise(value) || kindOf(value) !== "value");
  return isTold || isFollowed ? undefined : places[0];
}
