/* eslint "@typescript-eslint/unbound-method": off -- everything that a service may do, the unwise included */
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { seen, tracked } from "../support/seen.ts";

const shelf = () => ({
  ratings: new Map<string, { stars: number; note: string }>([
    ["b1", { stars: 5, note: "good" }],
    ["b2", { stars: 2, note: "bad" }],
  ]),
  prefs: new Map<string, string>([
    ["language", "zh"],
    ["alice@example.org", "friend"],
  ]),
  tags: new Set(["history", "chess"]),
  books: new Set([{ title: "A" }, { title: "B" }]),
});
type Shelf = ReturnType<typeof shelf>;

const features = [
  "profile.ratings.*.stars",
  "profile.prefs.language",
  "profile.tags[]",
  "profile.books[].title",
];

describe("a tracked map", () => {
  it("records a declared key by its name, and any other key as *", () => {
    expect(seen(shelf(), features, ({ prefs }) => prefs.get("language")).read).toEqual([
      "profile.prefs.language",
    ]);
    const other = seen(shelf(), features, ({ prefs }) => prefs.get("alice@example.org"));
    expect(other.read).toEqual([]);
    expect(other.unregistered).toEqual(["profile.prefs.*"]);
  });

  it("never takes a key for a name, even where an object at the same place taught that name", () => {
    const data = {
      scores: [{ alice: 1 }, new Map([["alice", 2]])] as (Record<string, number> | Map<string, number>)[],
    };
    const { unregistered } = seen(data, [], ({ scores }) => (scores[1] as Map<string, number>).get("alice"));
    expect(unregistered).toEqual(["profile.scores[].*"]);
  });

  it("records what is read of its values", () => {
    const { read, unregistered } = seen(shelf(), features, ({ ratings }) => ratings.get("b1")?.stars);
    expect(read).toEqual(["profile.ratings.*.stars"]);
    expect(unregistered).toEqual([]);
  });

  const works: Record<string, (data: Shelf) => unknown> = {
    get: ({ ratings }) => [ratings.get("b1")?.stars, ratings.get("zz")],
    has: ({ ratings }) => [ratings.has("b1"), ratings.has("zz")],
    size: ({ ratings, prefs }) => [ratings.size, prefs.size],
    keys: ({ ratings }) => [...ratings.keys()],
    values: ({ ratings }) => [...ratings.values()].map(({ stars }) => stars),
    entries: ({ ratings }) => [...ratings.entries()].map(([key, { stars }]) => [key, stars]),
    forOf: ({ prefs }) => {
      const all: string[] = [];
      for (const [key, value] of prefs) all.push(key, value);
      return all;
    },
    forEach: ({ ratings }) => {
      const all: unknown[] = [];
      ratings.forEach(function (this: unknown, value, key) {
        all.push(this, key, value.stars);
      }, "self");
      return all;
    },
    copy: ({ ratings }) => new Map(ratings).get("b2")?.note,
    spread: ({ prefs }) => [...prefs],
    object: ({ prefs }) => Object.fromEntries(prefs),
    from: ({ prefs }) => Array.from(prefs, ([key]) => key),
    json: ({ prefs }) => JSON.stringify([...prefs]),
    jsonOfIt: (data) => JSON.stringify(data),
    set: ({ prefs }) => [prefs.set("b", "1").set("a", "2").get("a"), [...prefs]],
    delete: ({ prefs }) => [prefs.delete("language"), prefs.delete("language"), prefs.size],
    clear: ({ prefs }) => {
      prefs.clear();
      return prefs.size;
    },
    tag: ({ ratings }) => [Object.prototype.toString.call(ratings), ratings[Symbol.toStringTag]],
    inLoop: ({ prefs }) => {
      const visited: string[] = [];
      for (const key of prefs.keys()) {
        visited.push(key);
        if (visited.length < 5) prefs.set(`${key}+`, "x");
      }
      return visited;
    },
  };

  it.each(Object.entries(works))("%s gives what it gives on the map itself", (_, work) => {
    const raw = shelf();
    const expected = work(raw);
    const data = shelf();
    expect(work(tracked(data, features))).toEqual(expected);
    expect(data).toEqual(raw);
  });

  it("equals, prints and passes for the map itself", () => {
    const { ratings } = tracked(shelf());
    expect(ratings).toBeInstanceOf(Map);
    expect(ratings.constructor).toBe(Map);
    expect(ratings).toEqual(shelf().ratings);
    expect(shelf().ratings).toEqual(ratings);
    expect(inspect(ratings)).toBe(inspect(shelf().ratings));
    expect(ratings.entries).toBe(ratings[Symbol.iterator]);
    expect(ratings.get).toBe(ratings.get);
    expect(ratings.set("x", { stars: 1, note: "" })).toBe(ratings);
  });

  it("gives the same value each time, and finds by keys in either form", () => {
    const key = { id: 1 };
    const data = { byObject: new Map([[key, { stars: 1 }]]) };
    const { byObject } = tracked(data);
    const [seenKey] = byObject.keys();
    expect(byObject.get(key)).toBe(byObject.get(key));
    expect(byObject.get(seenKey!)).toBe(byObject.get(key));
    expect(byObject.has(seenKey!)).toBe(true);
    expect(byObject.delete(seenKey!)).toBe(true);
    expect(data.byObject.size).toBe(0);
  });

  it("finds by a tracked key in a map that the service made of tracked objects", () => {
    const { books } = tracked(shelf());
    const [book] = books;
    const scores = tracked(new Map([[book, 7]]));
    expect(scores.get(book)).toBe(7);
    expect(scores.has(book)).toBe(true);
  });

  it("records what is read of keys that are objects", () => {
    const data = { byBook: new Map([[{ genre: "crime" }, 3]]) };
    const { unregistered } = seen(data, [], ({ byBook }) => {
      for (const [book] of byBook) expect(book.genre).toBe("crime");
    });
    expect(unregistered).toContain("profile.byBook.*.genre");
  });

  it("hands callbacks the tracked map, and stores what is given without its tracking", () => {
    const data = shelf();
    const profile = tracked(data);
    profile.ratings.forEach((_value, _key, map) => expect(map).toBe(profile.ratings));
    profile.ratings.set("again", profile.ratings.get("b1")!);
    expect(data.ratings.get("again")).toBe(data.ratings.get("b1"));
  });

  it("throws what the map itself would throw", () => {
    const { ratings } = tracked(shelf());
    const empty = tracked(new Map<string, string>());
    for (const map of [ratings, empty]) {
      expect(() => map.forEach(undefined as unknown as () => void)).toThrow(TypeError);
    }
  });

  it("records the keys' presence, and nothing of the values, when only keys are listed", () => {
    const { read, unregistered } = seen(shelf(), features, ({ ratings }) => [...ratings.keys()]);
    expect([...read, ...unregistered]).toEqual([]);
    expect(seen(shelf(), features, ({ prefs }) => [...prefs.keys()])).toMatchObject({
      read: ["profile.prefs.language"],
      unregistered: ["profile.prefs.*"],
    });
  });
});

