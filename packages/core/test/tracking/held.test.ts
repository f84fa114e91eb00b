/* eslint "no-prototype-builtins": off, "@typescript-eslint/no-base-to-string": off -- what services do, the unwise included */
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { type Feature, untrack } from "../../src/index.ts";
import { holding, veiled } from "../support/holding.ts";
import { use } from "../support/seen.ts";

const person = () => ({
  age: 12,
  address: { city: "X", geo: { lat: 1 } },
  health: { conditions: ["asthma"] },
  orders: [
    { id: "o1", total: 5 },
    { id: "o2", total: 9 },
  ],
});

const features = [
  "profile.age",
  "profile.address.city",
  "profile.address.geo",
  "profile.health.conditions",
  "profile.orders[].total",
  "profile.orders[].id",
];

describe("a held feature without a neutral value", () => {
  const profile = veiled(person(), features, ["profile.age", "profile.orders[].total"]);

  it("is not there, however it is looked for", () => {
    expect(profile.age).toBe(undefined);
    expect("age" in profile).toBe(false);
    expect(Object.hasOwn(profile, "age")).toBe(false);
    expect(profile.hasOwnProperty("age")).toBe(false);
    expect(Object.keys(profile)).toEqual(["address", "health", "orders"]);
    expect(Object.getOwnPropertyDescriptor(profile, "age")).toBe(undefined);
    expect({ ...profile }).not.toHaveProperty("age");
    expect(JSON.parse(JSON.stringify(profile))).toEqual({
      address: { city: "X", geo: { lat: 1 } },
      health: { conditions: ["asthma"] },
      orders: [{ id: "o1" }, { id: "o2" }],
    });
    const { age = "none", ...rest } = profile as { age?: unknown };
    expect([age, Object.keys(rest)]).toEqual(["none", ["address", "health", "orders"]]);
    expect(inspect(profile)).not.toContain("age");
  });

  it("is not there in elements of lists, which keep all else", () => {
    expect(profile.orders.map(({ id, total }) => [id, total])).toEqual([
      ["o1", undefined],
      ["o2", undefined],
    ]);
    expect(profile.orders).toHaveLength(2);
    expect(profile.orders.find(({ total }) => total === 9)).toBe(undefined);
  });
});

describe("a held feature with a neutral value", () => {
  const neutral: Feature[] = [
    { name: "profile.age", neutral: 30 },
    { name: "profile.city", neutral: null },
    { name: "profile.tags", neutral: [] },
  ];
  const names = neutral.map(({ name }) => name);
  const other = { name: "Wei" };

  it.each<[string, object]>([
    ["where the object has it", { age: 12, city: "X", tags: ["go"], ...other }],
    ["where the object has another", { ...other, tags: [], age: null, city: "" }],
    ["where the object has none", other],
    ["where it is inherited", Object.assign(Object.create({ age: 12 }) as object, other)],
    [
      "where it is computed",
      {
        ...other,
        get age() {
          return expect.unreachable();
        },
      },
    ],
  ])("is always there, with that value: %s", (_, data) => {
    const profile = veiled(data, neutral, names) as Record<string, unknown>;
    expect([profile["age"], profile["city"], profile["tags"]]).toEqual([30, null, []]);
    expect(Object.entries(profile)).toEqual([
      ["name", "Wei"],
      ["age", 30],
      ["city", null],
      ["tags", []],
    ]);
    expect(["age", "city", "tags"].map((key) => key in profile)).toEqual([true, true, true]);
    expect(JSON.stringify(profile)).toBe('{"name":"Wei","age":30,"city":null,"tags":[]}');
    expect(Object.getOwnPropertyDescriptor(profile, "age")).toEqual({
      value: 30,
      writable: true,
      enumerable: true,
      configurable: true,
    });
    expect(structuredClone(untrack(profile))).toEqual({ name: "Wei", age: 30, city: null, tags: [] });
  });

  it("gives a list of its own to each object, the same each time", () => {
    const data = [{ tags: ["go"] }, { tags: ["go"] }];
    const [one, two] = veiled(data, [{ name: "profile[].tags", neutral: [] }], ["profile[].tags"]);
    expect(one!.tags).toBe(one!.tags);
    one!.tags.push("own");
    expect(two!.tags).toEqual([]);
    expect(data).toEqual([{ tags: ["go"] }, { tags: ["go"] }]);
  });

  it("has none for what nobody can list, the elements of a list and the keys of a wildcard", () => {
    const declared: Feature[] = [
      { name: "profile.list[]", neutral: "x" },
      { name: "profile.scores.*", neutral: 0 },
    ];
    const profile = veiled({ list: [1, 2], scores: { fiction: 3 } }, declared, [
      "profile.list[]",
      "profile.scores.*",
    ]);
    expect([...profile.list]).toEqual([]);
    expect(profile.scores).toEqual({});
    expect(profile.scores.fiction).toBe(undefined);
  });
});

