import { describe, expect, it } from "vitest";
import type { Dataset, Rating } from "../src/data/dataset.ts";
import { generateDataset } from "../src/data/generate.ts";
import { buildMatrix } from "../src/recommend/matrix.ts";
import { nearestNeighbours } from "../src/recommend/neighbours.ts";
import { popularity } from "../src/recommend/popularity.ts";
import { trainRecommender } from "../src/recommend/recommender.ts";
import { ageBand, countSegments } from "../src/recommend/segments.ts";
import { wordsOf } from "../src/recommend/words.ts";

const rating = (userId: number, isbn: string, stars: number): Rating => ({ userId, isbn, rating: stars });
const positions = (...isbns: string[]): Map<string, number> => new Map(isbns.map((isbn, at) => [isbn, at]));

describe("nearestNeighbours", () => {
  const ratings = [
    rating(1, "a", 10),
    rating(1, "b", 8),
    rating(2, "a", 6),
    rating(2, "b", 8),
    rating(3, "b", 5),
    rating(3, "c", 10),
  ];
  const matrix = buildMatrix(ratings, positions("a", "b", "c"), 100);

  it("gives the cosine of two books' ratings, shrunk by how few readers they share", () => {
    // a·b = 10·8 + 6·8 = 128 with two common readers, b·c = 5·10 = 50 with one; |a|² = 136, |b|² = 153, |c|² = 100.
    const ab = (128 / Math.sqrt(136 * 153)) * (2 / 4);
    const bc = (50 / Math.sqrt(153 * 100)) * (1 / 3);
    expect(nearestNeighbours(matrix, { keep: 10, shrinkage: 2 })).toEqual([
      [{ book: 1, similarity: expect.closeTo(ab, 10) }],
      [
        { book: 0, similarity: expect.closeTo(ab, 10) },
        { book: 2, similarity: expect.closeTo(bc, 10) },
      ],
      [{ book: 1, similarity: expect.closeTo(bc, 10) }],
    ]);
  });

  it("keeps only the nearest", () => {
    const nearest = nearestNeighbours(matrix, { keep: 1, shrinkage: 2 });
    expect(nearest.map((list) => list.map(({ book }) => book))).toEqual([[1], [0], [1]]);
  });
});

describe("buildMatrix", () => {
  it("counts a heavy reader with an even sample of their ratings, and leaves out unknown books", () => {
    const isbns = Array.from({ length: 10 }, (_, at) => `book ${at}`);
    const ratings = [
      ...isbns.map((isbn) => rating(7, isbn, 9)),
      rating(8, "book 3", 5),
      rating(8, "unknown", 5),
    ];
    const { userIds, byReader, byBook } = buildMatrix(ratings, positions(...isbns), 5);
    expect(userIds).toEqual([7, 8]);
    expect(byReader.map((cells) => cells.map(({ book }) => book))).toEqual([[0, 2, 4, 6, 8], [3]]);
    expect(byBook.map((cells) => cells.length)).toEqual([1, 0, 1, 1, 1, 0, 1, 0, 1, 0]);
  });
});

describe("popularity", () => {
  it("puts a book many rate well above one that a single reader adores, and an unrated one at 0", () => {
    const many = Array.from({ length: 50 }, (_, reader) => rating(reader, "loved", 9));
    const [loved = 0, lone = 0, unread = 0] = popularity(
      [...many, rating(99, "lone", 10)],
      positions("loved", "lone", "unread"),
    );
    expect(loved).toBeGreaterThan(lone);
    expect(lone).toBeGreaterThan(unread);
    expect(unread).toBe(0);
    expect(loved).toBeLessThanOrEqual(1);
  });
});

describe("countSegments", () => {
  it("lifts what a group reads more than others, and knows nothing of groups it has not met", () => {
    const user = (id: number, country: string) => ({
      id,
      country,
      city: undefined,
      state: undefined,
      age: undefined,
    });
    const users = Array.from({ length: 40 }, (_, id) => user(id, id < 20 ? "canada" : "spain"));
    const ratings = users.map(({ id, country }) => rating(id, country === "canada" ? "maple" : "orange", 8));
    const matrix = buildMatrix(ratings, positions("maple", "orange"), 10);
    const { lift } = countSegments(matrix, users, ({ country }) => country);
    expect(lift("canada", 0)).toBeGreaterThan(0);
    expect(lift("spain", 0)).toBeLessThan(0);
    expect(lift("atlantis", 0)).toBe(0);
    expect(lift(undefined, 0)).toBe(0);
  });
});

describe("ageBand", () => {
  it.each([
    [undefined, undefined],
    [239, undefined],
    [111, undefined],
    [13, "band 0"],
    [14, "band 1"],
    [17, "band 1"],
    [18, "band 2"],
    [99, "band 6"],
  ])("puts an age of %s in %s", (age, band) => {
    expect(ageBand(age)).toBe(band);
  });
});

