import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { seen, tracked } from "../support/seen.ts";

interface Profile {
  age: number;
  address: { city: string };
  interests: string[];
  partner?: { address: { city: string } };
}

const person = (): Profile => ({ age: 3, address: { city: "X" }, interests: ["go"] });
const features = ["profile.age", "profile.address.city", "profile.interests[]"];

describe("writes through a tracked object", () => {
  it("reach the object itself", () => {
    const data = person();
    const profile = tracked(data);
    profile.age = 4;
    profile.address.city = "Y";
    profile.interests.push("chess");
    profile.partner = { address: { city: "Z" } };
    Object.defineProperty(profile, "hidden", { value: 1, enumerable: false });
    expect(Reflect.deleteProperty(profile, "age")).toBe(true);
    expect(data).toEqual({
      address: { city: "Y" },
      interests: ["go", "chess"],
      partner: { address: { city: "Z" } },
    });
    expect(Object.getOwnPropertyDescriptor(data, "hidden")).toEqual({
      value: 1,
      enumerable: false,
      writable: false,
      configurable: false,
    });
  });

  it("are no reads", () => {
    const { read, unregistered } = seen(person(), features, (profile) => {
      profile.age = 4;
      profile.address = { city: "Y" };
      Object.defineProperty(profile, "age", { value: 9 });
      Object.assign(profile, { age: 5 });
      Reflect.deleteProperty(profile, "age");
    });
    expect([...read, ...unregistered]).toEqual([]);
  });

  it("store the object itself where a tracked one is given, so that no tracking outlives its decision", () => {
    const data = person();
    const profile = tracked(data);
    profile.partner = { address: profile.address };
    profile.partner = profile;
    Object.defineProperty(profile, "again", { value: profile.address, configurable: true });
    Object.assign(profile, { more: profile.interests });
    expect(data.partner).toBe(data);
    expect((data as unknown as { again: unknown }).again).toBe(data.address);
    expect((data as unknown as { more: unknown }).more).toBe(data.interests);
    expect(inspect(data, { showProxy: true, showHidden: true, depth: 0 })).not.toContain("Proxy");
  });

  it("are seen by the next read, under the place where they stand", () => {
    const { read } = seen(person(), [...features, "profile.partner.address.city"], (profile) => {
      profile.partner = { address: { city: "Z" } };
      expect(profile.partner.address.city).toBe("Z");
    });
    expect(read).toEqual(["profile.partner.address.city"]);
  });

  it("of one tracked object into another keep both tracks", () => {
    const { read } = seen(person(), [...features, "profile.partner.address.city"], (profile) => {
      const { address } = profile;
      profile.partner = { address: { city: "?" } };
      profile.partner.address = address;
      expect(profile.partner.address).toBe(address);
      expect(profile.partner.address.city).toBe("X");
    });
    expect(read).toEqual(["profile.address.city", "profile.partner.address.city"]);
  });

  it("to an object that inherits from a tracked one stay there, as they are", () => {
    const data = person();
    const profile = tracked(data);
    const child = Object.create(profile) as Profile;
    child.age = 99;
    child.address = profile.address;
    expect(data).toEqual(person());
    expect(Object.keys(child)).toEqual(["age", "address"]);
    expect(Object.getOwnPropertyDescriptor(child, "address")?.value).toBe(profile.address);
  });

  it("fail as they do on the object itself", () => {
    const data = Object.defineProperty(
      {
        get computed(): number {
          return 1;
        },
      },
      "fixed",
      { value: 1 },
    );
    const profile = tracked(data) as { fixed: number; computed: number };
    expect(() => {
      profile.fixed = 2;
    }).toThrow(TypeError);
    expect(() => {
      profile.computed = 2;
    }).toThrow(TypeError);
    expect(() => Reflect.deleteProperty(profile, "fixed")).not.toThrow();
    expect(Reflect.set(profile, "fixed", 2)).toBe(false);
    expect(Reflect.deleteProperty(profile, "fixed")).toBe(false);
    expect(Reflect.defineProperty(profile, "fixed", { value: 2 })).toBe(false);
    expect(() => Object.defineProperty(profile, "fixed", { value: 2 })).toThrow(TypeError);
    const frozen: Profile = tracked(Object.freeze(person()));
    expect(() => {
      frozen.age = 5;
    }).toThrow(TypeError);
    expect(() => frozen.interests.push("x")).not.toThrow();
    expect(() => tracked(Object.freeze(["x"]) as string[]).push("y")).toThrow(TypeError);
  });

  it("by a setter that throws give the service its own error", () => {
    const own = new Error("own");
    const data = {
      set age(_value: number) {
        throw own;
      },
    };
    expect(() => {
      tracked(data).age = 1;
    }).toThrow(own);
  });

  it("change prototypes and extensibility as on the object itself", () => {
    const data = person();
    const profile = tracked(data);
    const prototype = { greet: () => "hi" };
    Object.setPrototypeOf(profile, prototype);
    expect(Object.getPrototypeOf(data)).toBe(prototype);
    expect((profile as unknown as typeof prototype).greet()).toBe("hi");
    Object.preventExtensions(profile);
    expect(Object.isExtensible(data)).toBe(false);
    expect(Object.isExtensible(profile)).toBe(false);
    expect(Reflect.set(profile, "more", 1)).toBe(false);
    Object.seal(profile);
    expect(Object.isSealed(data)).toBe(true);
    Object.freeze(profile);
    expect(Object.isFrozen(data)).toBe(true);
    expect(Object.isFrozen(profile)).toBe(true);
    expect(profile.address.city).toBe("X");
    expect(profile).toEqual(data);
  });
});
