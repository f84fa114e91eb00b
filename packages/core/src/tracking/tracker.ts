import type { PathNode } from "./path-node.ts";
import type { Reads } from "./reads.ts";

/** Asking a tracked object for this key gives the object behind it. */
const RAW = Symbol("probity.raw");
/** Asking for this key tells its tracker that the object goes where no tracking can follow. */
const RELEASE = Symbol("probity.release");

/**
 * The proxy handler of one place in one decision: every object that stands there shares it. The proxy's target is
 * the object itself, so that the eye (`instanceof`, `util.inspect`, `Array.isArray`) finds nothing changed.
 */
export class Tracker implements ProxyHandler<object> {
  readonly node: PathNode;
  protected readonly reads: Reads;
  // The usual place holds one object; a map is made for the second.
  #raw: object | undefined;
  #proxy: object | undefined;
  #more: Map<object, object> | undefined;
  readonly #leaves: ReadonlyMap<PropertyKey, PathNode>;

  constructor(reads: Reads, node: PathNode) {
    this.reads = reads;
    this.node = node;
    this.#leaves = node.leaves;
  }

  /** The tracked form of `raw`: the same one each time. */
  wrap(raw: object): object {
    if (raw === this.#raw && this.#proxy) return this.#proxy;
    const known = this.#more?.get(raw);
    if (known) return known;
    const proxy = this.reads.proxyFor(raw, this, this.node);
    if (this.#raw === undefined) {
      this.#raw = raw;
      this.#proxy = proxy;
    } else {
      (this.#more ??= new Map()).set(raw, proxy);
    }
    return proxy;
  }

  get(target: object, key: PropertyKey, receiver: unknown): unknown {
    // The way of nearly every read; the rest of this class is for the others.
    const leaf = this.#leaves.get(key);
    if (leaf !== undefined) {
      const value: unknown = Reflect.get(target, key, receiver);
      this.reads.mark(leaf, value);
      return value;
    }
    return this.read(target, key, receiver, target);
  }

  has(target: object, key: PropertyKey): boolean {
    const found = Reflect.has(target, key);
    if (typeof key === "string") this.#notePresence(target, key, found);
    return found;
  }

  ownKeys(target: object): (string | symbol)[] {
    const keys = Reflect.ownKeys(target);
    for (const key of keys) if (typeof key === "string") this.#notePresence(target, key, true);
    return keys;
  }

  getOwnPropertyDescriptor(target: object, key: PropertyKey): PropertyDescriptor | undefined {
    const descriptor = Reflect.getOwnPropertyDescriptor(target, key);
    if (typeof key === "string") this.#notePresence(target, key, descriptor !== undefined);
    const isLocked = descriptor?.configurable === false && descriptor.writable !== true;
    if (descriptor && !isLocked && isTrackable(descriptor.value)) {
      descriptor.value = this.read(target, key, undefined, target);
    }
    return descriptor;
  }

  set(target: object, key: PropertyKey, value: unknown, receiver: unknown): boolean {
    const isOwn = receiver === this.wrap(target);
    return Reflect.set(target, key, untracked(value), isOwn ? target : receiver);
  }

  /**
   * One read. `target` is the object that holds the values; `self` is what getters and methods see as `this` when
   * the caller's receiver can't be (see {@link Membrane}).
   */
  protected read(target: object, key: PropertyKey, receiver: unknown, raw: object): unknown {
    if (typeof key === "symbol") return this.#readSymbol(target, key, receiver, raw);
    const name = String(key);
    const isArray = Array.isArray(target);
    const place = isArray ? this.#arrayPlace(name) : this.node.children.get(name);
    if (name === "__proto__") return Reflect.getPrototypeOf(target);
    const value: unknown = Reflect.get(target, key, receiver ?? target);
    if (place?.isLeaf) {
      this.reads.mark(place, value);
      return value;
    }
    if (typeof value === "function") return isArray ? (arraySearch(name, value) ?? value) : value;
    const child = place ?? (isArray || !Reflect.has(target, key) ? undefined : this.node.child(name));
    return child ? this.#follow(target, key, child, value) : value;
  }

  #follow(target: object, key: PropertyKey, child: PathNode, value: unknown): unknown {
    if (!isTrackable(value)) {
      this.reads.mark(child, value);
      return value;
    }
    if (child.feature >= 0) this.reads.mark(child, undefined);
    if (child.isLeaf) return value;
    if (this.mustGiveAsIs(target, key)) {
      this.reads.markAll(child);
      return value;
    }
    return this.reads.tracker(child).wrap(value);
  }

  /** A proxy must give a property that its target has locked exactly as it is. */
  protected mustGiveAsIs(target: object, key: PropertyKey): boolean {
    const descriptor = Reflect.getOwnPropertyDescriptor(target, key);
    return descriptor?.configurable === false && descriptor.writable === false;
  }

  #readSymbol(target: object, key: symbol, receiver: unknown, raw: object): unknown {
    if (key === RAW) return raw;
    if (key !== RELEASE) return Reflect.get(target, key, receiver ?? target);
    this.reads.markAll(this.node);
    return raw;
  }

