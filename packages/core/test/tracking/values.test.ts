import { describe, expect, it } from "vitest";
import { untrack } from "../../src/index.ts";
import { recording } from "../support/recording.ts";
import { seen, seenIn, tracked, use } from "../support/seen.ts";

describe("values that are one value", () => {
  const symbol = Symbol("s");
  const values: Record<string, unknown> = {
    date: new Date(0),
    buffer: Buffer.from("abc"),
    floats: new Float32Array([1, 2]),
    arrayBuffer: new ArrayBuffer(8),
    dataView: new DataView(new ArrayBuffer(8)),
    url: new URL("https://example.org/a?b=c"),
    params: new URLSearchParams("a=1"),
    regExp: /x/g,
    promise: Promise.resolve(1),
    error: new TypeError("x"),
    weakMap: new WeakMap(),
    weakSet: new WeakSet(),
    weakRef: new WeakRef({}),
    boxed: Object("text"),
    generator: (function* (): Generator<number> {
      yield 1;
    })(),
    mapIterator: new Map([[1, 2]]).entries(),
    function: () => 1,
    class: Date,
    bigint: 10n,
    symbol,
    text: "text",
    number: 0,
    notANumber: Number.NaN,
    null: null,
    undefined,
    boolean: false,
    headers: new Headers({ a: "b" }),
    abort: new AbortController().signal,
    formatter: new Intl.NumberFormat("en"),
    shared: new SharedArrayBuffer(1),
    extendedDate: new (class Birthday extends Date {})(0),
    extendedError: new (class Own extends Error {})("x"),
  };

  it.each(Object.keys(values))("%s is given as it is, and recorded when it is read", (name) => {
    const { read, unregistered } = seen(values, [`profile.${name}`], (all) =>
      expect(all[name]).toBe(values[name]),
    );
    expect(read).toEqual([`profile.${name}`]);
    expect(unregistered).toEqual([]);
  });

  it("work as ever when they are reached through a tracked object", async () => {
    const data = tracked(values) as typeof values & {
      date: Date;
      url: URL;
      promise: Promise<number>;
      regExp: RegExp;
      floats: Float32Array;
    };
    expect(data.date.toISOString()).toBe("1970-01-01T00:00:00.000Z");
    expect(data.url.searchParams.get("b")).toBe("c");
    await expect(data.promise).resolves.toBe(1);
    expect("axa".replace(data.regExp, "-")).toBe("a-a");
    expect(data.floats[1]).toBe(2);
    expect(data[symbol as unknown as string]).toBe(undefined);
  });

  it("count as all that is declared below them, because what is read inside is out of sight", () => {
    const data: { embedding: unknown } = { embedding: new Float32Array(4) };
    const { read } = seen(
      data,
      ["profile.embedding.taste", "profile.embedding.mood"],
      ({ embedding }) => embedding,
    );
    expect(read).toEqual(["profile.embedding.mood", "profile.embedding.taste"]);
  });
});

describe("track", () => {
  it.each([[null], [undefined]])(
    "gives %s back, and records no read: there is nothing to be read",
    (nothing) => {
      const { read, unregistered } = seen(nothing, ["profile.age"], (value) => expect(value).toBe(nothing));
      expect([...read, ...unregistered]).toEqual([]);
    },
  );

  it("records a bare value under the feature that is the source itself", () => {
    for (const value of [34, "text", true, 7n, new Date(0), new Uint8Array(2)]) {
      const whole = [{ name: "profile", path: "" }];
      expect(seen(value, whole, (given) => expect(given).toBe(value)).read).toEqual(["profile"]);
    }
    expect(seen(34, [], () => undefined).unregistered).toEqual(["profile.*"]);
  });

  it("counts all that is declared in a source as read when it is handed something that can't be followed", () => {
    const { read } = seen(new Float32Array(2), ["profile.taste", "profile.mood[]"], () => undefined);
    expect(read).toEqual(["profile.mood[]", "profile.taste"]);
  });

  it("takes a source that is one feature for one value", () => {
    const data = { anything: { goes: 1 } };
    const { read, unregistered } = seen(
      data,
      [{ name: "profile", path: "" }],
      (given) => given.anything.goes,
    );
    expect(read).toEqual(["profile"]);
    expect(unregistered).toEqual([]);
  });

  it("follows a source that the catalog does not know", () => {
    const watched = recording(["profile.age"]);
    const decision = watched.open();
    use(decision.track("weather", { today: { wind: 3 } }).today.wind);
    decision.close();
    expect(seenIn(watched).unregistered).toEqual(["weather.today.wind"]);
  });

  it("notes the call even when nothing is read", () => {
    const watched = recording(["profile.age"]);
    const decision = watched.open();
    decision.track("profile", { age: 3 });
    decision.track("profile", { age: 4 }, { tookMs: 2 });
    decision.close();
    expect(watched.row().calls).toEqual([
      { source: "profile", how: "read", at_us: expect.any(Number), took_us: 2000, count: 2 },
    ]);
  });

  it("gives the object itself back once the decision is closed", () => {
    const decision = recording(["profile.age"]).open();
    decision.close();
    const data = { age: 3 };
    expect(decision.track("profile", data)).toBe(data);
  });
});

