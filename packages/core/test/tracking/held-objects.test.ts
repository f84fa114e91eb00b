/* eslint "no-prototype-builtins": off, "@typescript-eslint/no-base-to-string": off -- what services do, the unwise included */
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { type Feature, untrack } from "../../src/index.ts";
import { holding, veiled } from "../support/holding.ts";
import { recording } from "../support/recording.ts";
import { placeName, use } from "../support/seen.ts";

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

describe("interest tags that must not be seen", () => {
  const tags: Feature[] = [
    { name: "profile.tags[]", tags: true },
    { name: "profile.all", tags: true },
    { name: "profile.mood", tags: true, neutral: "any" },
    { name: "profile.taste", tags: true },
    { name: "profile.books[].genre", tags: true },
  ];
  const data = () => ({
    tags: ["go", "history", "chess"],
    all: ["history", "go"],
    set: new Set(["history"]),
    mood: "history",
    taste: "history",
    books: [{ genre: "history" }, { genre: "art" }],
  });
  const refusesTag = (tag: string): boolean => tag === "history";

  it("are not there: in lists, in lists that are one value, alone, and in elements", () => {
    const profile = veiled(data(), tags, { refusesTag });
    expect(profile.tags).toEqual(["go", "chess"]);
    expect(profile.tags).toHaveLength(2);
    expect(profile.tags.includes("history")).toBe(false);
    expect(profile.tags.indexOf("chess")).toBe(1);
    expect(profile.all).toEqual(["go"]);
    expect(profile.all).toBe(profile.all);
    expect(profile.mood).toBe("any");
    expect(profile.taste).toBe(undefined);
    expect("taste" in profile).toBe(false);
    expect(profile.books.map(({ genre }) => genre)).toEqual([undefined, "art"]);
    expect(JSON.stringify(profile.tags)).toBe('["go","chess"]');
    expect(profile.set.has("history")).toBe(true);
  });

  it("are not there in sets, and maps of them", () => {
    const declared: Feature[] = [
      { name: "profile.set[]", tags: true },
      { name: "profile.map.*", tags: true },
      { name: "profile.whole", tags: true },
    ];
    const profile = veiled(
      {
        set: new Set(["go", "history"]),
        map: new Map([
          ["a", "history"],
          ["b", "go"],
        ]),
        whole: new Set(["history", "art"]),
      },
      declared,
      { refusesTag },
    );
    expect([...profile.set]).toEqual(["go"]);
    expect([profile.set.size, profile.set.has("history")]).toEqual([1, false]);
    expect([...profile.map]).toEqual([["b", "go"]]);
    expect([...profile.whole]).toEqual(["art"]);
  });

  it("are told to the rules and never recorded; those that are left count as used", () => {
    let held: unknown;
    const watched = holding(
      tags,
      { refusesTag },
      {
        judge({ held: back, tagsUsed }) {
          held = [back?.tags, back?.features.numbers, tagsUsed];
          return [];
        },
      },
    );
    const decision = watched.open();
    const profile = decision.track("profile", data());
    use([...profile.tags], profile.all, profile.mood);
    decision.usesTags(["history", "music"]);
    decision.close();
    expect(held).toEqual([["history"], [], ["go", "chess", "history", "music"]]);
    expect(watched.row().tags_used).toBe(4);
  });
});

