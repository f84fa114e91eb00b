import { inspect } from "node:util";
import type { PathNode } from "./path-node.ts";
import type { Reads } from "./reads.ts";
import { withPrivateFields } from "./private-fields.ts";
import { isObject, TRACKER, trackerOf, untracked } from "./recognise.ts";
import { Tracker } from "./tracker.ts";

type Method = (...given: unknown[]) => unknown;

/**
 * Tracks one object through a stand-in target. Needed for frozen and sealed objects, whose own proxy would have to
 * give locked properties untracked (ECMA-262 §10.5), and for classes with private fields, whose methods only work
 * on the object itself. The stand-in takes on, in tracked form, what the language wants it to agree with the object
 * about: every locked property, when it is first reported, and all of them once it is locked as a whole.
 */
export class Membrane extends Tracker {
  readonly #standIn: object;
  readonly #isHidden: boolean;
  #hasLocks = false;
  #methods: Map<Method, Method> | undefined;

  constructor(reads: Reads, node: PathNode, raw: object, isHidden: boolean) {
    const standIn = standInFor(raw);
    super(reads, node, raw, standIn);
    this.#standIn = standIn;
    this.#isHidden = isHidden;
  }

  protected override onGet(standIn: object, key: PropertyKey, receiver: unknown): unknown {
    if (key === TRACKER || !this.#isHidden) return this.#kept(key, super.onGet(standIn, key, receiver));
    const value = super.onGet(standIn, key, this.raw);
    return typeof value === "function" && this.#isOwnMethod(key, value)
      ? this.#method(key, value as Method)
      : this.#kept(key, value);
  }

  override set(standIn: object, key: PropertyKey, value: unknown, receiver: unknown): boolean {
    const isOurs = this.#isHidden && receiver === this.proxy;
    return isOurs ? Reflect.set(this.raw, key, untracked(value)) : super.set(standIn, key, value, receiver);
  }

  override has(standIn: object, key: PropertyKey): boolean {
    this.#agree(key);
    return super.has(standIn, key);
  }

  override ownKeys(standIn: object): (string | symbol)[] {
    if (this.#hasLocks) for (const key of Reflect.ownKeys(standIn)) this.#agree(key);
    return super.ownKeys(standIn);
  }

  override getOwnPropertyDescriptor(standIn: object, key: PropertyKey): PropertyDescriptor | undefined {
    const descriptor = super.getOwnPropertyDescriptor(standIn, key);
    this.#agree(key);
    const kept = Reflect.getOwnPropertyDescriptor(standIn, key);
    return kept?.configurable === false ? kept : descriptor;
  }

  override defineProperty(standIn: object, key: PropertyKey, descriptor: PropertyDescriptor): boolean {
    const value: unknown = descriptor.value;
    const bare = "value" in descriptor ? { ...descriptor, value: untracked(value) } : descriptor;
    if (!Reflect.defineProperty(this.raw, key, bare)) return false;
    this.#agree(key, descriptor);
    const kept = Reflect.getOwnPropertyDescriptor(standIn, key);
    return !("value" in descriptor && kept?.writable === false && !Object.is(kept.value, value));
  }

  deleteProperty(_standIn: object, key: PropertyKey): boolean {
    const isDone = Reflect.deleteProperty(this.raw, key);
    this.#agree(key);
    return isDone;
  }

  isExtensible(_standIn: object): boolean {
    if (Reflect.isExtensible(this.raw)) return true;
    this.#lock();
    return false;
  }

  preventExtensions(_standIn: object): boolean {
    if (!Reflect.preventExtensions(this.raw)) return false;
    this.#lock();
    return true;
  }

  getPrototypeOf(): object | null {
    return Reflect.getPrototypeOf(this.raw);
  }

  setPrototypeOf(_standIn: object, prototype: object | null): boolean {
    return Reflect.setPrototypeOf(this.raw, prototype);
  }

  // The stand-in holds the tracked form, so nothing has to be given as it is.
  protected override isLocked(): boolean {
    return false;
  }

  /** What was once reported as locked is given for ever. */
  #kept(key: PropertyKey, value: unknown): unknown {
    if (!this.#hasLocks || !isObject(value)) return value;
    const kept = Reflect.getOwnPropertyDescriptor(this.#standIn, key);
    if (kept?.writable !== false || kept.configurable !== false) return value;
    if (!trackerOf(kept.value)) this.see(key, kept.value, false);
    return kept.value;
  }

  /** Makes the stand-in agree with the object about one property, where it has to. */
  #agree(key: PropertyKey, asked: PropertyDescriptor = {}): void {
    const real = Reflect.getOwnPropertyDescriptor(this.raw, key);
    if (!real) {
      Reflect.deleteProperty(this.#standIn, key);
    } else if (real.configurable === false || !Reflect.isExtensible(this.#standIn)) {
      this.#takeOn(key, real, asked);
    }
  }

  #takeOn(key: PropertyKey, real: PropertyDescriptor, asked: PropertyDescriptor = {}): void {
    this.#hasLocks = true;
    const value: unknown = "value" in asked ? asked.value : real.value;
    if (isObject(value)) real.value = "value" in asked ? value : this.form(key, value);
    // What was once locked stays so, even where the engine forgets it.
    const kept = Reflect.getOwnPropertyDescriptor(this.#standIn, key);
    if (kept?.configurable === false) real.configurable = false;
    Reflect.defineProperty(this.#standIn, key, real);
  }

  #lock(): void {
    if (!Reflect.isExtensible(this.#standIn)) return;
    Reflect.deleteProperty(this.#standIn, inspect.custom);
    for (const key of Reflect.ownKeys(this.raw)) {
      const real = Reflect.getOwnPropertyDescriptor(this.raw, key);
      if (real) this.#takeOn(key, real);
    }
    Reflect.setPrototypeOf(this.#standIn, Reflect.getPrototypeOf(this.raw));
    Reflect.preventExtensions(this.#standIn);
  }

  #isOwnMethod(key: PropertyKey, value: unknown): boolean {
    if (key === "constructor" || Object.hasOwn(this.raw, key)) return false;
    return value !== Reflect.get(Object.prototype, key) && value !== Reflect.get(Array.prototype, key);
  }

  // A method of a class with private fields runs on the object itself, unseen: so its name is what is recorded.
  #method(key: PropertyKey, method: Method): Method {
    const known = this.#methods?.get(method);
    if (known) return known;
    const { raw, proxy } = this;
    const noteCall = (): void => this.#noteCall(key);
    function trackedMethod(this: unknown, ...given: unknown[]): unknown {
      if (this !== proxy) return Reflect.apply(method, this, given);
      noteCall();
      const result: unknown = Reflect.apply(method, raw, given.map(withPrivateFields));
      return result === raw ? proxy : result;
    }
    (this.#methods ??= new Map()).set(method, trackedMethod);
    return trackedMethod;
  }

  #noteCall(key: PropertyKey): void {
    if (key === "toJSON") this.release();
    else
      for (const node of this.nodes)
        this.reads.mark(typeof key === "symbol" ? node.any : node.child(String(key)), undefined);
  }

  override hasPrivateFields(): boolean {
    return this.#isHidden;
  }
}

function standInFor(raw: object): object {
  const standIn = Array.isArray(raw) ? [] : (Object.create(Reflect.getPrototypeOf(raw)) as object);
  // Printing looks at the target; it is to find the object.
  return Object.defineProperty(standIn, inspect.custom, { value: () => raw, configurable: true });
}
