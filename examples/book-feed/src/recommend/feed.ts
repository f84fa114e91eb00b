import type { Rating, User } from "../data/dataset.ts";
import { buildMatrix } from "./matrix.ts";
import { nearestNeighbours, type Neighbour } from "./neighbours.ts";
import { popularity } from "./popularity.ts";
import type { HistoryEntry, Ranked, ReaderProfile } from "./reader.ts";
import { ageBand, countSegments } from "./segments.ts";
import type { Shelf } from "./shelf.ts";
import { top } from "./top.ts";

/** What the personalised feed knows of one reader. */
export interface FeedReader {
  readonly profile: ReaderProfile;
  readonly history: readonly HistoryEntry[];
}

/** Ranks books for a reader, without those already rated; for `undefined`, what all readers like best. */
export type Feed = (reader: FeedReader | undefined, limit: number) => Ranked[];

const training = { maxPerReader: 300, neighbours: { keep: 50, shrinkage: 20 } };

/** What each part adds to a score, in which likeness counts at most 1, and how far a reader's groups may sway it. */
const weights = { popularity: 0.2, author: 0.15, group: 0.3 };

/** A book rated this speaks neither for its neighbours nor against them. */
const indifferent = 5;

/** How many popular books stand beside a reader's own candidates. */
const popularCandidates = 200;

/**
 * Trains the personalised feed: item-based collaborative filtering, blended with the reader's interests, the books'
 * popularity, and what readers of the same country and age band take to.
 */
export function trainFeed(shelf: Shelf, users: readonly User[], ratings: readonly Rating[]): Feed {
  const matrix = buildMatrix(ratings, shelf.at, training.maxPerReader);
  const neighbours = nearestNeighbours(matrix, training.neighbours);
  const countries = countSegments(matrix, users, (user) => user.country);
  const bands = countSegments(matrix, users, (user) => ageBand(user.age));
  const popular = popularity(ratings, shelf.at);
  const favourites = top(
    shelf.books.map(({ isbn }, at) => ({ isbn, score: popular[at] ?? 0 })),
    Infinity,
  );
  const favouritePlaces = favourites.slice(0, popularCandidates).map(({ isbn }) => shelf.at.get(isbn) ?? 0);

  return (reader, limit) => {
    if (reader === undefined) return favourites.slice(0, limit);
    const { profile, history } = reader;
    const rated = placesOf(history, shelf);
    const taste = tasteOf(rated, neighbours);
    const strongest = [...taste.values()].reduce((most, liking) => Math.max(most, liking), 0);
    const authors = new Set(profile.interests);
    const { country } = profile;
    const band = ageBand(profile.age);

    const works = [...authors].flatMap((author) => shelf.byAuthor.get(author) ?? []);
    const candidates = new Set([...taste.keys(), ...works, ...favouritePlaces]);
    const scored: Ranked[] = [];
    for (const at of candidates) {
      const book = shelf.books[at];
      if (book === undefined || rated.has(at)) continue;
      const likeness = strongest > 0 ? Math.max(0, taste.get(at) ?? 0) / strongest : 0;
      const known = authors.has(book.author) ? weights.author : 0;
      const worth = likeness + known + weights.popularity * (popular[at] ?? 0);
      const group = countries.lift(country, at) + bands.lift(band, at);
      scored.push({ isbn: book.isbn, score: worth * Math.exp(weights.group * group) });
    }
    return top(scored, limit);
  };
}

/** The reader's ratings by position on the shelf. */
function placesOf(history: readonly HistoryEntry[], shelf: Shelf): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  for (const { isbn, rating } of history) {
    const at = shelf.at.get(isbn);
    if (at !== undefined) places.set(at, rating);
  }
  return places;
}

/** How much the reader's ratings speak for each neighbour of the books they rated. */
function tasteOf(
  rated: ReadonlyMap<number, number>,
  neighbours: readonly (readonly Neighbour[])[],
): ReadonlyMap<number, number> {
  const taste = new Map<number, number>();
  for (const [at, rating] of rated) {
    for (const { book, similarity } of neighbours[at] ?? []) {
      taste.set(book, (taste.get(book) ?? 0) + similarity * (rating - indifferent));
    }
  }
  return taste;
}