describe("what is held", () => {
  it("may be so by the time a getter returns", () => {
    let isMinor = false;
    const watched = holding(["profile.age"], () => (isMinor ? { features: ["profile.age"] } : undefined));
    const decision = watched.open();
    const profile = decision.track("profile", {
      get age() {
        isMinor = true;
        decision.identify({ id: "u" });
        return 12;
      },
    });
    expect([profile.age, profile.age]).toEqual([undefined, undefined]);
  });

  it("is no use, and is noted as asked for in vain, once it is asked for", () => {
    const asked = (ask: (profile: ReturnType<typeof person>) => unknown): unknown => {
      let held: unknown;
      const watched = holding(
        features,
        { features: ["profile.age", "profile.health.conditions"] },
        {
          judge(facts) {
            held = facts.held?.features.numbers;
            return [];
          },
        },
      );
      const decision = watched.open();
      ask(decision.track("profile", person()));
      decision.close();
      return [watched.names(held as number[]), watched.names(watched.row().features_read)];
    };
    expect(asked(() => undefined)).toEqual([[], []]);
    expect(asked(({ address }) => address.city)).toEqual([[], ["profile.address.city"]]);
    expect(asked(({ age }) => age)).toEqual([["profile.age"], []]);
    expect(asked((profile) => "age" in profile)).toEqual([["profile.age"], []]);
    expect(asked((profile) => Object.keys(profile.health))).toEqual([["profile.health.conditions"], []]);
    expect(asked((profile) => inspect(profile, { depth: 9 }))).toEqual([[], []]);
    expect(asked((profile) => untrack(profile))).toEqual([
      ["profile.age", "profile.health.conditions"],
      ["profile.address.city", "profile.address.geo", "profile.orders[].id", "profile.orders[].total"],
    ]);
  });

  it("stays so after the decision was closed, in all that the service kept, and is counted as late", () => {
    const watched = holding(features, { features: ["profile.age", "profile.orders[].total"] });
    const decision = watched.open();
    const profile = decision.track("profile", person());
    const { orders } = profile;
    decision.close();
    expect(profile.age).toBe(undefined);
    expect(orders[0]!.total).toBe(undefined);
    expect(profile.orders[1]!.total).toBe(undefined);
    expect(JSON.stringify(profile)).not.toContain("total");
    expect(structuredClone(untrack(profile))).not.toHaveProperty("age");
    expect(profile.orders).toBe(orders);
    expect(watched.recorder.counters.lateReads).toBeGreaterThan(5);
    expect(decision.track("profile", person()).age).toBe(12);
  });

  it("may be more, or less, once somebody says who is asking; what was tracked before is no exception", () => {
    const watched = holding(["profile.age", "profile.tags[]"], ({ subject }) => {
      if (subject.ageBand === "u14") return { features: ["profile.age", "profile.tags[]"] };
      return subject.ageBand === "unknown" ? { features: ["profile.age"] } : undefined;
    });
    const decision = watched.open();
    const data = { age: 12, tags: ["go", "art"] };
    const profile = decision.track("profile", data);
    const { tags } = profile;
    expect([profile.age, ...tags]).toEqual([undefined, "go", "art"]);
    decision.identify({ age: 12 });
    expect([profile.age, tags.length, ...tags]).toEqual([undefined, 0]);
    expect(profile.tags).toBe(tags);
    decision.identify({ age: 20 });
    expect([profile.age, ...tags]).toEqual([12, "go", "art"]);
  });

  it("stays held in another decision that is handed the tracked object", () => {
    const profile = veiled(person(), features, ["profile.age"]);
    for (const other of [recording(features), holding(features, { features: ["profile.address.city"] })]) {
      const again = other.open().track("profile", profile);
      expect(again.age).toBe(undefined);
      expect(JSON.stringify(again)).not.toContain("age");
      expect(again.orders[0]!.total).toBe(5);
      expect(structuredClone(untrack(again))).not.toHaveProperty("age");
      const bag = other.open().track<{ kept?: ReturnType<typeof person> }>("bag", {});
      bag.kept = profile;
      expect(bag.kept.age).toBe(undefined);
    }
  });

  it("is still known to the decision itself, which is no model", () => {
    const watched = holding(["profile.age", "items[].flags"], { features: ["profile.age", "items[].flags"] });
    const decision = watched.open();
    const profile = decision.track("profile", { id: "u1", age: 12 });
    decision.identify(profile);
    const items = decision.track("items", [{ id: "a", flags: ["ad" as const] }]);
    decision.deliver(items);
    decision.close();
    expect(watched.row()).toMatchObject({ age_band: "u14", items: [{ flags: 1 }], features_read: [] });
  });

  it("is no concern of a decision whose rules are not enforced, or hold nothing of what is read", () => {
    const data = person();
    const plain = recording(features).open().track("profile", data);
    expect(untrack(plain)).toBe(data);
    const idle = holding(features, { mode: "non_personalised", refusesItem: () => true });
    expect(untrack(idle.open().track("profile", data))).toBe(data);
  });
});

