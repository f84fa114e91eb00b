import { searchOf } from "./array-search.ts";
import { kindOf } from "./kind.ts";
import type { PathNode } from "./path-node.ts";
import type { Reads } from "./reads.ts";
import { behind, isObject, TRACKER, untracked } from "./recognise.ts";

/**
 * Follows the reads of one object in one decision. The proxy's target is the object itself, so that the eye
 * (`instanceof`, `util.inspect`, `Array.isArray`) finds nothing changed.
 */
export class Tracker implements ProxyHandler<object> {
  /** A proxy looks its trap up anew for each read: as the handler's own first property it is found at once. */
  // eslint-disable-next-line @typescript-eslint/unbound-method -- the proxy calls it on the handler
  readonly get: Tracker["onGet"] = this.onGet;
  readonly reads: Reads;
  /** The object itself. */
  readonly raw: object;
  /** What the service holds. */
  readonly proxy: object;
  /** Where the object was met first. */
  readonly node: PathNode;
  #leaves: ReadonlyMap<PropertyKey, PathNode>;
  /** All places where it stands, once it is more than one. */
  #nodes: readonly PathNode[] | undefined;
  protected readonly isArray: boolean;

  constructor(reads: Reads, node: PathNode, raw: object, target: object = raw) {
    this.reads = reads;
    this.node = node;
    this.raw = raw;
    this.#leaves = node.leaves;
    this.isArray = Array.isArray(raw);
    this.proxy = new Proxy(target, this);
  }

  /** Whether the object's class keeps private fields, so that its methods run on the object itself. */
  hasPrivateFields(): boolean {
    return false;
  }

  /** The declared leaf of that name, as long as the object stands at one place. */
  protected leafAt(key: PropertyKey): PathNode | undefined {
    return this.#leaves.get(key);
  }

  /** Every place where the object stands. */
  get nodes(): readonly PathNode[] {
    return this.#nodes ?? [this.node];
  }

  /** The object was met at `node` too: its reads count for that place as well from now on. */
  standsAt(node: PathNode): void {
    if (node === this.node || this.#nodes?.includes(node)) return;
    this.#nodes = [...this.nodes, node];
    this.#leaves = NO_LEAVES;
  }

  /** Notes that the object goes where its reads can't be followed. */
  release(): void {
    for (const node of this.nodes) this.reads.markAll(node);
  }

  /** What leaves our sight in place of the tracked form. */
  untrack(): object {
    this.release();
    return this.raw;
  }

  /** The trap of a read. */
  protected onGet(_target: object, key: PropertyKey, receiver: unknown): unknown {
    // The way of nearly every read; the rest of this class is for the others.
    const leaf = this.#leaves.get(key);
    if (leaf !== undefined) {
      const value: unknown = Reflect.get(this.raw, key, receiver);
      this.reads.mark(leaf, value);
      return value;
    }
    if (key === TRACKER) return receiver === this.proxy ? this : undefined;
    const { marks } = this.reads;
    const value: unknown = Reflect.get(this.raw, key, receiver);
    if (typeof value === "function" && this.isArray) return searchOf(value) ?? value;
    return this.see(key, value, this.reads.marks !== marks);
  }

  has(_target: object, key: PropertyKey): boolean {
    this.notePresence(key);
    return Reflect.has(this.raw, key);
  }

  ownKeys(_target: object): (string | symbol)[] {
    const keys = Reflect.ownKeys(this.raw);
    for (const key of keys) this.notePresence(key);
    return keys;
  }

  getOwnPropertyDescriptor(_target: object, key: PropertyKey): PropertyDescriptor | undefined {
    this.notePresence(key);
    const descriptor = Reflect.getOwnPropertyDescriptor(this.raw, key);
    if (descriptor && isObject(descriptor.value)) descriptor.value = this.form(key, descriptor.value);
    return descriptor;
  }

  set(_target: object, key: PropertyKey, value: unknown, receiver: unknown): boolean {
    const isOurs = receiver === this.proxy && !hasSetter(this.raw, key);
    return isOurs
      ? Reflect.set(this.raw, key, behind(value, this.reads))
      : Reflect.set(this.raw, key, value, receiver);
  }

  defineProperty(_target: object, key: PropertyKey, descriptor: PropertyDescriptor): boolean {
    // What is stored is the object itself, except where the language wants exactly what was asked for.
    const isBare = "value" in descriptor && !this.#locks(key, descriptor);
    const stored = isBare
      ? { ...descriptor, value: behind<unknown>(descriptor.value, this.reads) }
      : descriptor;
    return Reflect.defineProperty(this.raw, key, stored);
  }

  /**
   * Notes that `value` was read under `key`, and gives its tracked form. `isDerived` says that getting it read other
   * tracked properties: then those count, and not this one, unless it is declared.
   */
  protected see(key: PropertyKey, value: unknown, isDerived: boolean): unknown {
    if (!this.#nodes) return this.#seeAt(this.node, key, value, isDerived);
    return otherThan(
      value,
      this.#nodes.map((node) => this.#seeAt(node, key, value, isDerived)),
    );
  }

  /** The tracked form of a property's value, without a note of it; with one, where it has to be given as it is. */
  protected form(key: PropertyKey, value: object): unknown {
    const places = this.nodes.map((node) => this.placeIn(node, key, value, false));
    const isLocked = this.isLocked(key);
    const forms = places.map((place) => {
      if (!place || place.isLeaf) return value;
      if (!isLocked) return this.reads.formOf(place, value);
      this.reads.markAll(place);
      return value;
    });
    return otherThan(value, forms);
  }

  /** A proxy must give a property that its target has locked exactly as it is (ECMA-262 §10.5.8). */
  protected isLocked(key: PropertyKey): boolean {
    const descriptor = ownDescriptor(this.raw, key);
    return descriptor?.configurable === false && descriptor.writable === false;
  }

  /** A search in an array finds an object in either form. Only a tag that was found counts as used. */
  search(method: (...given: unknown[]) => unknown, given: readonly unknown[]): unknown {
    const [wanted, ...rest] = given;
    const sought = untracked(wanted);
    const search = (list: object): unknown => method.apply(list, given.length === 0 ? [] : [sought, ...rest]);
    let found = search(this.searched);
    // The service may have put tracked objects into a list of its own.
    if (!isFound(found) && isObject(sought)) found = search(this.#bareElements());
    for (const { element } of this.nodes) {
      this.reads.notePresence(element, sought);
      if (isFound(found) && element.tags) this.reads.noteTags(sought);
    }
    return found;
  }

  /** The list that is searched. */
  protected get searched(): object {
    return this.raw;
  }

  #bareElements(): unknown[] {
    const list = this.searched as readonly unknown[];
    const bare = new Array<unknown>(list.length);
    for (let i = 0; i < list.length; i += 1) bare[i] = untracked(list[i]);
    return bare;
  }

  #seeAt(node: PathNode, key: PropertyKey, value: unknown, isDerived: boolean): unknown {
    const place = this.placeIn(node, key, value, isDerived);
    if (place === undefined) return value;
    if (!isObject(value) || place.isLeaf || !this.isLocked(key)) return this.reads.see(place, value);
    this.reads.markAll(place);
    return value;
  }

  /** Whether a property is locked once it is defined like this. */
  #locks(key: PropertyKey, descriptor: PropertyDescriptor): boolean {
    const before = ownDescriptor(this.raw, key);
    const isConfigurable = descriptor.configurable ?? before?.configurable ?? false;
    return !isConfigurable && !(descriptor.writable ?? before?.writable ?? false);
  }

