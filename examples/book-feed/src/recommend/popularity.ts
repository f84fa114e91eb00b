import type { Rating } from "../data/dataset.ts";

/** Ratings of average worth added to every book, so that one enthusiast makes no best book. */
const prior = 10;

/**
 * How popular each book is: its Bayesian mean rating times the logarithm of its number of ratings, scaled to 0–1.
 * Time plays no part.
 *
 * @param weightOf how much a rating counts. @default 1 for all
 */
export function popularity(
  ratings: readonly Rating[],
  bookAt: ReadonlyMap<string, number>,
  weightOf: (rating: Rating) => number = () => 1,
): Float64Array {
  const count = new Float64Array(bookAt.size);
  const sum = new Float64Array(bookAt.size);
  for (const rating of ratings) {
    const book = bookAt.get(rating.isbn);
    if (book === undefined) continue;
    const weight = weightOf(rating);
    count[book] = (count[book] ?? 0) + weight;
    sum[book] = (sum[book] ?? 0) + weight * rating.rating;
  }

  const total = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
  const mean = total(sum) / Math.max(1, total(count));
  const most = count.reduce((a, b) => Math.max(a, b), 1);
  return count.map((rated, book) => {
    const bayesian = ((sum[book] ?? 0) + prior * mean) / (rated + prior);
    return ((bayesian / 10) * Math.log1p(rated)) / Math.log1p(most);
  });
}
