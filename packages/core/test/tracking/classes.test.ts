/* eslint "@typescript-eslint/unbound-method": off, "@typescript-eslint/class-literal-property-style": off, "no-prototype-builtins": off -- everything that a service may do, the unwise included */
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { seen, tracked } from "../support/seen.ts";

class Person {
  static readonly species = "human";
  static of(age: number): Person {
    return new Person(age, { city: "Hangzhou" });
  }
  readonly age: number;
  readonly address: { readonly city: string };
  constructor(age: number, address: { city: string }) {
    this.age = age;
    this.address = address;
  }
  get isChild(): boolean {
    return this.age < 14;
  }
  set nickname(value: string) {
    Object.assign(this, { nick: `${value}/${this.age}` });
  }
  olderThan(other: { readonly age: number }): boolean {
    return this.age > other.age;
  }
  where(): string {
    return this.address.city;
  }
  self(): this {
    return this;
  }
}

class Reader extends Person {
  readonly interests = ["go"];
  override where(): string {
    return `reader in ${super.where()}`;
  }
  get favourite(): string | undefined {
    return this.interests[0];
  }
}

const features = ["profile.age", "profile.address.city", "profile.interests[]"];

describe("an instance of a class", () => {
  it("passes for one: instanceof, prototype, constructor, statics, printing, equality", () => {
    const raw = new Reader(12, { city: "Hangzhou" });
    const reader = tracked(raw, features);
    expect(reader).toBeInstanceOf(Reader);
    expect(reader).toBeInstanceOf(Person);
    expect(Object.getPrototypeOf(reader)).toBe(Reader.prototype);
    expect(reader.constructor).toBe(Reader);
    expect((reader.constructor as typeof Person).species).toBe("human");
    expect((reader.constructor as typeof Person).of(3).age).toBe(3);
    expect(inspect(reader)).toBe(inspect(raw));
    expect(reader).toEqual(raw);
    expect(reader).toStrictEqual(raw);
    expect(JSON.stringify(reader)).toBe(JSON.stringify(raw));
  });

  it("has its getters and methods run on the tracked object, so that what they read is recorded", () => {
    const make = (): Reader => new Reader(12, { city: "Hangzhou" });
    expect(seen(make(), features, (reader) => expect(reader.isChild).toBe(true))).toMatchObject({
      read: ["profile.age"],
      unregistered: [],
    });
    expect(
      seen(make(), features, (reader) => expect(reader.where()).toBe("reader in Hangzhou")),
    ).toMatchObject({
      read: ["profile.address.city"],
      unregistered: [],
    });
    expect(seen(make(), features, (reader) => reader.favourite)).toMatchObject({
      read: ["profile.interests[]"],
      unregistered: [],
    });
    expect(seen(make(), features, (reader) => reader.olderThan({ age: 3 })).read).toEqual(["profile.age"]);
    expect(seen(make(), features, (reader) => Person.of(40).olderThan(reader)).read).toEqual(["profile.age"]);
  });

  it("gives the same method each time, and methods that return this return the tracked object", () => {
    const reader = tracked(new Reader(12, { city: "Hangzhou" }));
    expect(reader.where).toBe(Reader.prototype.where);
    expect(reader.self()).toBe(reader);
  });

  it("has its setters run on the tracked object", () => {
    const raw = new Person(12, { city: "X" });
    const { read } = seen(raw, features, (person) => {
      person.nickname = "wei";
    });
    expect(read).toEqual(["profile.age"]);
    expect((raw as { nick?: string }).nick).toBe("wei/12");
  });

  it("is followed when its class gives itself a tag", () => {
    class Tagged extends Person {
      get [Symbol.toStringTag](): string {
        return "Tagged";
      }
    }
    const { read } = seen(new Tagged(12, { city: "X" }), features, (person) => {
      expect(Object.prototype.toString.call(person)).toBe("[object Tagged]");
      return person.age;
    });
    expect(read).toEqual(["profile.age"]);
  });

  it("of a class without a constructor property, or with an odd one, is followed", () => {
    for (const constructor of [undefined, "text", { name: "x" }]) {
      const prototype = { constructor };
      const value = Object.assign(Object.create(prototype) as { age: number }, { age: 3 });
      expect(seen(value, features, (person) => person.age).read).toEqual(["profile.age"]);
    }
  });

  it("that extends an array is an array, and a person", () => {
    class Books extends Array<{ title: string }> {
      get first(): string | undefined {
        return this[0]?.title;
      }
    }
    const raw = new Books({ title: "A" }, { title: "B" });
    const { read } = seen(raw, ["profile[].title"], (books) => {
      expect(books).toBeInstanceOf(Books);
      expect(books.filter(() => true)).toBeInstanceOf(Books);
      expect(books.first).toBe("A");
    });
    expect(read).toEqual(["profile[].title"]);
  });
});