describe("what is written", () => {
  it("to what is held goes to the object; reads stay as they are", () => {
    const data: { age?: number; city?: string } = { age: 12 };
    const declared = [{ name: "profile.age", neutral: 30 }, "profile.city"];
    const profile = veiled(data, declared, ["profile.age", "profile.city"]);
    profile.age = 13;
    profile.city = "X";
    expect(data).toEqual({ age: 13, city: "X" });
    expect([profile.age, profile.city]).toEqual([30, undefined]);
    delete profile.age;
    expect(data).toEqual({ city: "X" });
    expect(profile.age).toBe(30);
    Object.assign(profile, { age: 14 });
    Object.defineProperty(profile, "city", { value: "Y", configurable: true, writable: true });
    expect(data).toEqual({ age: 14, city: "Y" });
    expect(Object.keys(profile)).toEqual(["age"]);
  });

  it("to a list of which something is held stays in a copy: the object's own keeps its places", () => {
    const data = { tags: ["go", "history", "art"] };
    const profile = veiled(data, [{ name: "profile.tags[]", tags: true }], {
      refusesTag: (tag) => tag === "history",
    });
    profile.tags.push("zen");
    profile.tags.sort((one, two) => (one < two ? 1 : -1));
    expect(profile.tags).toEqual(["zen", "go", "art"]);
    expect(profile.tags.splice(0, 1)).toEqual(["zen"]);
    expect(profile.tags.concat("x")).toEqual(["go", "art", "x"]);
    expect(data.tags).toEqual(["go", "history", "art"]);
  });

  it("to a list, map or set of which nothing is held goes to it", () => {
    const data = {
      list: [{ total: 3 }, { total: 1 }],
      map: new Map([["a", { total: 1 }]]),
      set: new Set([1]),
    };
    const profile = veiled(data, ["profile.list[].total"], ["profile.list[].total"]);
    profile.list.reverse();
    profile.list.push({ total: 7 });
    profile.map.set("b", { total: 2 });
    profile.set.add(2);
    expect(data.list).toEqual([{ total: 1 }, { total: 3 }, { total: 7 }]);
    expect([...data.map.keys(), ...data.set]).toEqual(["a", "b", 1, 2]);
  });

  it("to a map or a set of which something is held goes to it, and what may be seen of that is seen", () => {
    const map = new Map<string, number>([["age", 12]]);
    const set = new Set(["history"]);
    const tags = { name: placeName("profile", "set[]"), tags: true };
    const profile = veiled({ map, set }, ["profile.map.age", "profile.map.hat", tags], {
      features: ["profile.map.age"],
      refusesTag: (tag) => tag === "history",
    });
    expect([...profile.map]).toEqual([]);
    expect([profile.map.delete("age"), map.size]).toEqual([false, 0]);
    profile.map.set("age", 13).set("hat", 1);
    expect([...profile.map]).toEqual([["hat", 1]]);
    expect([...map]).toEqual([
      ["age", 13],
      ["hat", 1],
    ]);
    expect([profile.map.delete("hat"), profile.map.size]).toEqual([true, 0]);
    profile.set.add("history").add("go");
    expect([...profile.set]).toEqual(["go"]);
    expect([...set]).toEqual(["history", "go"]);
    expect([profile.set.delete("go"), profile.set.delete("history"), set.size]).toEqual([true, false, 0]);
    profile.map.set("hat", 2);
    profile.map.clear();
    profile.set.add("go").clear();
    expect([map.size, profile.map.size, set.size, profile.set.size]).toEqual([0, 0, 0, 0]);
  });
});

describe("an object of which something is held", () => {
  it("is one and the same wherever it is met, an object of its class, a list, a map, a set", () => {
    class Person {
      readonly age = 12;
      readonly self = this;
    }
    const data = { person: new Person(), list: [1], map: new Map(), set: new Set() };
    const profile = veiled(data, ["profile.person.age"], ["profile.person.age"]);
    expect(profile.person).toBe(profile.person);
    expect(profile.person.self).toBe(profile.person);
    expect(profile.person).toBeInstanceOf(Person);
    expect(profile.person.constructor).toBe(Person);
    expect(Array.isArray(profile.list)).toBe(true);
    expect(profile.map).toBeInstanceOf(Map);
    expect(profile.set).toBeInstanceOf(Set);
    expect(Object.values(profile)[0]).toBe(profile.person);
    expect(Object.getOwnPropertyDescriptor(profile, "person")?.value).toBe(profile.person);
  });

  it("is printed as it is seen", () => {
    const profile = veiled(person(), features, ["profile.age", "profile.orders[].total"]);
    expect(inspect(profile, { depth: 5 })).toBe(
      inspect(
        {
          address: { city: "X", geo: { lat: 1 } },
          health: { conditions: ["asthma"] },
          orders: [{ id: "o1" }, { id: "o2" }],
        },
        { depth: 5 },
      ),
    );
  });

  it("leaves as a copy without that, and as itself where nothing of it is held", () => {
    const data = person();
    const profile = veiled(data, features, ["profile.orders[].total"]);
    const copy = untrack(profile);
    expect(copy).not.toBe(data);
    expect(copy).toEqual({ ...person(), orders: [{ id: "o1" }, { id: "o2" }] });
    expect(untrack(profile.address)).toBe(data.address);
    expect(data).toEqual(person());
  });

  it("may hold itself, and still leave as a copy", () => {
    const data: { age: number; self?: unknown } = { age: 12 };
    data.self = data;
    const copy = untrack(veiled(data, ["profile.age"], ["profile.age"]));
    expect(copy.self).toBe(copy);
    expect(copy).not.toHaveProperty("age");
  });
});
