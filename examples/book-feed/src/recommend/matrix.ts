import type { Rating } from "../data/dataset.ts";

/** One rating, by the positions of its reader and its book. */
export interface Cell {
  readonly reader: number;
  readonly book: number;
  readonly rating: number;
}

/** Who rated what, as sparse rows both ways; the two views share their cells. */
export interface RatingMatrix {
  /** The reader of each row. */
  readonly userIds: readonly number[];
  readonly byReader: readonly (readonly Cell[])[];
  readonly byBook: readonly (readonly Cell[])[];
}

/**
 * Builds the sparse matrix of readers and books.
 *
 * @param bookAt position of each book; ratings of other books are left out.
 * @param maxPerReader a reader with more ratings counts with an even sample of this many. Work grows with the square
 *   of a reader's ratings, and one reader of thousands would make everything similar to everything.
 */
export function buildMatrix(
  ratings: readonly Rating[],
  bookAt: ReadonlyMap<string, number>,
  maxPerReader: number,
): RatingMatrix {
  const rows = new Map<number, Cell[]>();
  for (const { userId, isbn, rating } of ratings) {
    const book = bookAt.get(isbn);
    if (book === undefined) continue;
    const row = rows.get(userId);
    if (row === undefined) rows.set(userId, [{ reader: rows.size, book, rating }]);
    else row.push({ reader: row[0]?.reader ?? 0, book, rating });
  }

  const byReader = [...rows.values()].map((row) => evenSample(row, maxPerReader));
  const byBook: Cell[][] = Array.from(bookAt, () => []);
  for (const cell of byReader.flat()) byBook[cell.book]?.push(cell);
  return { userIds: [...rows.keys()], byReader, byBook };
}

function evenSample<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, at) => items[Math.floor((at * items.length) / most)] as Item);
}