describe("untrack", () => {
  it("gives the object behind a tracked one, for where no proxy can go, and counts all that is declared as read", () => {
    const data = { age: 3, address: { city: "X" } };
    const { read } = seen(data, ["profile.age", "profile.address.city"], (profile) => {
      expect(() => structuredClone(profile)).toThrow();
      expect(structuredClone(untrack(profile))).toEqual(data);
      expect(untrack(profile)).toBe(data);
    });
    expect(read).toEqual(["profile.address.city", "profile.age"]);
  });

  it("of a nested object counts what is declared there, and no more", () => {
    const data = { age: 3, address: { city: "X" }, ratings: new Map([["a", 1]]), tags: new Set(["x"]) };
    const features = ["profile.age", "profile.address.city", "profile.ratings.*", "profile.tags[]"];
    expect(seen(data, features, ({ address }) => expect(untrack(address)).toBe(data.address)).read).toEqual([
      "profile.address.city",
    ]);
    expect(seen(data, features, ({ ratings }) => expect(untrack(ratings)).toBe(data.ratings)).read).toEqual([
      "profile.ratings.*",
    ]);
    expect(seen(data, features, ({ tags }) => expect(untrack(tags)).toBe(data.tags)).read).toEqual([
      "profile.tags[]",
    ]);
  });

  it("names the object itself where nothing is declared in it", () => {
    expect(seen({ address: { city: "X" } }, [], ({ address }) => untrack(address)).unregistered).toEqual([
      "profile.address",
    ]);
    expect(seen({ city: "X" }, [], (profile) => untrack(profile)).unregistered).toEqual(["profile.*"]);
  });

  it("gives anything else back as it is", () => {
    for (const value of [1, "x", null, undefined, Symbol.iterator, () => 1, { a: 1 }, [1], new Date(0)]) {
      expect(untrack(value)).toBe(value);
    }
  });

  it("bears with an object that answers to no key", () => {
    const strict = new Proxy(
      {},
      {
        get: (_, key) => {
          throw new Error(`no such key ${String(key)}`);
        },
      },
    );
    expect(untrack(strict)).toBe(strict);
  });
});

describe("proxies of the service's own", () => {
  const strict = (asked: PropertyKey[] = []): { age: number } =>
    new Proxy(
      { age: 3 },
      {
        get(target, key, receiver) {
          if (typeof key === "string") asked.push(key);
          if (!(key in target)) throw new Error(`no such key ${String(key)}`);
          return Reflect.get(target, key, receiver) as unknown;
        },
      },
    );

  it("are followed, and asked for no property but those that the service asks for", () => {
    const asked: PropertyKey[] = [];
    const { read } = seen({ inner: strict(asked) }, ["profile.inner.age"], ({ inner }) => {
      expect(inner.age).toBe(3);
      expect(() => (inner as { size?: number }).size).toThrow("no such key size");
    });
    expect(read).toEqual(["profile.inner.age"]);
    expect(asked).toEqual(["age", "size"]);
  });

  it("may be tracked, stored and searched for without being asked for a property", () => {
    const asked: PropertyKey[] = [];
    const value = strict(asked);
    const profile = tracked<{ inner?: object; list: object[]; map: Map<object, object>; set: Set<object> }>({
      list: [value],
      map: new Map(),
      set: new Set(),
    });
    profile.inner = value;
    expect(profile.list.includes(value)).toBe(true);
    profile.map.set(value, value);
    profile.set.add(value);
    expect(profile.map.has(value)).toBe(true);
    expect(profile.set.has(value)).toBe(true);
    expect(asked).toEqual([]);
    expect(tracked(value).age).toBe(3);
  });

  it("that are revoked or throw from every trap are given as they are", () => {
    const { proxy: revoked, revoke } = Proxy.revocable({}, {});
    revoke();
    const own = new Error("own");
    const hostile = new Proxy(
      {},
      new Proxy(
        {},
        {
          get: () => () => {
            throw own;
          },
        },
      ),
    );
    const data = { revoked, hostile };
    const profile = tracked(data);
    expect(Object.is(profile.revoked, revoked)).toBe(true);
    const { hostile: given } = profile as { hostile: { x?: number } };
    expect(() => given.x).toThrow(own);
    expect(Object.keys(profile)).toEqual(["revoked", "hostile"]);
    const decision = recording().open();
    expect(Object.is(decision.track("profile", revoked), revoked)).toBe(true);
  });
});
