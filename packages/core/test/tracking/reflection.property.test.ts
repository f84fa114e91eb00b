import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { untracked } from "../../src/tracking/recognise.ts";
import { recording } from "../support/recording.ts";
import { type Act, acts, actInBoth, type Doing, KEYS, type Pair } from "../support/worlds.ts";
import { runs } from "../support/runs.ts";

// Whatever a service asks of a tracked object by reflection, in whatever state of locking, it gets an answer: the
// language checks what a proxy says against its target, and a contradiction would be thrown in the service's face.

const lockings = [
  {},
  { writable: false },
  { configurable: false },
  { enumerable: false },
  { writable: false, configurable: false },
  { writable: true, configurable: true, enumerable: true },
];

// Left out is what no proxy can do: to define once more, as its tracked form, what is locked already; and to have
// something else turned into a number, as a list's length is.
function descriptorFor(target: object, { key, value }: Act, other: unknown): PropertyDescriptor {
  const isFixed = key === "length" || Reflect.getOwnPropertyDescriptor(target, key)?.configurable === false;
  const locking = lockings[(value + 2) % lockings.length]!;
  if (value === 5) return { get: () => other, configurable: false };
  if (value === 4) return { get: () => 1, set: () => undefined, configurable: true };
  if (value < 0) return locking;
  return { ...locking, value: value % 2 === 0 && !isFixed ? other : value };
}

const reflections: Record<string, (target: object, act: Act, other: unknown) => unknown> = {
  get: (target, { key }): unknown => Reflect.get(target, key),
  has: (target, { key }) => Reflect.has(target, key),
  ownKeys: (target) => Reflect.ownKeys(target),
  descriptor: (target, { key }) => flags(Reflect.getOwnPropertyDescriptor(target, key)),
  descriptorValue: (target, { key }) => Reflect.getOwnPropertyDescriptor(target, key)?.value as unknown,
  descriptors: (target) => Object.values(Object.getOwnPropertyDescriptors(target)).map(flags),
  define: (target, act, other) => Reflect.defineProperty(target, act.key, descriptorFor(target, act, other)),
  defineLoudly: (target, act, other) =>
    void Object.defineProperty(target, act.key, descriptorFor(target, act, other)),
  set: (target, { key, value }) => Reflect.set(target, key, value),
  setOther: (target, { key }, other) => key !== "__proto__" && Reflect.set(target, key, other),
  setFor: (target, { key, value }) => {
    const receiver = {};
    return [Reflect.set(target, key, value, receiver), receiver];
  },
  setInherited: (target, { value }) => {
    const child = Object.create(target) as { a: number };
    child.a = value;
    return Object.keys(child);
  },
  delete: (target, { key }) => Reflect.deleteProperty(target, key),
  isExtensible: (target) => Reflect.isExtensible(target),
  isSealed: (target) => Object.isSealed(target),
  isFrozen: (target) => isList(target) || Object.isFrozen(target),
  preventExtensions: (target) => Reflect.preventExtensions(target),
  seal: (target) => isList(target) || void Object.seal(target),
  freeze: (target) => isList(target) || void Object.freeze(target),
  getPrototype: (target) => Reflect.getPrototypeOf(target) === Object.prototype,
  setPrototype: (target, { value }) =>
    Reflect.setPrototypeOf(target, prototypes[Math.abs(value) % prototypes.length]!),
  setSamePrototype: (target) => Reflect.setPrototypeOf(target, Reflect.getPrototypeOf(target)),
  isPrototypeOf: (target) => Object.prototype.isPrototypeOf.call(target, Object.create(target) as object),
  spread: (target) => Object.keys({ ...target }),
  legacyGetter: (target, { key }) =>
    typeof (Object.prototype as unknown as Record<string, (key: string) => unknown>)[
      "__lookupGetter__"
    ]!.call(target, key),
};

// V8 11 forgets the length when it is asked whether a list is frozen, and unseals elements of a sealed one that is
// redefined.
const isList = (target: object): boolean => Array.isArray(target);

const prototypes = [Object.prototype, null, Object.freeze({ inherited: 1 }), Array.prototype];

/** The same things done to the object itself, behind the back of its tracked form. */
const behind = Object.fromEntries(
  ["define", "set", "delete", "preventExtensions", "seal", "freeze"].map((name) => [
    `${name} behind`,
    (target: object, act: Act) => reflections[name]!(untracked(target), act, act.value),
  ]),
);
const doings = { ...reflections, ...behind };

class Account {
  #balance = 1;
  a = { deep: true };
  get b(): number {
    return this.#balance;
  }
}

const makers: readonly (() => object)[] = [
  () => ({ a: { x: 1 }, b: [1, { y: 2 }] }),
  () => [{ x: 1 }, 2],
  () => Object.freeze({ a: { x: 1 }, b: 1 }),
  () => Object.seal({ a: { x: 1 }, b: 1 }),
  () => Object.preventExtensions({ a: { x: 1 }, b: 1 }),
  () => Object.freeze([{ x: 1 }, 2]),
  () => Object.preventExtensions([{ x: 1 }, 2]),
  () => Object.defineProperty({ b: {} }, "a", { value: { x: 1 }, enumerable: true }),
  () =>
    Object.freeze({
      get a() {
        return { x: 1 };
      },
      b: {},
    }),
  () => new Map([["a", {}]]),
  () => Object.freeze(new Set([1])),
  () => new Account(),
  () => Object.freeze(new Account()),
  () => Object.assign(Object.create(null) as object, { a: {} }),
];

// Node's deep comparison takes the size of a map from its property of that name, whoever put it there.
const keys = KEYS.filter((key) => key !== "size");

function flags(descriptor: PropertyDescriptor | undefined): unknown {
  if (!descriptor) return undefined;
  const { configurable, enumerable, writable } = descriptor;
  return { configurable, enumerable, writable, accessors: ["get" in descriptor, "set" in descriptor] };
}

describe("a tracked object under reflection", () => {
  it(
    "answers as the object itself does, whatever is locked, and never contradicts itself",
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(
          fc.constantFrom(...makers),
          acts(Object.keys(doings), keys),
          fc.boolean(),
          (make, script, isClosedEarly) => {
            const watched = recording(["profile.a.x", "profile.b"]);
            const decision = watched.open();
            const held: Pair[] = [{ raw: make(), seen: decision.track("profile", make()) }];
            for (const [position, act] of script.entries()) {
              if (isClosedEarly && position === script.length >> 1) decision.close();
              const wrong = actInBoth(held, act, doings[act.name] as Doing);
              if (wrong !== undefined) throw new Error(`${act.name} ${act.key}: ${wrong}`);
            }
            decision.close();
            expect(watched.faults).toEqual([]);
          },
        ),
        { numRuns: runs(1000) },
      );
    },
  );
});
