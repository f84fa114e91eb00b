import { inspect } from "node:util";
import { kindOf } from "./kind.ts";
import type { View } from "./view.ts";

type Traps = Pick<
  ProxyHandler<object>,
  | "has"
  | "ownKeys"
  | "getOwnPropertyDescriptor"
  | "deleteProperty"
  | "isExtensible"
  | "preventExtensions"
  | "getPrototypeOf"
  | "setPrototypeOf"
>;

/** What a stand-in stands for. */
export interface StandsFor {
  readonly view: View;
  readonly raw: object;
  readonly source: object;
  readonly proxy: object;
}

/**
 * The target of a proxy that hides a part of its object: the language lets a proxy hide nothing that its target has locked
 * (ECMA-262 §10.5). An object that is asked whether it is locked takes on what may be seen of it: what can't be written as
 * accessors, whose value is still open. What a service locks through the proxy itself keeps what it showed then.
 */
export class StandIn {
  readonly target: object;
  #hasPins = false;

  /** `print` gives what is printed in its place. */
  constructor(raw: object, print: () => unknown) {
    this.target = emptyLike(raw);
    Object.defineProperty(this.target, inspect.custom, { value: print, configurable: true });
  }

  /** The value of a property that the service locked, or of the length of a locked list. */
  pinned(key: PropertyKey): PropertyDescriptor | undefined {
    if (!this.#hasPins) return undefined;
    const kept = Reflect.getOwnPropertyDescriptor(this.target, key);
    return kept?.configurable === false && kept.writable === false ? kept : undefined;
  }

  /** The service defined a property through the proxy, and that was done. */
  define(key: PropertyKey, asked: PropertyDescriptor, seen: PropertyDescriptor | undefined): void {
    if (asked.configurable !== false && Reflect.isExtensible(this.target)) return;
    this.#hasPins = true;
    Reflect.defineProperty(this.target, key, { ...seen, ...asked });
  }

  traps(of: StandsFor): Traps {
    const { target } = this;
    return {
      has: (_, key) => {
        const isThere = of.view.has(key);
        return isThere || !this.#drop(key);
      },
      ownKeys: () => {
        const keys = of.view.keys();
        const seen = new Set(keys);
        const stay = Reflect.ownKeys(target).filter((key) => !seen.has(key) && !this.#drop(key));
        return Reflect.isExtensible(target) ? [...keys, ...stay] : Reflect.ownKeys(target);
      },
      getOwnPropertyDescriptor: (_, key) => {
        const seen = of.view.descriptor(key);
        if (!seen) return this.#drop(key) ? undefined : Reflect.getOwnPropertyDescriptor(target, key);
        this.#follow(of, key, seen);
        const kept = Reflect.getOwnPropertyDescriptor(target, key);
        if (kept?.configurable === false || !Reflect.isExtensible(target)) return described(kept, seen);
        return { ...seen, configurable: true };
      },
      deleteProperty: (_, key) => {
        const isDone = Reflect.deleteProperty(of.source, key);
        if (isDone) this.#drop(key);
        return isDone;
      },
      isExtensible: () => {
        if (!Reflect.isExtensible(of.raw)) this.#lock(of);
        return Reflect.isExtensible(target);
      },
      preventExtensions: () => {
        if (!Reflect.preventExtensions(of.raw)) return false;
        this.#lock(of);
        return true;
      },
      getPrototypeOf: () =>
        Reflect.isExtensible(target) ? of.view.prototype() : Reflect.getPrototypeOf(target),
      setPrototypeOf: (_, prototype) => Reflect.setPrototypeOf(of.raw, prototype),
    };
  }

  /** Whether the target is rid of a property. Printing asks it for one that is nobody's. */
  #drop(key: PropertyKey): boolean {
    return key === inspect.custom
      ? Reflect.isExtensible(this.target)
      : Reflect.deleteProperty(this.target, key);
  }

  #lock(of: StandsFor): void {
    const { target } = this;
    if (!Reflect.isExtensible(target)) return;
    Reflect.deleteProperty(target, inspect.custom);
    for (const key of of.view.keys()) {
      const real = Reflect.getOwnPropertyDescriptor(of.source, key);
      const seen = of.view.descriptor(key);
      if (seen) Reflect.defineProperty(target, key, this.#takenOn(of, key, seen, real));
    }
    Reflect.setPrototypeOf(target, of.view.prototype());
    Reflect.preventExtensions(target);
  }

  /** What was taken on is locked as soon as the object's own is. */
  #follow(of: StandsFor, key: PropertyKey, seen: PropertyDescriptor): void {
    const kept = Reflect.getOwnPropertyDescriptor(this.target, key);
    if (kept?.configurable !== true || key === inspect.custom) return;
    const real = Reflect.getOwnPropertyDescriptor(of.source, key);
    if (real?.configurable === false)
      Reflect.defineProperty(this.target, key, this.#takenOn(of, key, seen, real));
  }

  #takenOn(
    { raw, proxy }: StandsFor,
    key: PropertyKey,
    seen: PropertyDescriptor,
    real: PropertyDescriptor | undefined,
  ): PropertyDescriptor {
    const { enumerable = true } = seen;
    const configurable = real?.configurable ?? !Object.isSealed(raw);
    const isWritable = real?.writable ?? !Object.isFrozen(raw);
    if (key === "length" && Array.isArray(this.target)) {
      this.#hasPins ||= seen.writable === false;
      return { value: seen.value as unknown, writable: seen.writable ?? true };
    }
    if (!("value" in seen)) return { ...seen, configurable };
    if (isWritable) return { value: undefined, writable: true, enumerable, configurable };
    return { get: () => Reflect.get(proxy, key) as unknown, enumerable, configurable };
  }
}

/** What a proxy may say of a property that its target has. */
function described(
  kept: PropertyDescriptor | undefined,
  seen: PropertyDescriptor,
): PropertyDescriptor | undefined {
  return kept?.writable === true ? { ...kept, value: seen.value as unknown } : kept;
}

function emptyLike(raw: object): object {
  if (Array.isArray(raw)) return [];
  const kind = kindOf(raw);
  if (kind === "map") return new Map();
  if (kind === "set") return new Set();
  return Object.create(Reflect.getPrototypeOf(raw)) as object;
}
