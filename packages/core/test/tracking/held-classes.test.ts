/* eslint "@typescript-eslint/no-misused-spread": off, "@typescript-eslint/unbound-method": off, "@typescript-eslint/no-confusing-void-expression": off -- what services do, the unwise included */
import { describe, expect, it } from "vitest";
import { untrack } from "../../src/index.ts";
import { holding, veiled } from "../support/holding.ts";

class Person {
  readonly age: number;
  readonly city = "X";
  constructor(age: number) {
    this.age = age;
  }
  get isChild(): boolean {
    return this.age < 14;
  }
  describe(): string {
    return `${this.age} in ${this.city}`;
  }
  toJSON(): unknown {
    return { ...this };
  }
}

class Adult extends Person {
  override get isChild(): boolean {
    return super.isChild;
  }
  get inherited(): number {
    return this.age;
  }
}

describe("a class's getters and methods", () => {
  it("run on what may be seen", () => {
    const person = veiled(new Adult(12), ["profile.age"], ["profile.age"]);
    expect(person.age).toBe(undefined);
    expect(person.isChild).toBe(false);
    expect(person.inherited).toBe(undefined);
    expect(person.describe()).toBe("undefined in X");
    expect(JSON.stringify(person)).toBe('{"city":"X"}');
    expect(Reflect.get(Person.prototype, "isChild", person)).toBe(false);
    expect(structuredClone(untrack(person))).toEqual({ city: "X" });
    expect(untrack(person).describe()).toBe("undefined in X");
  });

  it("are not run where what they give is held", () => {
    const watched = { runs: 0 };
    class Watched {
      get age(): number {
        watched.runs += 1;
        return 12;
      }
    }
    const own = Object.defineProperty({ city: "X" }, "age", {
      get() {
        watched.runs += 1;
        return 12;
      },
      enumerable: true,
    });
    for (const data of [new Watched(), own] as { age?: number }[]) {
      const profile = veiled(data, ["profile.age"], ["profile.age"]);
      expect(profile.age).toBe(undefined);
      expect("age" in profile).toBe(false);
      expect(JSON.stringify(profile)).not.toContain("age");
      expect(Object.getOwnPropertyDescriptor(profile, "age")).toBe(undefined);
    }
    expect(watched.runs).toBe(0);
  });

  it("that closed over an object don't give it as it is", () => {
    const address = { city: "X", zip: 1 };
    const data = {
      get address() {
        return address;
      },
    };
    const profile = veiled(data, ["profile.address.city"], ["profile.address.city"]);
    const getter = Object.getOwnPropertyDescriptor(profile, "address")?.get;
    expect(profile.address.city).toBe(undefined);
    expect(getter?.call(data)).toBe(profile.address);
    expect(Object.getOwnPropertyDescriptor(profile, "address")?.get).toBe(getter);
    expect(structuredClone(untrack(profile))).toEqual({ address: { zip: 1 } });
  });

  it("may be set, which goes to the object", () => {
    class Named {
      name = "";
      set nick(value: string) {
        this.name = value;
      }
    }
    const data = new Named();
    const named = veiled(data, ["profile.name", "profile.nick"], ["profile.name", "profile.nick"]);
    named.nick = "wei";
    expect([data.name, named.name]).toEqual(["wei", undefined]);
  });
});

