import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { seen, tracked } from "../support/seen.ts";

const reader = () => ({
  interests: ["history", "chess", "go"],
  books: [
    { title: "A", rating: 4, author: { name: "Li" } },
    { title: "B", rating: 2, author: { name: "Wu" } },
    { title: "C", rating: 5, author: { name: "Xu" } },
  ],
});
type Reader = ReturnType<typeof reader>;

const features = [
  "profile.interests[]",
  "profile.books[].title",
  "profile.books[].rating",
  "profile.books[].author.name",
];

describe("reads of arrays", () => {
  it("an element is recorded under [], whatever its index", () => {
    expect(seen(reader(), features, ({ interests }) => interests[1]).read).toEqual(["profile.interests[]"]);
    expect(seen(reader(), features, ({ interests }) => interests.at(-1)).read).toEqual([
      "profile.interests[]",
    ]);
    expect(seen(reader(), features, ({ interests: [first] }) => first).read).toEqual(["profile.interests[]"]);
  });

  it("the length tells of the elements", () => {
    expect(seen(reader(), features, ({ interests }) => interests.length).read).toEqual([
      "profile.interests[]",
    ]);
    expect(seen({ interests: [] }, features, ({ interests }) => interests.length).read).toEqual([
      "profile.interests[]",
    ]);
  });

  it("a property of elements is recorded once for all of them, and the others are not", () => {
    const { read } = seen(reader(), features, ({ books }) => books.map(({ rating }) => rating));
    expect(read).toEqual(["profile.books[].rating"]);
  });

  it("elements of the source itself are named by [] alone", () => {
    const { read, unregistered } = seen(reader().books, ["profile[].title"], (books) => [
      books[0]?.title,
      books[1]?.rating,
    ]);
    expect(read).toEqual(["profile[].title"]);
    expect(unregistered).toEqual(["profile[].rating"]);
  });

  it("arrays in arrays are [][]", () => {
    const grid = { rows: [[1, 2], [3]] };
    expect(seen(grid, ["profile.rows[][]"], ({ rows }) => rows.flat()).read).toEqual(["profile.rows[][]"]);
    expect(seen(grid, [], ({ rows }) => rows[1]?.[0]).unregistered).toEqual(["profile.rows[][]"]);
  });

  it("a declared array with nothing declared below it is one value", () => {
    const data = reader();
    const { read } = seen(data, ["profile.interests"], ({ interests }) =>
      expect(interests).toBe(data.interests),
    );
    expect(read).toEqual(["profile.interests"]);
  });

  it("named properties of an array are places of their own", () => {
    const data = { books: Object.assign(reader().books, { page: { cursor: "c" } }) };
    const { unregistered } = seen(data, features, ({ books }) => books.page.cursor);
    expect(unregistered).toEqual(["profile.books.page.cursor"]);
  });
});