describe("a tracked set", () => {
  const works: Record<string, (data: Shelf) => unknown> = {
    has: ({ tags }) => [tags.has("chess"), tags.has("x")],
    size: ({ tags }) => tags.size,
    keys: ({ tags }) => [...tags.keys()],
    values: ({ books }) => [...books.values()].map(({ title }) => title),
    entries: ({ tags }) => [...tags.entries()],
    forOf: ({ books }) => {
      const titles: string[] = [];
      for (const { title } of books) titles.push(title);
      return titles;
    },
    forEach: ({ tags }) => {
      const all: unknown[] = [];
      tags.forEach(function (this: unknown, value, again) {
        all.push(this, value, again);
      }, "self");
      return all;
    },
    copy: ({ tags }) => new Set(tags),
    spread: ({ tags }) => [...tags],
    add: ({ tags }) => [...tags.add("b").add("a").add("b")],
    delete: ({ tags }) => [tags.delete("chess"), tags.delete("chess"), tags.size],
    clear: ({ tags }) => {
      tags.clear();
      return tags.size;
    },
    tag: ({ tags }) => Object.prototype.toString.call(tags),
  };

  it.each(Object.entries(works))("%s gives what it gives on the set itself", (_, work) => {
    const raw = shelf();
    const expected = work(raw);
    const data = shelf();
    expect(work(tracked(data, features))).toEqual(expected);
    expect(data).toEqual(raw);
  });

  it("equals, prints and passes for the set itself", () => {
    const { tags } = tracked(shelf());
    expect(tags).toBeInstanceOf(Set);
    expect(tags.constructor).toBe(Set);
    expect(tags).toEqual(shelf().tags);
    expect(shelf().tags).toEqual(tags);
    expect(inspect(tags)).toBe(inspect(shelf().tags));
    expect(tags.keys).toBe(tags.values);
    expect(tags[Symbol.iterator]).toBe(tags.values);
    expect(tags.add("x")).toBe(tags);
  });

  it("records its values as [], and what is read of them", () => {
    expect(seen(shelf(), features, ({ tags }) => [...tags]).read).toEqual(["profile.tags[]"]);
    expect(seen(shelf(), features, ({ tags }) => tags.has("x")).read).toEqual(["profile.tags[]"]);
    expect(seen(shelf(), features, ({ books }) => [...books].map(({ title }) => title)).read).toEqual([
      "profile.books[].title",
    ]);
  });

  it("finds members in either form", () => {
    const data = shelf();
    const [raw] = data.books;
    const { books } = tracked(data);
    const [member] = books;
    expect(books.has(raw!)).toBe(true);
    expect(books.has(member!)).toBe(true);
    books.add(member!);
    expect(data.books.size).toBe(2);
    expect(books.delete(member!)).toBe(true);
    expect(data.books.size).toBe(1);
  });

  it("takes a tag for used only when it is in the set", () => {
    const tags = [{ name: "profile.tags[]", tags: true }];
    expect(seen(shelf(), tags, (data) => data.tags.has("gone")).tags).toBe(0);
    expect(seen(shelf(), tags, (data) => data.tags.has("chess")).tags).toBe(1);
    expect(seen(shelf(), tags, (data) => [...data.tags, ...data.tags]).tags).toBe(2);
  });
});