class Account {
  static #made = 0;
  #balance: number;
  readonly age: number;
  readonly owner = { name: "Wei" };
  constructor(balance: number, age: number) {
    this.#balance = balance;
    this.age = age;
    Account.#made += 1;
  }
  static get made(): number {
    return Account.#made;
  }
  get balance(): number {
    return this.#balance;
  }
  set balance(value: number) {
    this.#balance = value;
  }
  spend(amount: number): this {
    this.#balance -= amount;
    return this;
  }
  richerThan(other: Account): boolean {
    return this.#balance > other.#balance;
  }
  #secret(): number {
    return this.#balance * 2;
  }
  double(): number {
    return this.#secret();
  }
  *[Symbol.iterator](): Generator<number> {
    yield this.#balance;
  }
  [Symbol.toPrimitive](): number {
    return this.#balance;
  }
  toJSON(): unknown {
    return { balance: this.#balance };
  }
}

describe("an instance of a class with private fields", () => {
  it("works: getters, setters, methods, iteration, conversion, private methods", () => {
    const raw = new Account(10, 30);
    const account = tracked(raw);
    expect(account.balance).toBe(10);
    account.balance = 20;
    expect(raw.balance).toBe(20);
    expect(account.spend(5)).toBe(account);
    expect(account.double()).toBe(30);
    expect([...account]).toEqual([15]);
    expect(Number(account)).toBe(15);
    expect(JSON.stringify({ account })).toBe('{"account":{"balance":15}}');
  });

  it("passes for one: instanceof, constructor, statics, keys, printing, equality", () => {
    const raw = new Account(10, 30);
    const account = tracked(raw);
    expect(account).toBeInstanceOf(Account);
    expect(account.constructor).toBe(Account);
    expect((account.constructor as typeof Account).made).toBe(Account.made);
    expect(Object.keys(account)).toEqual(Object.keys(raw));
    expect(Object.hasOwn(account, "age")).toBe(true);
    expect(account.hasOwnProperty("age")).toBe(true);
    expect(account.spend).toBe(account.spend);
    expect(inspect(account)).toBe(inspect(raw));
    expect(account).toEqual(raw);
    expect(account.owner).toBe(account.owner);
  });

  it("can be compared with another tracked one", () => {
    const poor = tracked(new Account(1, 30));
    const rich = tracked(new Account(2, 30));
    expect(rich.richerThan(poor)).toBe(true);
    expect(rich.richerThan(new Account(3, 1))).toBe(false);
  });

  it("has public properties recorded as ever, and a method or accessor by its name, for what it reads is unseen", () => {
    const make = (): Account => new Account(10, 30);
    expect(seen(make(), ["profile.age"], ({ age }) => age)).toMatchObject({
      read: ["profile.age"],
      unregistered: [],
    });
    expect(seen(make(), ["profile.balance"], ({ balance }) => balance)).toMatchObject({
      read: ["profile.balance"],
      unregistered: [],
    });
    expect(seen(make(), ["profile.double"], (account) => account.double()).read).toEqual(["profile.double"]);
    expect(seen(make(), [], (account) => account.double()).unregistered).toEqual(["profile.double"]);
    expect(seen(make(), ["profile.owner.name"], ({ owner }) => owner.name).read).toEqual([
      "profile.owner.name",
    ]);
  });

  it("records nothing for looks at its identity, and nothing for a method that is not called", () => {
    const { read, unregistered } = seen(new Account(10, 30), ["profile.age"], (account) => [
      account.constructor,
      account instanceof Account,
      Object.prototype.toString.call(account),
      account.toString === Object.prototype.toString,
      typeof account.double,
    ]);
    expect([...read, ...unregistered]).toEqual([]);
  });

  it("counts all that is declared in it as read when it turns itself into JSON", () => {
    expect(
      seen(new Account(10, 30), ["profile.age", "profile.balance"], (account) => JSON.stringify(account))
        .read,
    ).toEqual(["profile.age", "profile.balance"]);
  });

  it("works where a subclass, or an array, keeps the private fields", () => {
    class Savings extends Account {
      rate = 2;
    }
    const savings = tracked(new Savings(10, 30));
    expect(savings.balance).toBe(10);
    expect(savings.rate).toBe(2);
    class Page extends Array<number> {
      #cursor = "c1";
      get cursor(): string {
        return this.#cursor;
      }
    }
    const page = tracked(new Page(1, 2, 3));
    expect(page.cursor).toBe("c1");
    expect([...page]).toEqual([1, 2, 3]);
    expect(page).toHaveLength(3);
    expect(page).toBeInstanceOf(Page);
  });

  it("works when it is frozen", () => {
    const raw = Object.freeze(new Account(10, 30));
    const account = tracked(raw, ["profile.age"]);
    expect(account.balance).toBe(10);
    expect(account.spend(1).balance).toBe(9);
    expect(Object.isFrozen(account)).toBe(true);
    expect(account.owner.name).toBe("Wei");
    expect(inspect(account)).toBe(inspect(raw));
  });

  it("throws the service's own error, and the language's for a wrong receiver", () => {
    class Faulty {
      #own = new Error("own");
      fail(): never {
        throw this.#own;
      }
      get failing(): never {
        throw this.#own;
      }
    }
    const faulty = tracked(new Faulty());
    expect(() => faulty.fail()).toThrow("own");
    expect(() => faulty.failing).toThrow("own");
    expect(() => Reflect.apply(faulty.fail, {}, [])).toThrow(TypeError);
  });
});

