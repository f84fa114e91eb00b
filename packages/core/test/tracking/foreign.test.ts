import { EventEmitter } from "node:events";
import { createContext, runInContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { seen, tracked, use } from "../support/seen.ts";

describe("objects of another realm, as test runners make them", () => {
  const realm = createContext({});
  const foreign = (code: string): unknown => runInContext(`(${code})`, realm);

  it("are followed: objects, lists, instances of classes", () => {
    const data = foreign('{ address: { city: "X" }, tags: ["a"], bare: Object.create(null) }') as {
      address: { city: string };
      tags: string[];
    };
    const { read } = seen(data, ["profile.address.city", "profile.tags[]"], ({ address, tags }) => [
      address.city,
      tags[0],
    ]);
    expect(read).toEqual(["profile.address.city", "profile.tags[]"]);
    const person = foreign("new (class { age = 3; get isChild() { return this.age < 14; } })") as {
      isChild: boolean;
    };
    expect(seen(person, ["profile.age"], ({ isChild }) => isChild).read).toEqual(["profile.age"]);
    const hidden = foreign("new (class { #age = 3; get age() { return this.#age; } })") as { age: number };
    expect(seen(hidden, ["profile.age"], ({ age }) => expect(age).toBe(3)).read).toEqual(["profile.age"]);
  });

  it("that are one value stay so, maps and sets among them", () => {
    const data = foreign('{ born: new Date(0), map: new Map([["a", 1]]), set: new Set([1]) }') as {
      born: Date;
      map: Map<string, number>;
      set: Set<number>;
    };
    const { unregistered } = seen(data, [], ({ born, map, set }) => {
      expect(born.getTime()).toBe(0);
      expect(map.get("a")).toBe(1);
      expect([...set]).toEqual([1]);
    });
    expect(unregistered).toEqual(["profile.born", "profile.map", "profile.set"]);
  });
});

describe("what services track in practice", () => {
  it("rows of an object mapper, whose accessors stand on the prototype and read elsewhere", () => {
    class Model {
      readonly dataValues: Record<string, unknown>;
      constructor(values: Record<string, unknown>) {
        this.dataValues = values;
      }
      get(name: string): unknown {
        return this.dataValues[name];
      }
      toJSON(): unknown {
        return { ...this.dataValues };
      }
    }
    class Reader extends Model {
      declare readonly age: number;
    }
    Object.defineProperty(Reader.prototype, "age", {
      get(this: Model) {
        return this.get("age");
      },
    });
    const declared = seen(new Reader({ age: 3, city: "X" }), ["profile.age"], ({ age }) =>
      expect(age).toBe(3),
    );
    expect(declared).toMatchObject({ read: ["profile.age"], unregistered: ["profile.dataValues.age"] });
    const { unregistered } = seen(new Reader({ age: 3, city: "X" }), [], (reader) => JSON.stringify(reader));
    expect(unregistered).toEqual(["profile.dataValues.age", "profile.dataValues.city"]);
  });

  it("lazy accessors that put the value in their own place", () => {
    const make = () => ({
      get address(): { city: string } {
        const value = { city: "X" };
        Object.defineProperty(this, "address", {
          value,
          writable: true,
          configurable: true,
          enumerable: true,
        });
        return value;
      },
    });
    const { read } = seen(make(), ["profile.address.city"], (profile) => {
      expect(profile.address.city).toBe("X");
      expect(profile.address).toBe(profile.address);
    });
    expect(read).toEqual(["profile.address.city"]);
  });

  it("accessors that read one thing, and give another", () => {
    const hidden = { city: "X" };
    const data = {
      isLoaded: true,
      get address(): { city: string } | undefined {
        return this.isLoaded ? hidden : undefined;
      },
    };
    expect(seen(data, ["profile.address.city"], ({ address }) => address?.city).read).toEqual([
      "profile.address.city",
    ]);
    expect(seen(data, [], ({ address }) => address?.city).unregistered).toEqual([
      "profile.address.city",
      "profile.isLoaded",
    ]);
  });

  it("emitters, with their listeners called as ever", () => {
    const emitter = Object.assign(new EventEmitter(), { age: 3 });
    const heard: unknown[] = [];
    const followed = tracked(emitter);
    followed.on("birthday", function (this: unknown, age: number) {
      heard.push(this, age);
    });
    expect(emitter.emit("birthday", 4)).toBe(true);
    expect(followed.emit("birthday", 5)).toBe(true);
    expect(followed.listenerCount("birthday")).toBe(1);
    expect(heard).toEqual([emitter, 4, followed, 5]);
  });

  it("arguments, module namespaces, and objects made from others", async () => {
    const args = (function (..._given: unknown[]): IArguments {
      // eslint-disable-next-line prefer-rest-params -- that is what is tracked
      return arguments;
    })({ city: "X" });
    expect((tracked(args)[0] as { city: string }).city).toBe("X");
    const namespace = await import("./foreign-module.ts");
    const { read } = seen(namespace, ["profile.settings.depth"], (module) => {
      expect(Object.keys(module)).toEqual(["settings"]);
      expect(Object.isFrozen(module)).toBe(Object.isFrozen(namespace));
      expect(module.settings.depth).toBe(3);
      expect(module.settings).toBe(module.settings);
    });
    expect(read).toEqual(["profile.settings.depth"]);
    const child = Object.create({ address: { city: "X" } }) as { address: { city: string } };
    expect(seen(child, ["profile.address.city"], ({ address }) => address.city).read).toEqual([
      "profile.address.city",
    ]);
  });

  it("copies on write, as immer makes them", () => {
    const base = { age: 3, address: { city: "X" } };
    const changed: Record<PropertyKey, unknown> = {};
    const draft = new Proxy(base, {
      get: (target, key, receiver): unknown =>
        Object.hasOwn(changed, key) ? changed[key] : Reflect.get(target, key, receiver),
      set: (_, key, value) => {
        changed[key] = value;
        return true;
      },
    });
    const { read } = seen(draft, ["profile.age", "profile.address.city"], (profile) => {
      profile.age = 4;
      expect(profile.age).toBe(4);
      use(profile.address.city);
    });
    expect(base.age).toBe(3);
    expect(read).toEqual(["profile.address.city", "profile.age"]);
  });
});
