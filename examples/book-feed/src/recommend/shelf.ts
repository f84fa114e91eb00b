import type { Book } from "../data/dataset.ts";

/** The books in a fixed order; the models speak of a book by its position. */
export interface Shelf {
  readonly books: readonly Book[];
  /** Position by ISBN. */
  readonly at: ReadonlyMap<string, number>;
  /** Positions by author. */
  readonly byAuthor: ReadonlyMap<string, readonly number[]>;
}

/** Puts books in order. */
export function shelve(books: readonly Book[]): Shelf {
  const byAuthor = new Map<string, number[]>();
  books.forEach(({ author }, at) => {
    const works = byAuthor.get(author);
    if (works === undefined) byAuthor.set(author, [at]);
    else works.push(at);
  });
  return { books, at: new Map(books.map(({ isbn }, at) => [isbn, at])), byAuthor };
}