describe("classes whose private fields a compiler has lowered", () => {
  // What TypeScript, Babel and esbuild make of `#x`: state in a WeakMap, keyed by the instance.
  const state = new WeakMap<object, { value: number }>();
  const get = (receiver: object): number => {
    const held = state.get(receiver);
    if (!held)
      throw new TypeError("Cannot read private member from an object whose class did not declare it");
    return held.value;
  };
  const __classPrivateFieldGet = get;
  const _classPrivateFieldGet2 = get;
  const __privateGet = get;
  const __privateAdd = (receiver: object): void => void state.set(receiver, { value: 7 });

  class ByTypeScript {
    constructor() {
      state.set(this, { value: 7 });
    }
    get value(): number {
      return __classPrivateFieldGet(this);
    }
  }
  class ByBabel {
    constructor() {
      state.set(this, { value: 7 });
    }
    get value(): number {
      return _classPrivateFieldGet2(this);
    }
  }
  class ByEsbuild {
    constructor() {
      __privateAdd(this);
    }
    get value(): number {
      return __privateGet(this);
    }
  }
  class ByHand {
    constructor() {
      state.set(this, { value: 7 });
    }
    get value(): number {
      return state.get(this)!.value;
    }
  }

  it.each([ByTypeScript, ByBabel, ByEsbuild, ByHand])("%o works", (Lowered) => {
    const { unregistered } = seen(new Lowered(), [], (instance) => expect(instance.value).toBe(7));
    expect(unregistered).toEqual(["profile.value"]);
  });

  it("private fields of the class itself are none of the instance's", () => {
    class Counted {
      static #made = 0;
      static readonly #known = new Set<string>();
      age = 3;
      constructor() {
        Counted.#made += 1;
        Counted.#known.add(`${Counted.#made}`);
      }
      get isChild(): boolean {
        return this.age < 14 && Counted.#known.size > 0;
      }
    }
    expect(seen(new Counted(), ["profile.age"], ({ isChild }) => expect(isChild).toBe(true))).toMatchObject({
      read: ["profile.age"],
      unregistered: [],
    });
  });

  it("a # in a text or a comment makes no private field", () => {
    class Coloured {
      age = 3;
      // see #other
      describe(): string {
        return `#fff ${this.age}`;
      }
    }
    expect(seen(new Coloured(), ["profile.age"], (coloured) => coloured.describe())).toMatchObject({
      read: ["profile.age"],
      unregistered: [],
    });
  });
});
