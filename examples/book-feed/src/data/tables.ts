import type { Book, Rating, User } from "./dataset.ts";

/** One row of a CSV file, as text, by column name. */
export type Row<Column extends string> = Readonly<Record<Column, string>>;

/** How one file of Book-Crossing becomes records. */
export interface Table<Column extends string, Item> {
  readonly file: string;
  readonly columns: readonly Column[];
  /** Turns a row into a record; throws `RangeError` naming the column and what it should hold. */
  readonly read: (row: Row<Column>) => Item;
}

/** Columns of `users.csv.gz`. */
export type UserColumn = "User-ID" | "User-City" | "User-State" | "User-Country" | "User-Age";
/** Columns of `books.csv.gz`. */
export type BookColumn = "ISBN" | "Book-Title" | "Book-Author" | "Year-Of-Publication" | "Book-Publisher";
/** Columns of `ratings.csv.gz`. */
export type RatingColumn = "User-ID" | "ISBN" | "Book-Rating";

/** Readers. Places and ages carry stray quotes and spaces (` canada"`, `13"`), which are stripped. */
export const userTable: Table<UserColumn, User> = {
  file: "users.csv.gz",
  columns: ["User-ID", "User-City", "User-State", "User-Country", "User-Age"],
  read: (row) => ({
    id: wholeNumber(row["User-ID"], "User-ID"),
    city: optional(row["User-City"]),
    state: optional(row["User-State"]),
    country: optional(row["User-Country"]),
    age: age(row["User-Age"]),
  }),
};

/** Books. Quotes belong to titles, so only white space is trimmed. */
export const bookTable: Table<BookColumn, Book> = {
  file: "books.csv.gz",
  columns: ["ISBN", "Book-Title", "Book-Author", "Year-Of-Publication", "Book-Publisher"],
  read: (row) => ({
    isbn: isbn(row.ISBN),
    title: row["Book-Title"].trim(),
    author: row["Book-Author"].trim(),
    year: wholeNumber(row["Year-Of-Publication"], "Year-Of-Publication"),
    publisher: row["Book-Publisher"].trim(),
  }),
};

/** Explicit ratings, 1 to 10. */
export const ratingTable: Table<RatingColumn, Rating> = {
  file: "ratings.csv.gz",
  columns: ["User-ID", "ISBN", "Book-Rating"],
  read: (row) => {
    const rating = wholeNumber(row["Book-Rating"], "Book-Rating");
    if (rating < 1 || rating > 10) throw new RangeError("Book-Rating must be from 1 to 10");
    return { userId: wholeNumber(row["User-ID"], "User-ID"), isbn: isbn(row.ISBN), rating };
  },
};

function optional(text: string): string | undefined {
  const stripped = text.replace(/^[\s"]+|[\s"]+$/g, "");
  return stripped === "" ? undefined : stripped;
}

// An impossible age stays as it is: that it is impossible is a finding for the record, not for us to mend.
function age(text: string): number | undefined {
  const stripped = optional(text);
  return stripped === undefined ? undefined : wholeNumber(stripped, "User-Age");
}

function isbn(text: string): string {
  const stripped = text.trim();
  if (stripped === "") throw new RangeError("ISBN must not be empty");
  return stripped;
}

// The message leaves the value out: it may be a person's.
function wholeNumber(text: string, column: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new RangeError(`${column} must be a whole number`);
  return Number(text);
}