  /** The place of a property below `node`; undefined where there is nothing to be noted. */
  protected placeIn(
    node: PathNode,
    key: PropertyKey,
    value: unknown,
    isDerived: boolean,
  ): PathNode | undefined {
    if (typeof key === "symbol") return this.#isOwnData(key, value) ? node.any : undefined;
    const name = String(key);
    if (this.isArray && isIndex(name)) return node.element;
    if (this.isArray && name === "length") return node.element.whenCounted;
    const declared = node.children.get(name);
    if (declared || typeof value === "function") return declared;
    if (isDerived && !(isObject(value) && kindOf(value) !== "value")) return undefined;
    if (value === undefined && !isPresent(this.raw, name)) return undefined;
    if (name === "__proto__" && !ownDescriptor(this.raw, name)) return undefined;
    return node.child(name);
  }

  #isOwnData(key: symbol, value: unknown): boolean {
    return (
      typeof value !== "function" && key !== Symbol.toStringTag && ownDescriptor(this.raw, key) !== undefined
    );
  }

  /** That something is there is knowledge too, except for a container: its content is noted when it is read. */
  notePresence(key: PropertyKey): void {
    if (typeof key === "symbol") return;
    const name = String(key);
    if (this.isArray && name === "length") return;
    const isElement = this.isArray && isIndex(name);
    const descriptor = ownDescriptor(this.raw, name);
    for (const node of this.nodes) {
      const place = isElement ? node.element : (node.children.get(name) ?? (descriptor && node.child(name)));
      if (place) this.reads.notePresence(place, descriptor?.value);
    }
  }
}

const NO_LEAVES: ReadonlyMap<PropertyKey, PathNode> = new Map();

function otherThan(value: unknown, forms: readonly unknown[]): unknown {
  return forms.find((form) => form !== value) ?? value;
}

function isFound(found: unknown): boolean {
  return found === true || (typeof found === "number" && found >= 0);
}

function isIndex(name: string): boolean {
  const first = name.charCodeAt(0);
  return first >= 48 && first <= 57;
}

// What follows asks more of the object than the service did. Where that is a proxy of the service's own, it may throw.

function ownDescriptor(raw: object, key: PropertyKey): PropertyDescriptor | undefined {
  try {
    return Reflect.getOwnPropertyDescriptor(raw, key);
  } catch {
    return undefined;
  }
}

function isPresent(raw: object, name: string): boolean {
  try {
    return Reflect.has(raw, name);
  } catch {
    return false;
  }
}

function hasSetter(raw: object, key: PropertyKey): boolean {
  try {
    for (let at: object | null = raw; at !== null; at = Reflect.getPrototypeOf(at)) {
      const descriptor = Reflect.getOwnPropertyDescriptor(at, key);
      if (descriptor) return descriptor.set !== undefined;
    }
    return false;
  } catch {
    return false;
  }
}
