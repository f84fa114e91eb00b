import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { generateDataset, generateRows } from "../src/data/generate.ts";
import { readBookCrossing } from "../src/data/read-book-crossing.ts";

const headers = {
  users: "User-ID,User-City,User-State,User-Country,User-Age",
  books: "ISBN,Book-Title,Book-Author,Year-Of-Publication,Book-Publisher",
  ratings: "User-ID,ISBN,Book-Rating",
};

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "book-feed-"));
});
afterEach(() => rm(directory, { recursive: true }));

async function write(files: Partial<Record<keyof typeof headers, readonly string[]>>): Promise<void> {
  for (const [name, header] of Object.entries(headers)) {
    const lines = [header, ...(files[name as keyof typeof headers] ?? [])];
    await writeFile(join(directory, `${name}.csv.gz`), gzipSync(`${lines.join("\n")}\n`));
  }
}

const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;
const csv = (rows: readonly object[]): string[] =>
  rows.map((row) =>
    Object.values(row)
      .map((field) => quoted(String(field)))
      .join(","),
  );

describe("readBookCrossing", () => {
  it("strips stray quotes and spaces from places and ages, and leaves empty fields undefined", async () => {
    await write({ users: ['8,timmins, ontario," canada""",', '777,portland, ,,"13"""'] });
    const { users } = await readBookCrossing(directory);
    expect(users).toEqual([
      { id: 8, city: "timmins", state: "ontario", country: "canada", age: undefined },
      { id: 777, city: "portland", state: undefined, country: undefined, age: 13 },
    ]);
  });

  it.each(["0", "239"])("keeps an age of %s as it stands", async (age) => {
    await write({ users: [`1,a,b,c,${age}`] });
    expect((await readBookCrossing(directory)).users[0]?.age).toBe(Number(age));
  });

  it("keeps the quotes and commas that belong to a title", async () => {
    await write({ books: ['055327547X,"""A"" Is for Alibi, Again",Sue Grafton,1987,Crimeline'] });
    expect((await readBookCrossing(directory)).books).toEqual([
      {
        isbn: "055327547X",
        title: '"A" Is for Alibi, Again',
        author: "Sue Grafton",
        year: 1987,
        publisher: "Crimeline",
      },
    ]);
  });

  it.each([
    ["users", "1,a,b,c,secret", "users.csv.gz, line 3: User-Age must be a whole number"],
    ["users", "x1,a,b,c,20", "users.csv.gz, line 3: User-ID must be a whole number"],
    ["ratings", "1,0002005018,11", "ratings.csv.gz, line 3: Book-Rating must be from 1 to 10"],
    ["books", " ,t,a,1999,p", "books.csv.gz, line 3: ISBN must not be empty"],
  ] as const)(
    "refuses a bad row of %s (%s) by file and line, without the value",
    async (file, row, message) => {
      const good = { users: "9,a,b,c,20", books: "0002005018,t,a,1999,p", ratings: "9,0002005018,7" };
      await write({ [file]: [good[file], row] });
      await expect(readBookCrossing(directory)).rejects.toMatchObject({
        code: "BAD_DATA",
        message: expect.stringContaining(message),
      });
    },
  );

  it("refuses a file with other columns, and names both lists", async () => {
    await write({});
    await writeFile(join(directory, "ratings.csv.gz"), gzipSync("user,book\n1,2\n"));
    await expect(readBookCrossing(directory)).rejects.toThrow(
      "ratings.csv.gz, line 1: expected the columns User-ID,ISBN,Book-Rating, found user,book",
    );
  });

  it("says which file is missing and what the folder should hold", async () => {
    await expect(readBookCrossing(join(directory, "none"))).rejects.toMatchObject({
      code: "NO_DATA",
      message: expect.stringMatching(/users\.csv\.gz: give the folder that holds users/),
    });
  });

  it("reads generated rows back as the generated data set", async () => {
    const options = { seed: 5, readers: 120, books: 60 };
    const { users, books, ratings } = generateRows(options);
    await write({ users: csv(users), books: csv(books), ratings: csv(ratings) });
    expect(await readBookCrossing(directory)).toEqual(generateDataset(options));
  });
});

describe("generateDataset", () => {
  it("gives the same data for the same seed, and other data for another", () => {
    const options = { readers: 50, books: 30 };
    expect(generateDataset({ ...options, seed: 3 })).toEqual(generateDataset({ ...options, seed: 3 }));
    expect(generateDataset({ ...options, seed: 3 })).not.toEqual(generateDataset({ ...options, seed: 4 }));
  });

  it.each([
    [1, 40, 12],
    [2, 500, 100],
    [3, 2_000, 900],
  ])("has the shape of Book-Crossing (seed %i, %i readers, %i books)", (seed, readers, bookCount) => {
    const { users, books, ratings } = generateDataset({ seed, readers, books: bookCount });
    expect([users.length, books.length]).toEqual([readers, bookCount]);

    const ages = users.map((user) => user.age);
    const share = (test: (age: number) => boolean): number =>
      ages.filter((age) => age !== undefined && test(age)).length / readers;
    expect(ages.filter((age) => age === undefined).length / readers).toBeCloseTo(0.39, 1);
    expect(share((age) => age < 14)).toBeGreaterThan(0);
    expect(share((age) => age >= 14 && age < 18)).toBeGreaterThan(0);
    expect(share((age) => age > 100)).toBeGreaterThan(0);
    expect(share((age) => age >= 18 && age <= 100)).toBeGreaterThan(0.4);

    const ids = new Set(users.map((user) => user.id));
    const isbns = new Set(books.map((book) => book.isbn));
    expect(isbns.size).toBe(bookCount);
    expect(new Set(ratings.map(({ userId, isbn }) => `${userId} ${isbn}`)).size).toBe(ratings.length);
    for (const { userId, isbn, rating } of ratings) {
      expect(ids.has(userId) && isbns.has(isbn) && rating >= 1 && rating <= 10).toBe(true);
    }
  });

  it("has a long tail: few books hold most of the ratings, and half the readers rate two or fewer", () => {
    const { ratings, users, books } = generateDataset();
    const perBook = new Map<string, number>();
    const perReader = new Map<number, number>();
    for (const { userId, isbn } of ratings) {
      perBook.set(isbn, (perBook.get(isbn) ?? 0) + 1);
      perReader.set(userId, (perReader.get(userId) ?? 0) + 1);
    }
    const counts = [...perBook.values()].toSorted((a, b) => b - a);
    const top = counts.slice(0, books.length / 5).reduce((sum, count) => sum + count, 0);
    expect(top / ratings.length).toBeGreaterThan(0.45);
    const readers = [...perReader.values()];
    expect(readers.filter((count) => count <= 2).length / users.length).toBeGreaterThan(0.5);
    expect(Math.max(...readers)).toBeGreaterThan(50);
    expect(ratings.length / users.length).toBeGreaterThan(3);
  });

  it("writes stray quotes as the source has them", () => {
    const { users } = generateRows({ readers: 2_000 });
    expect(users.some((user) => /^\d+"$/.test(user["User-Age"]) && user["User-Country"] === "")).toBe(true);
    expect(users.some((user) => user["User-Country"] === ' usa"')).toBe(true);
  });

  it.each([
    [{ readers: 0 }, "readers must be 1 or more, got 0"],
    [{ books: 3 }, "books must be from 6 to 10000, got 3"],
    [{ books: 10_001 }, "books must be from 6 to 10000, got 10001"],
  ])("refuses %j", (options, message) => {
    expect(() => generateDataset(options)).toThrow(message);
  });
});