describe("classes that extend a collection", () => {
  class Ratings extends Map<string, { stars: number }> {
    readonly owner = { name: "Wei" };

    override get(key: string): { stars: number } | undefined {
      return super.get(key.toLowerCase());
    }

    best(): number {
      return Math.max(...[...this.values()].map(({ stars }) => stars));
    }
  }

  it("work as they do, and what their own methods read counts as read", () => {
    const data = { ratings: new Ratings([["b1", { stars: 4 }]]) };
    const { read } = seen(data, ["profile.ratings.*.stars"], ({ ratings }) => {
      expect(ratings).toBeInstanceOf(Ratings);
      expect(ratings.constructor).toBe(Ratings);
      expect(ratings.best()).toBe(4);
    });
    expect(read).toEqual(["profile.ratings.*.stars"]);
    expect(seen(data, ["profile.ratings.*.stars"], ({ ratings }) => ratings.get("B1")?.stars).read).toEqual([
      "profile.ratings.*.stars",
    ]);
  });

  it("run methods that are not known here on the set itself, and then all that is declared counts as read", () => {
    class Tags extends Set<string> {
      union(other: ReadonlySet<string>): Set<string> {
        return new Set([...this, ...other]);
      }
      again(): this {
        return this;
      }
    }
    const data = { tags: new Tags(["a"]), books: [{ title: "A" }] };
    const { read } = seen(data, ["profile.tags[]", "profile.books[].title"], ({ tags }) => {
      expect(tags.union(new Set(["b"]))).toEqual(new Set(["a", "b"]));
      expect(tags.union).toBe(tags.union);
      expect(tags.again()).toBe(tags);
    });
    expect(read).toEqual(["profile.tags[]"]);
    expect(seen(data, ["profile.tags[]"], ({ tags }) => typeof tags.union).read).toEqual([]);
    const { tags } = tracked(data);
    expect(Reflect.apply(tags.union, new Tags(["x"]), [new Set(["y"])])).toEqual(new Set(["x", "y"]));
    expect(() => Reflect.apply(tags.has, {}, ["a"])).toThrow(TypeError);
    expect(Reflect.apply(tags.has, new Set(["z"]), ["z"])).toBe(true);
  });

  it("have their own properties followed too", () => {
    const data = { ratings: new Ratings() };
    const { unregistered } = seen(data, [], ({ ratings }) => expect(ratings.owner.name).toBe("Wei"));
    expect(unregistered).toEqual(["profile.ratings.owner.name"]);
  });
});
