import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { seen, tracked } from "../support/seen.ts";

const person = () => ({ age: 3, address: { city: "X", geo: { lat: 1 } }, interests: ["go", "chess"] });
type Person = ReturnType<typeof person>;

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

const features = ["profile.age", "profile.address.city", "profile.address.geo.lat", "profile.interests[]"];

describe.each([
  ["frozen", <T>(value: T): T => Object.freeze(value)],
  ["deeply frozen", deepFreeze],
  ["sealed", <T>(value: T): T => Object.seal(value)],
  ["closed to new properties", <T>(value: T): T => Object.preventExtensions(value)],
])("a %s object", (_, lock) => {
  it("is read like any other, and its nested objects stay tracked", () => {
    expect(seen(lock(person()), features, ({ age }) => age).read).toEqual(["profile.age"]);
    expect(seen(lock(person()), features, ({ address }) => address.city).read).toEqual([
      "profile.address.city",
    ]);
    expect(seen(lock(person()), features, ({ address: { geo } }) => geo.lat).read).toEqual([
      "profile.address.geo.lat",
    ]);
    expect(seen(lock(person()), features, ({ interests }) => interests.map((tag) => tag)).read).toEqual([
      "profile.interests[]",
    ]);
    expect(seen(lock(person()), features, (profile) => ({ ...profile }).address.geo.lat).read).toEqual([
      "profile.address.geo.lat",
      "profile.age",
    ]);
  });

  it("says that it is", () => {
    const raw = lock(person());
    const profile = tracked(raw, features);
    expect(Object.isFrozen(profile)).toBe(Object.isFrozen(raw));
    expect(Object.isSealed(profile)).toBe(Object.isSealed(raw));
    expect(Object.isExtensible(profile)).toBe(Object.isExtensible(raw));
    expect(Object.isFrozen(profile.address)).toBe(Object.isFrozen(raw.address));
    expect(Object.isFrozen(profile.interests)).toBe(Object.isFrozen(raw.interests));
  });

  it("prints, compares and serialises as itself, before and after it was asked whether it is locked", () => {
    const raw = lock(person());
    const profile = tracked(raw, features);
    for (let round = 0; round < 2; round += 1) {
      expect(inspect(profile, { depth: 5 })).toBe(inspect(raw, { depth: 5 }));
      expect(inspect(profile.interests)).toBe(inspect(raw.interests));
      expect(profile).toStrictEqual(raw);
      expect(JSON.stringify(profile)).toBe(JSON.stringify(raw));
      expect(Object.getOwnPropertyDescriptors(profile)).toEqual(Object.getOwnPropertyDescriptors(raw));
      expect(Object.isFrozen(profile)).toBe(Object.isFrozen(raw));
      expect(Object.isFrozen(profile.interests)).toBe(Object.isFrozen(raw.interests));
    }
  });

  it("printing it is no read", () => {
    const { read, unregistered } = seen(lock(person()), features, (profile) =>
      inspect(profile, { depth: 5 }),
    );
    expect([...read, ...unregistered]).toEqual([]);
  });

  it("keeps its children the same, however they are asked for", () => {
    const profile = tracked(lock(person()), features);
    const { address } = profile;
    expect(Object.getOwnPropertyDescriptor(profile, "address")?.value).toBe(address);
    expect(Object.isFrozen(profile)).toBe(Object.isFrozen(profile));
    expect(profile.address).toBe(address);
    expect(Object.values(profile)[1]).toBe(address);
    expect(Object.getOwnPropertyDescriptor(profile, "address")?.value).toBe(address);
  });
});

