import type { PathNode } from "./path-node.ts";
import { TRACKER, trackerOf } from "./recognise.ts";
import { Tracker } from "./tracker.ts";

export type Method = (...given: never[]) => unknown;
export type Methods = ReadonlyMap<PropertyKey, Method>;
export type Visit = (this: unknown, value: unknown, key: unknown, collection: unknown) => void;

/** Methods for all trackers of a class, which find their tracker by the collection that they are called on. */
export function methodsOf<T extends Tracker>(
  isOurs: (tracker: Tracker | undefined) => tracker is T,
  native: object,
  work: Readonly<Record<string, (tracker: T, ...given: never[]) => unknown>>,
): Map<PropertyKey, Method> {
  const methods = Object.entries(work).map(([name, run]): [PropertyKey, Method] => {
    const method = function (this: unknown, ...given: never[]): unknown {
      const tracker = trackerOf(this);
      if (isOurs(tracker)) return run(tracker, ...given);
      return Reflect.apply(Reflect.get(native, name) as Method, this, given);
    };
    return [name, Object.defineProperty(method, "name", { value: name })];
  });
  return new Map(methods);
}

/**
 * Follows the reads of a map or a set, whose methods work on the object itself only. Methods that are not known
 * here, those of a subclass or of a newer language, run there unseen: all that is declared counts as read then.
 */
export abstract class CollectionTracker extends Tracker {
  /** Stand-ins for the methods that read or write elements. */
  protected abstract readonly methods: Methods;
  #unseen: Map<unknown, Method> | undefined;

  protected override onGet(target: object, key: PropertyKey, receiver: unknown): unknown {
    if (key === TRACKER || key === "constructor" || Object.hasOwn(this.raw, key)) {
      return super.onGet(target, key, receiver);
    }
    if (key === "size") return this.size();
    const method = this.methods.get(key);
    if (method) return method;
    const value: unknown = Reflect.get(this.raw, key, this.raw);
    if (value === Reflect.get(Object.prototype, key) || value === undefined) return value;
    if (typeof value === "function") return this.#runUnseen(value as Method);
    return key === Symbol.toStringTag ? value : this.seeUnseen(value);
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

  /** Runs a method that is not known here on the collection itself. */
  protected runUnseen(method: Method, given: never[]): unknown {
    this.release();
    const result: unknown = Reflect.apply(method, this.raw, given);
    return result === this.raw ? this.proxy : result;
  }

  /** What an accessor of a subclass gives, which is not known here. */
  protected seeUnseen(value: unknown): unknown {
    this.release();
    return value;
  }

  #runUnseen(method: Method): Method {
    const known = this.#unseen?.get(method);
    if (known) return known;
    const { proxy } = this;
    const run = (given: never[]): unknown => this.runUnseen(method, given);
    function unseenMethod(this: unknown, ...given: never[]): unknown {
      return this === proxy ? run(given) : Reflect.apply(method, this, given);
    }
    (this.#unseen ??= new Map()).set(method, unseenMethod);
    return unseenMethod;
  }
}
