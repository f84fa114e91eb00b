import type { Shelf } from "./generate-books.ts";
import type { Random } from "./random.ts";
import type { RatingColumn, Row, UserColumn } from "./tables.ts";

/** The most books a generated reader rates; the tail of the distribution is cut here. */
const maxRatings = 200;

/**
 * Generates each reader's ratings: mostly one or two, sometimes dozens, four in five from the genres the reader likes
 * and rates higher, and mostly of books that many others rate too.
 */
export function generateRatings(
  random: Random,
  users: readonly Row<UserColumn>[],
  shelf: Shelf,
): Row<RatingColumn>[] {
  const everything = shelf.rows.map((_, position) => position);
  const quality = shelf.rows.map(() => random.next() * 2 - 1);

  return users.flatMap((user) => {
    const liked = random.shuffle(shelf.byGenre).slice(0, random.between(1, 2));
    const wanted = Math.min(ratingCount(random), Math.floor(shelf.rows.length / 2));
    const rated = new Map<number, number>();
    // A reader may run out of books they know; trying twice as often as needed is enough.
    for (let attempt = 0; attempt < wanted * 2 && rated.size < wanted; attempt += 1) {
      const inTaste = random.chance(0.8);
      const book = popular(random, inTaste ? random.pick(liked) : everything);
      rated.set(book, stars(random, inTaste, quality[book] ?? 0));
    }
    return [...rated].map(([book, rating]) => ({
      "User-ID": user["User-ID"],
      ISBN: shelf.rows[book]?.ISBN ?? "",
      "Book-Rating": String(rating),
    }));
  });
}

// A Pareto tail: the median is 2, the mean about 5, and one reader in a thousand rates a hundred or more.
function ratingCount(random: Random): number {
  return Math.min(maxRatings, Math.floor((1 - random.next()) ** (-1 / 1.2)));
}

// Books stand in order of popularity; a power of a uniform number picks the first ones far more often.
function popular(random: Random, books: readonly number[]): number {
  return books[Math.floor(random.next() ** 2.5 * books.length)] ?? 0;
}

function stars(random: Random, inTaste: boolean, quality: number): number {
  const noise = (random.next() + random.next() - 1) * 2.5;
  return Math.min(10, Math.max(1, Math.round((inTaste ? 8.1 : 6.3) + quality + noise)));
}