describe("locking while it is tracked", () => {
  it("an object that the service freezes itself goes on working", () => {
    const data = person();
    const profile = tracked(data, features);
    const { address } = profile;
    Object.freeze(data);
    expect(profile.address).toEqual(address);
    expect(Object.isFrozen(profile)).toBe(true);
    expect(profile).toEqual(data);
    expect({ ...profile }).toEqual(data);
  });

  it("counts what it can no longer follow as read", () => {
    const { read } = seen(person(), features, (profile) => Object.freeze(profile).address);
    expect(read).toEqual(expect.arrayContaining(["profile.address.city", "profile.address.geo.lat"]));
  });

  it("an object whose locks grow step by step goes on working", () => {
    const raw: { a?: object; b?: object; c: object[] } = Object.preventExtensions({
      a: { x: 1 },
      b: { x: 2 },
      c: [{}],
    });
    const profile = tracked(raw);
    expect(Object.isSealed(profile)).toBe(false);
    delete profile.a;
    expect("a" in profile).toBe(false);
    expect(Object.keys(profile)).toEqual(["b", "c"]);
    delete raw.b;
    expect(Object.keys(profile)).toEqual(["c"]);
    expect("b" in profile).toBe(false);
    expect(Object.getOwnPropertyDescriptor(profile, "b")).toBe(undefined);
    Object.seal(raw);
    expect(Object.isSealed(profile)).toBe(true);
    raw.c = [{ fresh: 1 }];
    expect(profile.c).toEqual([{ fresh: 1 }]);
    Object.freeze(raw);
    expect(Object.isFrozen(profile)).toBe(true);
    expect(profile.c[0]).toBe(profile.c[0]);
    expect(Object.getOwnPropertyDescriptor(profile, "c")?.value).toBe(profile.c);
  });

  it("an object with one locked property keeps the others tracked", () => {
    const make = (): Person =>
      Object.defineProperty(person(), "address", { configurable: false, writable: false });
    expect(seen(make(), features, ({ interests }) => interests[0]).read).toEqual(["profile.interests[]"]);
    const raw = make();
    const profile = tracked(raw, features);
    expect(profile.address).toEqual(raw.address);
    expect(Object.getOwnPropertyDescriptor(profile, "address")?.value).toEqual(raw.address);
    // The language wants the locked property given as it is; all that is declared in it counts as read.
    expect(seen(make(), features, ({ address }) => address).read).toEqual([
      "profile.address.city",
      "profile.address.geo.lat",
    ]);
    expect(seen(make(), features, (given) => Object.getOwnPropertyDescriptor(given, "address")).read).toEqual(
      ["profile.address.city", "profile.address.geo.lat"],
    );
  });

  it("locked accessors are given as they are, and work", () => {
    const raw = Object.freeze({
      age: 3,
      get isChild(): boolean {
        return (this as { age: number }).age < 14;
      },
    });
    const { read } = seen(raw, features, (profile) => {
      expect(Object.getOwnPropertyDescriptor(profile, "isChild")).toEqual(
        Object.getOwnPropertyDescriptor(raw, "isChild"),
      );
      expect(profile.isChild).toBe(true);
    });
    expect(read).toEqual(["profile.age"]);
    const writeOnly = Object.defineProperty({}, "x", { set: () => undefined, configurable: false }) as {
      x: unknown;
    };
    expect(tracked(writeOnly).x).toBe(undefined);
  });

  it("properties that are locked through the tracked object read back as they were given", () => {
    for (const data of [{}, Object.assign(Object.create(null) as object, { age: 1 })]) {
      const profile = tracked(data) as { fixed: { x: number }; age?: number };
      const given = { x: 1 };
      Object.defineProperty(profile, "fixed", { value: given });
      expect(profile.fixed).toEqual(given);
      expect(Object.getOwnPropertyDescriptor(profile, "fixed")).toMatchObject({
        writable: false,
        configurable: false,
      });
      expect(Reflect.defineProperty(profile, "fixed", { value: { x: 1 } })).toBe(false);
    }
  });

  it("works on frozen lists, maps and sets", () => {
    const raw = Object.freeze([{ title: "A" }, { title: "B" }]);
    const { read } = seen(raw, ["profile[].title"], (books) => {
      expect(Object.isFrozen(books)).toBe(true);
      expect(books.map(({ title }) => title)).toEqual(["A", "B"]);
      expect(books).toHaveLength(2);
      expect(books.includes(raw[1]!)).toBe(true);
      expect(books.includes(books[1]!)).toBe(true);
      expect([...books]).toEqual(raw);
      expect(Array.isArray(books)).toBe(true);
      expect(books.concat({ title: "C" })).toHaveLength(3);
      expect(inspect(books)).toBe(inspect(raw));
    });
    expect(read).toEqual(["profile[].title"]);
    const map = tracked(Object.freeze(new Map([["a", { x: 1 }]])));
    expect(Object.isFrozen(map)).toBe(true);
    expect(map.get("a")).toEqual({ x: 1 });
  });
});