class Account {
  readonly city = "X";
  #age: number;
  #parts: { age: number; city: string; deep: { age: number } };
  constructor(age: number) {
    this.#age = age;
    this.#parts = { age, city: "X", deep: { age } };
  }
  get age(): number {
    return this.#age;
  }
  get years(): number {
    return this.#age;
  }
  get parts(): unknown {
    return this.#parts;
  }
  getAge(): number {
    return this.#age;
  }
  rename(): this {
    return this;
  }
  nothing(): undefined {
    return undefined;
  }
  toJSON(): unknown {
    return this.#parts;
  }
  born(): Date {
    return new Date(this.#age);
  }
  reader(): () => number {
    return () => this.#age;
  }
  async later(): Promise<unknown> {
    return Promise.resolve(this.#parts);
  }
  each(visit: (age: number, parts: object, self: object) => void): void {
    visit(this.#age, this.#parts, this);
  }
  older(other: Account): boolean {
    return this.#age > other.#age;
  }
  *[Symbol.iterator](): Generator {
    yield this.#age;
    yield this.#parts;
  }
  async *stream(): AsyncGenerator {
    yield await Promise.resolve(this.#age);
    yield this.#parts;
  }
  [Symbol.toPrimitive](): number {
    return this.#age;
  }
}

describe("a class with private fields, where something is held", () => {
  const declared = ["profile.age", "profile.city"];

  it("withholds what a method gives that nobody declared, and notes that", () => {
    const watched = holding(declared, { features: ["profile.age"] });
    const decision = watched.open();
    const account = decision.track("profile", new Account(12));
    expect(account.getAge()).toBe(undefined);
    expect(account.years).toBe(undefined);
    expect(account.born()).toBe(undefined);
    expect(account.reader()).toBe(undefined);
    expect(account.older(new Account(3))).toBe(undefined);
    expect(Number(account)).toBeNaN();
    expect(account.age).toBe(undefined);
    expect(account.city).toBe("X");
    decision.close();
    expect(watched.row()).toMatchObject({ input_faults: ["hold.method"], features_read: [1] });
    expect(watched.recorder.counters.badInput.get("hold.method")).toBe(6);
  });

  it("gives itself, nothing, and what is declared", () => {
    const account = veiled(
      new Account(12),
      [...declared, "profile.getAge", "profile.years"],
      ["profile.age"],
    );
    expect(account.rename()).toBe(account);
    expect(account.nothing()).toBe(undefined);
    expect(account.getAge()).toBe(12);
    expect(account.years).toBe(12);
    expect(account.getAge).toBe(account.getAge);
  });

  it("gives objects of which only what is declared can be seen, and not held", async () => {
    const account = veiled(new Account(12), declared, ["profile.age"]);
    expect(account.parts).toEqual({ city: "X", deep: {} });
    expect(JSON.stringify(account)).toBe('{"city":"X","deep":{}}');
    await expect(account.later()).resolves.toEqual({ city: "X", deep: {} });
    expect([...account]).toEqual([undefined, { city: "X", deep: {} }]);
    const streamed: unknown[] = [];
    for await (const each of account.stream()) streamed.push(each);
    expect(streamed).toEqual([undefined, { city: "X", deep: {} }]);
  });

  it("hands no more to what it calls", () => {
    const account = veiled(new Account(12), declared, ["profile.age"]);
    const handed: unknown[] = [];
    account.each((...given) => handed.push(...given));
    expect(handed).toEqual([undefined, { city: "X", deep: {} }, account]);
    expect(handed[2]).toBe(account);
  });

  it("works as ever where nothing of it is held", () => {
    const profile = veiled(
      { account: new Account(12), hat: "red" },
      ["profile.account.city", "profile.hat"],
      ["profile.hat"],
    );
    const { account } = profile;
    expect([account.getAge(), account.years, account.born().getTime(), account.older(account)]).toEqual([
      12,
      12,
      12,
      false,
    ]);
    expect(account.parts).toEqual({ age: 12, city: "X", deep: { age: 12 } });
    expect([...account]).toHaveLength(2);
    expect(untrack(account).getAge()).toBe(12);
  });

  it("gives an object that is tracked elsewhere as it is tracked there", () => {
    const shared = { age: 12, city: "X" };
    class Session {
      #profile = shared;
      profile(): typeof shared {
        return this.#profile;
      }
    }
    const watched = holding(["profile.age", "session.id"], { features: ["profile.age"] });
    const decision = watched.open();
    const profile = decision.track("profile", shared);
    expect(decision.track("session", new Session()).profile()).toBe(profile);
  });

  it("withholds all of that where what the catalog doesn't know is held", () => {
    const account = veiled(new Account(12), ["profile.city"], { unregistered: true });
    expect([account.city, account.getAge(), account.age]).toEqual(["X", undefined, undefined]);
    expect(account.parts).toEqual({ city: "X", deep: {} });
  });
});

describe("a function that closed over an object of which something is held", () => {
  it.each<[string, () => { age: number; read: () => unknown; whole: () => unknown }]>([
    [
      "an arrow function",
      () => {
        const self = { age: 12, read: () => self.age as unknown, whole: () => self as unknown };
        return self;
      },
    ],
    [
      "a bound one",
      () => {
        const self = {
          age: 12,
          read(): unknown {
            return this.age;
          },
          whole(): unknown {
            return this;
          },
        };
        self.read = self.read.bind(self);
        self.whole = self.whole.bind(self);
        return self;
      },
    ],
  ])("gives no more than that object's methods would: %s", (_, make) => {
    const profile = veiled(make(), ["profile.age"], ["profile.age"]);
    expect(profile.read()).toBe(undefined);
    expect(profile.whole()).toBe(profile);
    const { read } = profile;
    expect(read()).toBe(undefined);
    expect(profile.read).toBe(read);
  });
});

describe("a subclass of a map or a set, of which something is held", () => {
  class Index extends Map<string, number> {
    label = "secret";
    top(): number {
      return Math.max(...this.values());
    }
    get first(): unknown {
      return [...this.values()][0];
    }
    all(): object {
      return Object.fromEntries(this);
    }
  }
  class Tags extends Set<string> {
    joined(): string {
      return [...this].join();
    }
  }

  it("withholds what its own methods give, and follows objects", () => {
    const index = new Index([
      ["age", 12],
      ["city", 3],
    ]);
    const profile = veiled(
      { index, tags: new Tags(["go"]) },
      ["profile.index.age", "profile.index.city", "profile.index.label", "profile.tags[]"],
      ["profile.index.age", "profile.index.label", "profile.tags[]"],
    );
    expect([...profile.index]).toEqual([["city", 3]]);
    expect([profile.index.top(), profile.index.first, profile.index.label]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(profile.index.all()).toEqual({ city: 3 });
    expect(Object.keys(profile.index)).toEqual([]);
    expect(profile.index).toBeInstanceOf(Index);
    expect([...profile.tags, profile.tags.joined()]).toEqual([undefined]);
    expect([...untrack(profile.index)]).toEqual([["city", 3]]);
  });
});