describe("a held place", () => {
  it("takes all with it that stands below, declared or not", () => {
    const declared = ["profile.address", "profile.address.city"];
    const profile = veiled(person(), declared, ["profile.address"]) as Partial<ReturnType<typeof person>>;
    expect(profile.address).toBe(undefined);
    expect("address" in profile).toBe(false);
  });

  it("may be the whole source", () => {
    expect(veiled([1, 2], [{ name: "vector", path: "" }], { features: ["vector"] })).toEqual([1, 2]);
    const watched = holding([{ name: "vector", path: "", neutral: [] }], { features: ["vector"] });
    expect(watched.open().track("vector", new Float32Array(3))).toEqual([]);
  });

  it("below what can't be followed withholds that whole", async () => {
    const declared = ["profile.site.host", "profile.born.year", "profile.later.age", "profile.note"];
    const data = {
      site: new URL("https://alice.example/"),
      born: new Date(0),
      later: Promise.resolve({ age: 12, city: "X" }),
      note: new Date(0),
    };
    const held = declared.filter((name) => name !== "profile.note");
    const profile = veiled(data, declared, held);
    expect([profile.site, profile.born]).toEqual([undefined, undefined]);
    expect(profile.note).toBe(data.note);
    expect(profile.later).toBeInstanceOf(Promise);
    expect(profile.later).toBe(profile.later);
    await expect(profile.later).resolves.toEqual({ city: "X" });
  });

  it("is held in an object that stands there, wherever else that stands", () => {
    const shared = { age: 12 };
    const data = { me: shared, friend: shared };
    const profile = veiled(data, ["profile.me.age", "profile.friend.age"], ["profile.me.age"]);
    // Nobody has seen yet that it stands at both.
    expect(profile.friend.age).toBe(12);
    expect(profile.me).toBe(profile.friend);
    expect(profile.friend.age).toBe(undefined);
  });
});

describe("what the catalog doesn't know", () => {
  const declared = ["profile.age", "profile.tags[]"];
  const data = () => ({
    age: 12,
    hat: "red",
    born: new Date(0),
    tags: ["go"],
    bag: { coin: 1, age: 3 },
    list: [1, { deep: 2 }],
    map: new Map<string, unknown>([["k", 1]]),
    set: new Set(["s"]),
    greet: () => "hello",
    isChild() {
      return this.age < 14;
    },
  });

  it("is not there, and containers and methods are, empty of it", () => {
    const profile = veiled(data(), declared, { unregistered: true });
    expect(profile.age).toBe(12);
    expect(profile.hat).toBe(undefined);
    expect(profile.born).toBe(undefined);
    expect("hat" in profile).toBe(false);
    expect([...profile.tags]).toEqual(["go"]);
    expect(profile.bag).toEqual({});
    expect(profile.list).toEqual([{}]);
    expect(profile.map.size).toBe(0);
    expect([...profile.set]).toEqual([]);
    expect(profile.isChild()).toBe(true);
    expect(JSON.parse(JSON.stringify(profile))).toEqual({
      age: 12,
      tags: ["go"],
      bag: {},
      list: [{}],
      map: {},
      set: {},
    });
    expect(profile.toString()).toBe("[object Object]");
  });

  it("is there where the catalog knows it at another place of the same object", () => {
    const shared = { age: 12, hat: "red" };
    const both = veiled({ raw: shared, me: shared }, ["profile.me.age"], { unregistered: true });
    expect(both.raw.age).toBe(undefined);
    expect(both.me.age).toBe(12);
    expect([both.raw.age, both.raw.hat]).toEqual([12, undefined]);
  });

  it("is counted by place, and is no use of it", () => {
    let held: unknown;
    const watched = holding(
      declared,
      { unregistered: true },
      {
        judge(facts) {
          held = facts.held?.unregistered;
          return [];
        },
      },
    );
    const decision = watched.open();
    const profile = decision.track("profile", data());
    use(profile.hat, profile.hat, profile.bag.coin, profile.age);
    decision.close();
    expect(held).toBe(2);
    expect(watched.row()).toMatchObject({ unregistered: [], features_read: [0] });
  });
});