  #arrayPlace(name: string): PathNode | undefined {
    return name === "length" || isIndex(name) ? this.node.element : undefined;
  }

  // That something is there is knowledge too, except for a container: its content is noted when it is read.
  #notePresence(target: object, name: string, found: boolean): void {
    if (Array.isArray(target)) {
      if (isIndex(name)) this.#noteLeaf(this.node.element, Reflect.get(target, name) as unknown);
      return;
    }
    const declared = this.node.children.get(name);
    if (!declared && !found) return;
    const descriptor = Reflect.getOwnPropertyDescriptor(target, name);
    if (!declared && !descriptor) return;
    this.#noteLeaf(declared ?? this.node.child(name), descriptor?.value);
  }

  #noteLeaf(node: PathNode, value: unknown): void {
    if (node.feature >= 0 || !(isTrackable(value) || typeof value === "function"))
      this.reads.mark(node, value);
  }
}

/** The object behind a tracked one; anything else is given back as it is. */
export function untracked<T>(value: T): T {
  return isObject(value) ? ((Reflect.get(value, RAW) as T | undefined) ?? value) : value;
}

/** Like {@link untracked}, and everything declared in the object counts as read. */
export function released<T>(value: T): T {
  return isObject(value) ? ((Reflect.get(value, RELEASE) as T | undefined) ?? value) : value;
}

/** @internal How the wrapped collections answer the two secret keys. */
export function answerSecret(
  key: PropertyKey,
  raw: object,
  reads: Reads,
  node: PathNode,
): object | undefined {
  if (key === RELEASE) reads.markAll(node);
  return key === RAW || key === RELEASE ? raw : undefined;
}

/** Whether reads inside the value can be followed: plain objects, arrays, maps, sets, instances of classes. */
export function isTrackable(value: unknown): value is object {
  if (!isObject(value)) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Reflect.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return true;
  if (value instanceof Map || value instanceof Set) return true;
  // Dates, typed arrays, promises, URLs … keep their state where a proxy can't reach it: such a value is one value.
  return Object.prototype.toString.call(value) === "[object Object]" && !(value instanceof WeakRef);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isIndex(name: string): boolean {
  const first = name.charCodeAt(0);
  return first >= 48 && first <= 57;
}

const SEARCHES = new Set(["includes", "indexOf", "lastIndexOf"]);

/** Searching a tracked array for an object must find it, whichever form of it is asked for. */
function arraySearch(name: string, method: unknown): unknown {
  if (!SEARCHES.has(name) || method !== Reflect.get(Array.prototype, name)) return undefined;
  return function search(this: object, wanted: unknown, ...from: unknown[]): unknown {
    Reflect.get(this, "length"); // notes the read
    return Reflect.apply(method as () => unknown, untracked(this), [untracked(wanted), ...from]);
  };
}