describe("wordsOf", () => {
  it("takes words of any script, without case and accents", () => {
    expect(wordsOf("Die Verwandlung, Café & 红楼梦 (2nd)")).toEqual([
      "die",
      "verwandlung",
      "cafe",
      "红楼梦",
      "2nd",
    ]);
  });
});

/** An object that notes which of its fields are read. */
function watched<Target extends object>(target: Target): { seen: Set<string>; object: Target } {
  const seen = new Set<string>();
  const object = new Proxy(target, {
    get: (of, key) => {
      seen.add(String(key));
      return Reflect.get(of, key) as unknown;
    },
  });
  return { seen, object };
}

describe("trainRecommender", () => {
  const dataset = generateDataset({ seed: 2, readers: 600, books: 200 });
  const { feed, hot, search } = trainRecommender(dataset);
  const profile = { age: 31, country: "usa", interests: [dataset.books[0]?.author ?? ""], city: "austin" };
  const history = [...historiesOf(dataset).values()].find((list) => list.length > 5) ?? [];
  const title = (isbn: string) => dataset.books.find((book) => book.isbn === isbn)?.title ?? "";

  it("ranks a feed best first, each book once, without those already rated", () => {
    const ranked = feed({ profile, history }, 50);
    const isbns = ranked.map(({ isbn }) => isbn);
    expect(ranked).toHaveLength(50);
    expect(new Set(isbns).size).toBe(50);
    expect(ranked.map(({ score }) => score)).toEqual(
      ranked.map(({ score }) => score).toSorted((a, b) => b - a),
    );
    expect(isbns.filter((isbn) => history.some((rated) => rated.isbn === isbn))).toEqual([]);
    expect(ranked.every(({ score }) => score >= 0)).toBe(true);
  });

  it("recommends the neighbours of what a reader liked, and not of what they disliked", () => {
    const { isbn = "" } = history[0] ?? {};
    const nobody = { age: undefined, country: undefined, interests: [] };
    const loved = feed({ profile: nobody, history: [{ isbn, rating: 10 }] }, 10);
    const hated = feed({ profile: nobody, history: [{ isbn, rating: 1 }] }, 10);
    const without = feed({ profile: nobody, history: [] }, 11).filter((place) => place.isbn !== isbn);
    expect(loved.map((place) => place.isbn)).not.toEqual(without.map((place) => place.isbn).slice(0, 10));
    expect(hated.map((place) => place.isbn)).toEqual(without.map((place) => place.isbn).slice(0, 10));
  });

  it("reads of a reader what it needs, and nothing else", () => {
    const ofFeed = watched(profile);
    const entry = watched(history[0] ?? { isbn: "", rating: 1 });
    feed({ profile: ofFeed.object, history: [entry.object] }, 10);
    expect(ofFeed.seen).toEqual(new Set(["age", "country", "interests"]));
    expect(entry.seen).toEqual(new Set(["isbn", "rating"]));

    const ofHot = watched(profile);
    hot(ofHot.object, 10);
    expect(ofHot.seen).toEqual(new Set(["country"]));

    const ofSearch = watched(profile);
    search({ query: title(history[0]?.isbn ?? ""), profile: ofSearch.object }, 10);
    expect(ofSearch.seen).toEqual(new Set(["interests"]));
  });

  it("ranks for everyone alike without a profile", () => {
    expect(feed(undefined, 10)).toEqual(hot(undefined, 10));
  });

  it("gives a country with enough ratings its own hot list, and others that of everyone", () => {
    expect(hot({ country: "usa" }, 50)).not.toEqual(hot(undefined, 50));
    expect(hot({ country: "atlantis" }, 50)).toEqual(hot(undefined, 50));
    expect(hot({ country: undefined }, 50)).toEqual(hot(undefined, 50));
  });

  it("finds every word of a query, rare words first, and lifts favourite authors", () => {
    const book = dataset.books[7];
    const found = search({ query: `${book?.title ?? ""} ${book?.author ?? ""}`, profile: undefined }, 5);
    expect(found[0]?.isbn).toBe(book?.isbn);

    const word = wordsOf(title(found[0]?.isbn ?? "")).at(-1) ?? "";
    const plain = search({ query: word, profile: undefined }, 50);
    const last = plain.at(-1);
    const author = dataset.books.find(({ isbn }) => isbn === last?.isbn)?.author ?? "";
    const lifted = search({ query: word, profile: { interests: [author] } }, 50);
    const score = (list: typeof plain) => list.find(({ isbn }) => isbn === last?.isbn)?.score ?? 0;
    expect(plain.length).toBeGreaterThan(1);
    expect(score(lifted)).toBeGreaterThan(score(plain));
  });

  it.each(["", "   ", "zzzzzz", "!?"])("finds nothing for the query %j", (query) => {
    expect(search({ query, profile }, 10)).toEqual([]);
  });
});

function historiesOf({ ratings }: Dataset): Map<number, Rating[]> {
  const groups = new Map<number, Rating[]>();
  for (const one of ratings) groups.set(one.userId, [...(groups.get(one.userId) ?? []), one]);
  return groups;
}