describe("array methods on a tracked array", () => {
  type Work = (data: Reader) => unknown;
  const works: Record<string, Work> = {
    map: ({ books }) => books.map((book) => book.title),
    filter: ({ books }) => books.filter((book) => book.rating > 3).map((book) => book.title),
    find: ({ books }) => books.find((book) => book.title === "B")?.rating,
    findLast: ({ books }) => books.findLast((book) => book.rating > 1)?.title,
    findIndex: ({ books }) => books.findIndex((book) => book.title === "C"),
    some: ({ books }) => books.some((book) => book.rating === 5),
    every: ({ books }) => books.every((book) => book.rating === 5),
    reduce: ({ books }) => books.reduce((sum, book) => sum + book.rating, 0),
    reduceRight: ({ interests }) => interests.reduceRight((all, tag) => all + tag, ""),
    flatMap: ({ books }) => books.flatMap((book) => [book.title, book.author.name]),
    flat: ({ interests }) => [interests, [interests]].flat(3),
    concat: ({ interests }) => interests.concat(["x"], interests),
    concatInto: ({ interests }) => ([] as string[]).concat(interests),
    slice: ({ interests }) => interests.slice(1, -1),
    join: ({ interests }) => interests.join("/"),
    text: ({ interests }) => `${interests.toString()} ${String(interests)}`,
    includes: ({ interests }) => [
      interests.includes("chess"),
      interests.includes("x"),
      interests.includes("go", -1),
    ],
    indexOf: ({ interests }) => [
      interests.indexOf("chess"),
      interests.indexOf("x"),
      interests.indexOf("history", 1),
    ],
    lastIndexOf: ({ interests }) => [interests.lastIndexOf("go"), interests.lastIndexOf("go", 0)],
    keys: ({ interests }) => [...interests.keys()],
    values: ({ interests }) => [...interests.values()],
    entries: ({ interests }) => [...interests.entries()],
    forOf: ({ books }) => {
      const titles: string[] = [];
      for (const { title } of books) titles.push(title);
      return titles;
    },
    forEach: ({ books }) => {
      const ratings: number[] = [];
      books.forEach((book, index, all) => ratings.push(book.rating + index + all.length));
      return ratings;
    },
    forIn: ({ interests }) => {
      const keys: string[] = [];
      // eslint-disable-next-line @typescript-eslint/no-for-in-array -- services do
      for (const key in interests) keys.push(key);
      return keys;
    },
    spread: ({ interests }) => [...interests, ...interests],
    call: ({ books }) => Math.max(...books.map((book) => book.rating)),
    from: ({ books }) => Array.from(books, (book) => book.title),
    toSorted: ({ books }) => books.toSorted((a, b) => b.rating - a.rating).map((book) => book.title),
    toReversed: ({ interests }) => interests.toReversed(),
    toSpliced: ({ interests }) => interests.toSpliced(1, 1, "x"),
    with: ({ interests }) => interests.with(0, "x"),
    sort: ({ books }) => books.sort((a, b) => a.rating - b.rating).map((book) => book.title),
    reverse: ({ interests }) => interests.reverse(),
    splice: ({ books }) => [books.splice(1, 1).map((book) => book.title), books.length],
    push: ({ interests }) => [interests.push("x", "y"), [...interests]],
    pop: ({ books }) => [books.pop()?.title, books.length],
    shift: ({ books }) => [books.shift()?.title, books.length],
    unshift: ({ interests }) => [interests.unshift("x"), [...interests]],
    fill: ({ interests }) => interests.fill("x", 1),
    copyWithin: ({ interests }) => interests.copyWithin(0, 1),
    shorten: ({ interests }) => {
      interests.length = 1;
      return [interests, interests.length];
    },
    isArray: ({ interests, books }) => [
      Array.isArray(interests),
      Array.isArray(books),
      interests instanceof Array,
    ],
    json: ({ books }) => JSON.stringify(books),
    typed: ({ books }) => Float64Array.from(books, (book) => book.rating),
    set: ({ interests }) => new Set(interests),
    map2: ({ books }) => new Map(books.map((book) => [book.title, book.rating])),
    objectGroup: ({ books }) => Object.fromEntries(books.map((book) => [book.title, book.rating])),
    destructured: ({ interests: [first, ...rest] }) => [first, rest],
  };

  it.each(Object.entries(works))("%s gives what it gives on the array itself", (_, work) => {
    const raw = reader();
    const expected = work(raw);
    const data = reader();
    expect(work(tracked(data, features))).toEqual(expected);
    // What was written through the tracked array stands in the array itself.
    expect(data).toEqual(raw);
    expect(inspect(data, { depth: 5, showProxy: true })).not.toContain("Proxy");
  });

  it("a callback's third argument is the tracked array", () => {
    const { books } = tracked(reader(), features);
    books.forEach((_book, _index, all) => expect(all).toBe(books));
  });

  it("a sorted, spliced or copied element is still tracked", () => {
    for (const take of [
      (data: Reader) => data.books.toSorted((a, b) => a.title.localeCompare(b.title))[0],
      (data: Reader) => data.books.sort((a, b) => a.title.localeCompare(b.title))[0],
      (data: Reader) => data.books.splice(0, 1)[0],
      (data: Reader) => data.books.slice()[0],
      (data: Reader) => data.books.concat()[0],
      (data: Reader) => data.books.filter(({ rating }) => rating > 0).shift(),
      (data: Reader) => [...data.books][0],
      (data: Reader) => data.books.at(0),
      (data: Reader) => data.books.pop(),
    ]) {
      expect(seen(reader(), features, (data) => take(data)?.author.name).read).toContain(
        "profile.books[].author.name",
      );
    }
  });

  it("a search for an element finds it in either form", () => {
    const data = reader();
    const raw = data.books[1]!;
    const { books } = tracked(data, features);
    const element = books[1]!;
    for (const wanted of [raw, element]) {
      expect(books.includes(wanted)).toBe(true);
      expect(books.indexOf(wanted)).toBe(1);
      expect(books.lastIndexOf(wanted)).toBe(1);
      expect(books.indexOf(wanted, 2)).toBe(-1);
      expect(books.lastIndexOf(wanted, 0)).toBe(-1);
    }
    expect(books.includes({ ...element })).toBe(false);
    expect([books[0], element].includes(element)).toBe(true);
    expect(books.filter((book) => book !== element)).toHaveLength(2);
  });

  it("a search finds tracked elements in an array of the service's own that is tracked in turn", () => {
    const data = reader();
    const { books } = tracked(data, features);
    const chosen = tracked([books[2]!, books[0]!]);
    expect(chosen.includes(books[0]!)).toBe(true);
    expect(chosen.indexOf(data.books[0]!)).toBe(1);
  });

  it("a search goes by index, whatever the list's iterator says", () => {
    const [one, two] = [{ n: 1 }, { n: 2 }];
    const wayward = Object.assign([one, two], { [Symbol.iterator]: () => [two][Symbol.iterator]() });
    const list = tracked(wayward);
    expect(list.indexOf(list[1]!)).toBe(1);
    expect(list.includes({ n: 1 })).toBe(false);
  });

  it("a search is the array's own method, each time the same", () => {
    const { interests } = tracked(reader());
    expect(interests.includes).toBe(interests.includes);
    expect(interests.includes.name).toBe("includes");
    expect(interests.includes).toHaveLength(1);
    expect(() => Reflect.apply(interests.includes, undefined, ["x"])).toThrow(TypeError);
    expect(Reflect.apply(interests.includes, ["x"], ["x"])).toBe(true);
  });

  it("holes stay holes", () => {
    // eslint-disable-next-line no-sparse-arrays
    const data = { list: [1, , 3] as (number | undefined)[] };
    const { list } = tracked(data);
    expect(1 in list).toBe(false);
    expect(Object.keys(list)).toEqual(["0", "2"]);
    expect(list.map((value) => value)).toEqual(data.list.map((value) => value));
    expect(list.includes(undefined)).toBe(true);
    expect(list.indexOf(undefined)).toBe(-1);
  });

  it("an array of 100,000 objects is walked without making anything of the rest", () => {
    const data = Array.from({ length: 100_000 }, (_, id) => ({ id, score: id % 7 }));
    const { read, unregistered } = seen(data, ["profile[].score"], (items) => {
      let sum = 0;
      for (const item of items) sum += item.score;
      expect(sum).toBe(data.reduce((total, item) => total + item.score, 0));
    });
    expect(read).toEqual(["profile[].score"]);
    expect(unregistered).toEqual([]);
  });
});

