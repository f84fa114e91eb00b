import type { RatingMatrix } from "./matrix.ts";

/** A book that the same readers rate, and how alike the two are. */
export interface Neighbour {
  readonly book: number;
  /** Above 0, at most 1. */
  readonly similarity: number;
}

/** How neighbours are chosen. */
export interface NeighbourOptions {
  /** How many to keep for a book. */
  readonly keep: number;
  /**
   * Similarities are multiplied by `common / (common + shrinkage)`, where `common` counts the readers of both books:
   * two books that one reader loved are not yet alike.
   */
  readonly shrinkage: number;
}

/**
 * Finds each book's nearest neighbours: the cosine of the two books' columns of ratings, shrunk.
 * Works book by book with one accumulator, so that memory stays at `books × keep`, whatever the ratings.
 */
export function nearestNeighbours(
  matrix: RatingMatrix,
  options: NeighbourOptions,
): readonly (readonly Neighbour[])[] {
  const { byReader, byBook } = matrix;
  const { keep, shrinkage } = options;
  const lengths = Float64Array.from(byBook, (cells) => Math.hypot(...cells.map((cell) => cell.rating)));
  const product = new Float64Array(byBook.length);
  const common = new Uint32Array(byBook.length);

  return byBook.map((cells, book) => {
    const met: number[] = [];
    for (const mine of cells) {
      for (const other of byReader[mine.reader] ?? []) {
        const seen = common[other.book] ?? 0;
        if (seen === 0) met.push(other.book);
        common[other.book] = seen + 1;
        product[other.book] = (product[other.book] ?? 0) + mine.rating * other.rating;
      }
    }

    const neighbours: Neighbour[] = [];
    for (const other of met) {
      const readers = common[other] ?? 0;
      const cosine = (product[other] ?? 0) / ((lengths[book] ?? 1) * (lengths[other] ?? 1));
      if (other !== book)
        neighbours.push({ book: other, similarity: (cosine * readers) / (readers + shrinkage) });
      product[other] = 0;
      common[other] = 0;
    }
    return neighbours.sort((a, b) => b.similarity - a.similarity || a.book - b.book).slice(0, keep);
  });
}
