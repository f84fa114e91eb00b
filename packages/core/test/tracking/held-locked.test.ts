import { describe, expect, it } from "vitest";
import { untrack } from "../../src/index.ts";
import { holding, veiled } from "../support/holding.ts";

const person = () => ({ age: 12, city: "X", address: { zip: 1, street: "S" }, tags: ["go", "art"] });
const declared = [{ name: "profile.age", neutral: 30 }, "profile.address.zip", "profile.tags[]"];
const held = ["profile.age", "profile.address.zip", "profile.tags[]"];

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

describe.each([
  ["frozen", <T>(value: T): T => Object.freeze(value)],
  ["deeply frozen", deepFreeze],
  ["sealed", <T>(value: T): T => Object.seal(value)],
  ["closed to new properties", <T>(value: T): T => Object.preventExtensions(value)],
])("a %s object", (_, lock) => {
  it("has held of it what is held, before and after it was asked whether it is locked", () => {
    const raw = lock(person());
    const profile = veiled(raw, declared, held);
    for (let round = 0; round < 2; round += 1) {
      expect(profile.age).toBe(30);
      expect(profile.address).toEqual({ street: "S" });
      expect([...profile.tags]).toEqual([]);
      expect(Object.keys(profile).toSorted()).toEqual(["address", "age", "city", "tags"]);
      expect(JSON.parse(JSON.stringify(profile))).toEqual({
        city: "X",
        address: { street: "S" },
        tags: [],
        age: 30,
      });
      expect({ ...profile }).toEqual({ city: "X", address: { street: "S" }, tags: [], age: 30 });
      expect(structuredClone(untrack(profile))).toEqual({
        city: "X",
        address: { street: "S" },
        tags: [],
        age: 30,
      });
      const described = Object.getOwnPropertyDescriptor(profile, "age");
      expect(described?.get ? described.get.call(raw) : described?.value).not.toBe(12);
      expect(Object.isExtensible(profile)).toBe(false);
      expect(Object.isSealed(profile)).toBe(Object.isSealed(raw));
      expect(Object.isFrozen(profile)).toBe(Object.isFrozen(raw));
      expect(Object.isFrozen(profile.tags)).toBe(Object.isFrozen(raw.tags));
    }
  });

  it("holds more once more is held, whatever was asked of it before", () => {
    const watched = holding(declared, ({ subject }) => (subject.minorMode ? { features: held } : undefined));
    const decision = watched.open();
    const profile = decision.track("profile", lock(person()));
    expect([profile.age, profile.address.zip, ...profile.tags]).toEqual([12, 1, "go", "art"]);
    expect([
      Object.isFrozen(profile),
      Object.isFrozen(profile.address),
      Object.isFrozen(profile.tags),
    ]).toHaveLength(3);
    decision.identify({ minorMode: true });
    expect([profile.age, profile.address.zip]).toEqual([30, undefined]);
    expect(Array.from(profile.tags, String).join()).not.toMatch(/go|art/);
    expect(JSON.stringify(profile)).not.toMatch(/12|zip":1|go|art/);
  });

  it("can be written to no more and no less than without us", () => {
    const raw = lock(person());
    const profile = veiled(raw, declared, held) as Record<string, unknown>;
    const writes = (target: Record<string, unknown>): boolean[] => [
      Reflect.set(target, "city", "Y"),
      Reflect.set(target, "fresh", 1),
      Reflect.defineProperty(target, "city", { value: "Z", enumerable: false }),
      Reflect.deleteProperty(target, "city"),
    ];
    Object.isFrozen(profile);
    expect(writes(profile)).toEqual(writes(lock(person())));
  });
});

describe("a locked property", () => {
  it("is held like any other", () => {
    const raw = Object.defineProperty(person(), "age", { configurable: false, writable: false });
    const profile = veiled(raw, ["profile.age"], ["profile.age"]);
    expect(profile.age).toBe(undefined);
    expect("age" in profile).toBe(false);
    expect(Object.keys(profile)).toEqual(["city", "address", "tags"]);
    expect(Object.getOwnPropertyDescriptor(profile, "age")).toBe(undefined);
    expect(Reflect.deleteProperty(profile, "age")).toBe(false);
    expect(() => delete (profile as { age?: number }).age).toThrow(TypeError);
  });

  it("that holds an object has held of that what is held", () => {
    const raw = Object.defineProperty(person(), "address", { configurable: false, writable: false });
    const profile = veiled(raw, declared, held);
    expect(profile.address).toEqual({ street: "S" });
    expect(Object.getOwnPropertyDescriptor(profile, "address")?.value).toBe(profile.address);
  });

  it("that the service locks through the tracked object keeps what it showed", () => {
    const watched = holding(["profile.fixed", "profile.city"], ({ subject }) =>
      subject.minorMode ? { features: ["profile.fixed", "profile.city"] } : undefined,
    );
    const decision = watched.open();
    const profile = decision.track<Record<string, unknown>>("profile", person());
    const given = { own: 1 };
    Object.defineProperty(profile, "fixed", { value: given, writable: false, configurable: false });
    Object.freeze(profile);
    expect([profile.fixed, Object.isFrozen(profile)]).toEqual([given, true]);
    decision.identify({ minorMode: true });
    expect(profile.fixed).toBe(given);
    expect(Object.getOwnPropertyDescriptor(profile, "fixed")).toMatchObject({
      value: given,
      configurable: false,
    });
    expect(profile.city).toBe("X");
  });
});

describe("a locked map or set", () => {
  it("has held of it what is held, and goes on", () => {
    const map = Object.freeze(Object.assign(new Map([["age", 12]]), { label: "x" }));
    const set = Object.seal(new Set(["go"]));
    const profile = veiled(
      { map, set },
      ["profile.map.age", "profile.map.label", "profile.set[]"],
      ["profile.map.age", "profile.map.label", "profile.set[]"],
    );
    for (let round = 0; round < 2; round += 1) {
      expect([...profile.map, ...profile.set]).toEqual([]);
      expect([Object.keys(profile.map), profile.map.label]).toEqual([[], undefined]);
      expect([Object.isFrozen(profile.map), Object.isSealed(profile.set)]).toEqual([true, true]);
    }
    const open = veiled(new Map([["a", 1]]), ["profile.b"], ["profile.b"]);
    expect(Object.isFrozen(Object.freeze(open))).toBe(true);
    expect(open.get("a")).toBe(1);
  });
});

describe("an object whose prototype holds data", () => {
  it("has held of that what is held", () => {
    const base = Object.assign(Object.create(null) as object, { age: 12, city: "X" });
    const profile = veiled(Object.create(base) as typeof base, ["profile.age"], ["profile.age"]);
    expect([profile.age, profile.city, "age" in profile]).toEqual([undefined, "X", false]);
    expect(Object.getPrototypeOf(profile)).toEqual(
      Object.assign(Object.create(null) as object, { city: "X" }),
    );
    const names: string[] = [];
    for (const name in profile) names.push(name);
    expect(names).toEqual(["city"]);
    Object.setPrototypeOf(profile, null);
    expect(Object.getPrototypeOf(profile)).toBe(null);
  });

  it("that inherits from a tracked object sees no more", () => {
    const profile = veiled(person(), ["profile.age"], ["profile.age"]);
    const child = Object.create(profile) as typeof profile;
    expect([child.age, child.city, "age" in child]).toEqual([undefined, "X", false]);
    child.age = 3;
    expect([child.age, profile.age]).toEqual([3, undefined]);
  });
});
