import type { Random } from "./random.ts";
import type { BookColumn, Row } from "./tables.ts";
import { familyNames, genres, givenNames } from "./vocabulary.ts";

/** Generated books, and which of them belong to which genre. */
export interface Shelf {
  readonly rows: readonly Row<BookColumn>[];
  /** By genre, the positions of its books in `rows`, most popular first. */
  readonly byGenre: readonly (readonly number[])[];
}

/** Generates books: each of one genre, by one of the genre's authors; earlier books are the more popular ones. */
export function generateBooks(random: Random, count: number): Shelf {
  const authors = authorsByGenre(random);
  const byGenre: number[][] = genres.map(() => []);
  const rows: Row<BookColumn>[] = [];
  const titles = new Set<string>();
  while (rows.length < count) {
    const genre = rows.length % genres.length;
    const title = titleOf(random, genre);
    if (titles.has(title)) continue;
    titles.add(title);
    byGenre[genre]?.push(rows.length);
    rows.push({
      ISBN: isbnOf(rows.length),
      "Book-Title": title,
      "Book-Author": random.pick(authors[genre] ?? []),
      "Year-Of-Publication": String(random.chance(0.01) ? 0 : random.between(1960, 2004)),
      "Book-Publisher": random.pick(genres[genre]?.publishers ?? []),
    });
  }
  return { rows, byGenre };
}

function authorsByGenre(random: Random): string[][] {
  const names = givenNames.flatMap((given) => familyNames.map((family) => `${given} ${family}`));
  const shuffled = random.shuffle(names);
  return genres.map((_, genre) => shuffled.filter((_name, at) => at % genres.length === genre));
}

// Three patterns, six genres: a title occurs once, so the vocabulary's size bounds the number of books.
function titleOf(random: Random, genre: number): string {
  const { adjectives, nouns } = genres[genre] ?? { adjectives: [], nouns: [] };
  const adjective = random.pick(adjectives);
  const noun = random.pick(nouns);
  const family = random.pick(familyNames);
  const patterns = [
    `The ${adjective} ${noun} of ${family}`,
    `${family}'s ${adjective} ${noun}`,
    `${adjective} ${noun}: A Tale of the ${random.pick(nouns)}`,
  ];
  return random.pick(patterns);
}

/** An ISBN-10 with a valid check digit, in the publisher range 99: set apart from the real ones. */
function isbnOf(serial: number): string {
  const digits = `99${String(serial).padStart(7, "0")}`;
  const sum = Array.from(digits, Number).reduce((total, digit, at) => total + digit * (10 - at), 0);
  const check = (11 - (sum % 11)) % 11;
  return `${digits}${check === 10 ? "X" : check}`;
}
