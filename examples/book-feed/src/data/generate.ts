import { BookFeedError } from "../errors.ts";
import { generateBooks } from "./generate-books.ts";
import { generateRatings } from "./generate-ratings.ts";
import { generateReaders } from "./generate-readers.ts";
import { createRandom } from "./random.ts";
import { bookTable, ratingTable, userTable } from "./tables.ts";
import type { BookColumn, RatingColumn, Row, UserColumn } from "./tables.ts";
import { genres } from "./vocabulary.ts";
import type { Dataset } from "./dataset.ts";

/** How much to generate. */
export interface GenerateOptions {
  /** The same seed gives the same data. @default 1 */
  readonly seed?: number;
  /** @default 2000 */
  readonly readers?: number | undefined;
  /** At most 10,000: the vocabulary yields few more titles. @default 900 */
  readonly books?: number;
}

/** Generated data as the rows of the three Book-Crossing files, dirt included. */
export interface RawDataset {
  readonly users: readonly Row<UserColumn>[];
  readonly books: readonly Row<BookColumn>[];
  readonly ratings: readonly Row<RatingColumn>[];
}

/**
 * Generates rows of the shape of Book-Crossing: four in ten readers without an age, a few under 14 and under 18,
 * impossible ages, stray quotes; taste clusters, and a long tail in both a book's readers and a reader's ratings.
 *
 * @throws BookFeedError `INVALID_OPTION` when a number is out of its range.
 */
export function generateRows(options: GenerateOptions = {}): RawDataset {
  const { seed = 1, readers = 2_000, books = 900 } = options;
  if (!(readers >= 1)) throw new BookFeedError("INVALID_OPTION", `readers must be 1 or more, got ${readers}`);
  if (!(books >= genres.length && books <= 10_000)) {
    throw new BookFeedError("INVALID_OPTION", `books must be from ${genres.length} to 10000, got ${books}`);
  }
  const random = createRandom(seed);
  const shelf = generateBooks(random, books);
  const users = generateReaders(random, readers);
  return { users, books: shelf.rows, ratings: generateRatings(random, users, shelf) };
}

/** Generates data and cleans it exactly as data read from the files is cleaned. */
export function generateDataset(options: GenerateOptions = {}): Dataset {
  const rows = generateRows(options);
  return {
    users: rows.users.map(userTable.read),
    books: rows.books.map(bookTable.read),
    ratings: rows.ratings.map(ratingTable.read),
  };
}