describe("interest tags", () => {
  const tags = [{ name: "profile.interests[]", tags: true }];

  it("are counted once each, however often they are read", () => {
    const use = ({ interests }: Reader): unknown => [
      interests.map((tag) => tag),
      [...interests],
      interests[0],
    ];
    expect(seen(reader(), tags, use).tags).toBe(3);
  });

  it("are not read by asking for the length", () => {
    expect(seen(reader(), tags, ({ interests }) => interests.length)).toMatchObject({
      read: ["profile.interests[]"],
      tags: 0,
    });
  });

  it("are used by a search that finds them, and by none that does not", () => {
    expect(seen(reader(), tags, ({ interests }) => interests.includes("chess")).tags).toBe(1);
    expect(seen(reader(), tags, ({ interests }) => interests.indexOf("gone"))).toMatchObject({
      read: ["profile.interests[]"],
      tags: 0,
    });
  });

  it("of a list that does not like to be read are not counted, and the service never sees why", () => {
    const whole = [{ name: "profile.interests", tags: true }];
    const { proxy, revoke } = Proxy.revocable<string[]>([], {});
    revoke();
    const wayward = Object.assign(["a"], {
      [Symbol.iterator]: () => {
        throw new Error("own");
      },
    });
    for (const interests of [proxy, wayward]) {
      const { read, tags: count } = seen({ interests }, whole, (data) =>
        expect(Object.is(data.interests, interests)).toBe(true),
      );
      expect([read, count]).toEqual([["profile.interests"], 0]);
    }
  });

  it("are counted where the whole list is declared as one feature", () => {
    const whole = [{ name: "profile.interests", tags: true }];
    expect(seen(reader(), whole, ({ interests }) => interests).tags).toBe(3);
    const set = { interests: new Set(["a", "b"]) };
    expect(seen(set, whole, ({ interests }) => interests).tags).toBe(2);
  });
});
