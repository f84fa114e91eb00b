import type { User } from "../data/dataset.ts";
import type { RatingMatrix } from "./matrix.ts";

/** How much more, or less, a group of readers takes to a book than readers at large. */
export interface Segments {
  /** From -1 (the group shuns the book) to 1 (it flocks to it); 0 where too little is known. */
  readonly lift: (segment: string | undefined, book: number) => number;
}

/** How many readers' worth of doubt is added to a group's count before it is believed. */
const doubt = 5;

/**
 * Counts each group's ratings by book.
 *
 * @param segmentOf the group of a reader, or `undefined` for none.
 */
export function countSegments(
  matrix: RatingMatrix,
  users: readonly User[],
  segmentOf: (user: User) => string | undefined,
): Segments {
  const segments = new Map(users.map((user) => [user.id, segmentOf(user)]));
  const counts = new Map<string, { total: number; byBook: Map<number, number> }>();
  let total = 0;
  matrix.byReader.forEach((cells, reader) => {
    total += cells.length;
    const segment = segments.get(matrix.userIds[reader] ?? 0);
    if (segment === undefined) return;
    const count = counts.get(segment) ?? { total: 0, byBook: new Map<number, number>() };
    counts.set(segment, count);
    count.total += cells.length;
    for (const { book } of cells) count.byBook.set(book, (count.byBook.get(book) ?? 0) + 1);
  });

  return {
    lift: (segment, book) => {
      const count = segment === undefined ? undefined : counts.get(segment);
      if (count === undefined) return 0;
      const expected = ((matrix.byBook[book]?.length ?? 0) / total) * count.total;
      const found = count.byBook.get(book) ?? 0;
      return Math.max(-1, Math.min(1, Math.log((found + doubt) / (expected + doubt))));
    },
  };
}

/** The age band of the recommender; impossible ages belong to none. */
export function ageBand(age: number | undefined): string | undefined {
  if (age === undefined || age > 110) return undefined;
  const bounds = [14, 18, 25, 35, 50, 65];
  return `band ${bounds.filter((bound) => age >= bound).length}`;
}
