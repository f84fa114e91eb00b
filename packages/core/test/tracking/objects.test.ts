/* eslint "no-prototype-builtins": off, "@typescript-eslint/await-thenable": off, "@typescript-eslint/no-base-to-string": off, "@typescript-eslint/unbound-method": off, "@typescript-eslint/no-unsafe-return": off -- everything that a service may do, the unwise included */
import { inspect, isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { seen, seenAsync, tracked, use } from "../support/seen.ts";

const person = () => ({
  name: "Wei",
  age: 34,
  email: "wei@example.org",
  address: { city: "Hangzhou", street: { name: "Wensan Road", number: 8 } },
  interests: ["history", "chess"],
});

const features = [
  "profile.name",
  "profile.age",
  "profile.email",
  "profile.address.city",
  "profile.address.street.name",
  "profile.interests[]",
];

describe("reads of a plain object", () => {
  it("records nothing as long as nothing is read", () => {
    expect(seen(person(), features, () => undefined)).toEqual({
      read: [],
      unregistered: [],
      tags: 0,
      late: 0,
    });
  });

  it("records the one property that is read, and no other", () => {
    expect(seen(person(), features, ({ age }) => age).read).toEqual(["profile.age"]);
  });

  it("records the whole path of a nested property, and not the objects on the way", () => {
    const { read, unregistered } = seen(person(), features, ({ address }) => address.street.name);
    expect(read).toEqual(["profile.address.street.name"]);
    expect(unregistered).toEqual([]);
  });

  it("records nothing for passing a nested object on unread", () => {
    const { read, unregistered } = seen(person(), features, (profile) => ({ passed: profile.address }));
    expect([...read, ...unregistered]).toEqual([]);
  });

  it("records an object that is itself declared as soon as it is taken", () => {
    const { read } = seen(person(), ["profile.address", "profile.address.city"], ({ address }) => address);
    expect(read).toEqual(["profile.address"]);
  });

  it("takes a declared object with nothing declared below it as one value", () => {
    const data = person();
    const { read, unregistered } = seen(data, ["profile.address"], ({ address }) => {
      expect(address).toBe(data.address);
      return address.street.number;
    });
    expect(read).toEqual(["profile.address"]);
    expect(unregistered).toEqual([]);
  });

  it("records a property that the catalog does not know as unregistered, with its path", () => {
    const { read, unregistered } = seen(person(), features, ({ address }) => address.street.number);
    expect(read).toEqual([]);
    expect(unregistered).toEqual(["profile.address.street.number"]);
  });

  it("records a declared property that is missing: that nothing is there is knowledge too", () => {
    expect(seen<{ age?: number }>({}, ["profile.age"], ({ age }) => age).read).toEqual(["profile.age"]);
  });

  it("records nothing for a missing property that nobody declared", () => {
    const { read, unregistered } = seen<{ hobby?: string }>({}, ["profile.age"], ({ hobby }) => hobby);
    expect([...read, ...unregistered]).toEqual([]);
  });

  it.each([null, undefined])("records nothing for a container that is %s", (address) => {
    const data: { address: { city: string } | null | undefined } = { address };
    const { read, unregistered } = seen(data, ["profile.address.city"], (profile) => [
      profile.address?.city,
      "address" in profile,
      Object.keys(profile),
    ]);
    expect([...read, ...unregistered]).toEqual([]);
  });

  it("records what stands in the place of a container under the container's own name", () => {
    const data: { address: unknown } = { address: "Hangzhou" };
    const { read, unregistered } = seen(data, ["profile.address.city"], ({ address }) => address);
    expect(read).toEqual([]);
    expect(unregistered).toEqual(["profile.address"]);
  });

  it("records reads by optional chaining, by computed keys and by Reflect alike", () => {
    const key = "city" as const;
    for (const read of [
      (profile: ReturnType<typeof person>) => profile.address[key],
      (profile: ReturnType<typeof person>) => (profile as Partial<typeof profile>).address?.city,
      (profile: ReturnType<typeof person>) => Reflect.get(profile.address, "city") as unknown,
      (profile: ReturnType<typeof person>) =>
        Object.getOwnPropertyDescriptor(profile.address, "city")?.value as unknown,
    ]) {
      expect(seen(person(), features, read).read).toEqual(["profile.address.city"]);
    }
  });

  it("records a property that an object inherits from a tracked one", () => {
    const { read } = seen(person(), features, (profile) => {
      const child = Object.create(profile) as typeof profile;
      expect(child.address.city).toBe("Hangzhou");
    });
    expect(read).toEqual(["profile.address.city"]);
  });

  it("counts a feature once however often it is read", () => {
    const { read } = seen(person(), features, (profile) => {
      for (let i = 0; i < 100; i += 1) use(profile.age);
    });
    expect(read).toEqual(["profile.age"]);
  });
});

describe("ways to take an object apart", () => {
  it("destructuring records the names that it takes", () => {
    const { read } = seen(person(), features, ({ age, address: { city } }) => [age, city]);
    expect(read).toEqual(["profile.address.city", "profile.age"]);
  });

  it("a rest pattern records all that is left, but nothing inside of it that is not read", () => {
    const { read, unregistered } = seen(person(), features, ({ age: _age, ...rest }) => rest.address);
    expect(read).toEqual(["profile.age", "profile.email", "profile.name"]);
    expect(unregistered).toEqual([]);
  });

  it("spread records every value, and what is nested stays tracked in the copy", () => {
    const { read } = seen(person(), features, (profile) => {
      const copy = { ...profile };
      expect(copy).toEqual(person());
    });
    expect(read).toEqual(features.toSorted());
    const shallow = seen(person(), features, (profile) => ({ ...profile }).address.city);
    expect(shallow.read).toEqual(["profile.address.city", "profile.age", "profile.email", "profile.name"]);
  });

  it("Object.assign and structured literals read like spread", () => {
    const { read } = seen(person(), features, (profile) => Object.assign({}, profile));
    expect(read).toEqual(["profile.age", "profile.email", "profile.name"]);
  });

  it.each([
    ["Object.keys", (profile: object) => Object.keys(profile)],
    ["Object.getOwnPropertyNames", (profile: object) => Object.getOwnPropertyNames(profile)],
    ["Reflect.ownKeys", (profile: object) => Reflect.ownKeys(profile)],
    ["Object.entries", (profile: object) => Object.entries(profile)],
    ["Object.values", (profile: object) => Object.values(profile)],
    [
      "for…in",
      (profile: object) => {
        const keys: string[] = [];
        for (const key in profile) keys.push(key);
        return keys;
      },
    ],
  ])("%s tells that the values are there, and not what is in the containers", (_, list) => {
    let listed: unknown;
    const { read, unregistered } = seen(person(), features, (profile) => (listed = list(profile)));
    expect(listed).toEqual(list(person()));
    expect(read).toEqual(expect.arrayContaining(["profile.age", "profile.email", "profile.name"]));
    expect(unregistered).toEqual([]);
  });

  it("Object.keys records no container's content", () => {
    const { read } = seen(person(), features, (profile) => Object.keys(profile));
    expect(read).toEqual(["profile.age", "profile.email", "profile.name"]);
  });

  it("`in`, hasOwnProperty and Object.hasOwn record the presence of a value", () => {
    for (const ask of [
      (profile: object) => "age" in profile,
      (profile: object) => Object.hasOwn(profile, "age"),
      (profile: object) => profile.hasOwnProperty("age"),
      (profile: object) => Object.prototype.hasOwnProperty.call(profile, "age"),
      (profile: object) => profile.propertyIsEnumerable("age"),
    ]) {
      const { read, unregistered } = seen(person(), features, (profile) => expect(ask(profile)).toBe(true));
      expect(read).toEqual(["profile.age"]);
      expect(unregistered).toEqual([]);
    }
  });

  it("JSON.stringify records everything, and gives the same text", () => {
    const { read, unregistered } = seen(person(), features, (profile) => {
      expect(JSON.stringify(profile)).toBe(JSON.stringify(person()));
    });
    expect(read).toEqual(features.toSorted());
    expect(unregistered).toEqual(["profile.address.street.number"]);
  });

  it("JSON.stringify with a list of names records those names only", () => {
    const { read } = seen(person(), features, (profile) => JSON.stringify(profile, ["age"]));
    expect(read).toEqual(["profile.age"]);
  });

  it("reads across awaits are recorded, and awaiting the object itself is no read", async () => {
    const waited = await seenAsync(person(), features, async (profile) => {
      const same = await profile;
      expect(same).toBe(profile);
    });
    expect([...waited.read, ...waited.unregistered]).toEqual([]);
    const { read } = await seenAsync(person(), features, async (profile) => {
      await Promise.resolve();
      const [city] = await Promise.all([profile.address.city, Promise.resolve(1)]);
      await new Promise(setImmediate);
      return [city, profile.age];
    });
    expect(read).toEqual(["profile.address.city", "profile.age"]);
  });
});

describe("to the eye", () => {
  it("a tracked object equals the object that it tracks, both ways", () => {
    const profile = tracked(person());
    expect(profile).toEqual(person());
    expect(person()).toEqual(profile);
    expect(profile).toStrictEqual(person());
    expect(isDeepStrictEqual(profile, person())).toBe(true);
  });

  it("shows its real content when it is printed, and printing is no read", () => {
    const printed = (value: unknown): string => inspect(value, { depth: 9 });
    const { read, unregistered } = seen(person(), features, (profile) => {
      expect(printed(profile)).toBe(printed(person()));
      expect(printed(profile.address)).toBe(printed(person().address));
    });
    expect([...read, ...unregistered]).toEqual([]);
  });

  it("gives the same child each time, so that === holds", () => {
    const profile = tracked(person());
    const { address } = profile;
    expect(profile.address).toBe(address);
    expect(profile.address.street).toBe(address.street);
    expect(profile.interests).toBe(profile.interests);
    expect(Object.values(profile)).toContain(address);
    expect(Object.getOwnPropertyDescriptor(profile, "address")?.value).toBe(address);
  });

  it("has the prototype, tag and text of the real one", () => {
    const profile = tracked(person());
    expect(Object.getPrototypeOf(profile)).toBe(Object.prototype);
    expect((profile as unknown as { __proto__: unknown }).__proto__).toBe(Object.prototype);
    expect(profile.constructor).toBe(Object);
    expect(Object.prototype.toString.call(profile)).toBe("[object Object]");
    expect(String(profile)).toBe("[object Object]");
    expect(typeof profile).toBe("object");
  });

  it("works without a prototype", () => {
    const bare = Object.assign(Object.create(null) as { age: number; deep: { city: string } }, {
      age: 3,
      deep: { city: "X" },
    });
    const { read, unregistered } = seen(bare, ["profile.age", "profile.deep.city"], (profile) => {
      expect(Object.getPrototypeOf(profile)).toBe(null);
      expect((profile as unknown as { __proto__: unknown }).__proto__).toBe(undefined);
      expect("toString" in profile).toBe(false);
      return [profile.age, profile.deep.city];
    });
    expect(read).toEqual(["profile.age", "profile.deep.city"]);
    expect(unregistered).toEqual([]);
  });

  it("keys of prototype pollution are ordinary keys", () => {
    const data = JSON.parse(
      '{"__proto__": {"age": 5}, "constructor": {"name": "x"}, "hasOwnProperty": 7}',
    ) as object;
    const { unregistered } = seen(data, ["profile.age"], (profile) => {
      expect(Object.keys(profile)).toEqual(["__proto__", "constructor", "hasOwnProperty"]);
      expect((profile as { __proto__: unknown }).__proto__).toEqual({ age: 5 });
      expect(JSON.stringify(profile)).toBe(JSON.stringify(data));
      expect(profile.hasOwnProperty).toBe(7);
      expect((profile as { age?: unknown }).age).toBe(undefined);
    });
    expect(unregistered).toContain("profile.__proto__.age");
    expect(unregistered).toContain("profile.constructor.name");
    expect(({} as { age?: unknown }).age).toBe(undefined);
  });

  it("follows symbol keys without a name, because a symbol has none that is sure", () => {
    const key = Symbol("secret name");
    const data = { [key]: { city: "X" } };
    const { unregistered } = seen(data, [], (profile) => {
      expect(profile[key]).toBe(profile[key]);
      expect(profile[key].city).toBe("X");
      expect(Object.getOwnPropertySymbols(profile)).toEqual([key]);
    });
    expect(unregistered).toEqual(["profile.*.city"]);
  });
});

describe("accessors", () => {
  it("run on the tracked object, so that what they read is recorded, and not their own name", () => {
    const data = {
      age: 12,
      get isChild() {
        return this.age < 14;
      },
    };
    const { read, unregistered } = seen(data, ["profile.age"], (profile) =>
      expect(profile.isChild).toBe(true),
    );
    expect(read).toEqual(["profile.age"]);
    expect(unregistered).toEqual([]);
  });

  it("are recorded by name when they read nothing that is tracked", () => {
    const age = 12;
    const data = {
      get age() {
        return age;
      },
      get mood() {
        return "fine";
      },
    };
    const { read, unregistered } = seen(data, ["profile.age"], (profile) => [profile.age, profile.mood]);
    expect(read).toEqual(["profile.age"]);
    expect(unregistered).toEqual(["profile.mood"]);
  });

  it("that throw give the service its own error", () => {
    const own = new Error("the service's own");
    const data = {
      get age(): number {
        throw own;
      },
    };
    for (const declared of [[], ["profile.age"]]) {
      const profile = tracked(data, declared);
      expect(() => profile.age).toThrow(own);
      expect(() => ({ ...profile })).toThrow(own);
      expect(() => JSON.stringify(profile)).toThrow(own);
    }
  });

  it("are not run by questions about their presence", () => {
    let runs = 0;
    const data = {
      get age() {
        runs += 1;
        return 1;
      },
    };
    const profile = tracked(data, ["profile.age"]);
    expect("age" in profile).toBe(true);
    expect(Object.keys(profile)).toEqual(["age"]);
    expect(Object.hasOwn(profile, "age")).toBe(true);
    expect(runs).toBe(0);
    expect(profile.age).toBe(1);
    expect(runs).toBe(1);
  });
});
