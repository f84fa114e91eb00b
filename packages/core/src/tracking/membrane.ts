import type { PathNode } from "./path-node.ts";
import type { Reads } from "./reads.ts";
import { Tracker } from "./tracker.ts";

/**
 * Tracks one object through a stand-in target. Needed for frozen and sealed objects, whose own proxy would have to
 * give locked properties untracked (ECMA-262 §10.5), and for classes with private fields, whose methods only work
 * on the object itself. The stand-in takes on each locked property, in tracked form, when it is first reported.
 */
export class Membrane extends Tracker {
  readonly proxy: object;
  readonly #real: object;
  readonly #hidesState: boolean;

  constructor(reads: Reads, node: PathNode, real: object) {
    super(reads, node);
    this.#real = real;
    this.#hidesState = hidesState(real);
    const standIn: object = Array.isArray(real)
      ? []
      : (Object.create(Reflect.getPrototypeOf(real)) as object);
    this.proxy = new Proxy(standIn, this);
  }

  override wrap(raw: object): object {
    return raw === this.#real ? this.proxy : raw;
  }

  override get(_standIn: object, key: PropertyKey, receiver: unknown): unknown {
    const value = this.read(this.#real, key, this.#hidesState ? this.#real : receiver, this.#real);
    if (!this.#hidesState || typeof value !== "function" || Object.hasOwn(this.#real, key)) return value;
    return this.#method(String(key), value as (...given: unknown[]) => unknown);
  }

  override has(_standIn: object, key: PropertyKey): boolean {
    return super.has(this.#real, key);
  }

  override ownKeys(): (string | symbol)[] {
    return super.ownKeys(this.#real);
  }

  override getOwnPropertyDescriptor(standIn: object, key: PropertyKey): PropertyDescriptor | undefined {
    const descriptor = super.getOwnPropertyDescriptor(this.#real, key);
    if (!descriptor) return undefined;
    if ("value" in descriptor) descriptor.value = this.read(this.#real, key, undefined, this.#real);
    if (descriptor.configurable === false) Reflect.defineProperty(standIn, key, descriptor);
    return descriptor;
  }

  override set(_standIn: object, key: PropertyKey, value: unknown, receiver: unknown): boolean {
    return super.set(this.#real, key, value, receiver);
  }

  defineProperty(standIn: object, key: PropertyKey, descriptor: PropertyDescriptor): boolean {
    const done = Reflect.defineProperty(this.#real, key, descriptor);
    if (done && descriptor.configurable === false) Reflect.defineProperty(standIn, key, descriptor);
    return done;
  }

  deleteProperty(_standIn: object, key: PropertyKey): boolean {
    return Reflect.deleteProperty(this.#real, key);
  }

  isExtensible(standIn: object): boolean {
    if (Reflect.isExtensible(this.#real)) return true;
    this.#lock(standIn);
    return false;
  }

  preventExtensions(standIn: object): boolean {
    if (!Reflect.preventExtensions(this.#real)) return false;
    this.#lock(standIn);
    return true;
  }

  getPrototypeOf(): object | null {
    return Reflect.getPrototypeOf(this.#real);
  }

  setPrototypeOf(standIn: object, prototype: object | null): boolean {
    return Reflect.setPrototypeOf(this.#real, prototype) && Reflect.setPrototypeOf(standIn, prototype);
  }

  // The stand-in holds the tracked form, so nothing has to be given as it is.
  protected override mustGiveAsIs(): boolean {
    return false;
  }

  #lock(standIn: object): void {
    for (const key of Reflect.ownKeys(this.#real)) {
      const descriptor = this.getOwnPropertyDescriptor(standIn, key);
      if (descriptor) Reflect.defineProperty(standIn, key, descriptor);
    }
    Reflect.preventExtensions(standIn);
  }

  // A method of a class with private fields runs on the object itself, unseen: so its name is what is recorded.
  #method(name: string, method: (...given: unknown[]) => unknown): (...given: unknown[]) => unknown {
    const { reads, node, proxy } = this;
    const real = this.#real;
    return function trackedMethod(this: unknown, ...given: unknown[]): unknown {
      if (this !== proxy) return Reflect.apply(method, this, given);
      reads.mark(node.child(name), undefined);
      return Reflect.apply(method, real, given);
    };
  }
}

const privacy: WeakMap<object, boolean> = new WeakMap();

/** Whether the object's class keeps private fields, natively or as compilers lower them. */
export function hidesState(value: object): boolean {
  const prototype = Reflect.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype || Array.isArray(value)) return false;
  let hides = privacy.get(prototype);
  if (hides === undefined) {
    const { constructor } = prototype as { constructor?: unknown };
    const source = typeof constructor === "function" ? Function.prototype.toString.call(constructor) : "";
    hides = /#[\p{L}_$]|class_?private_?field/iu.test(source) || hidesState(prototype);
    privacy.set(prototype, hides);
  }
  return hides;
}
