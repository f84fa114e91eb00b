import type { Rating } from "../data/dataset.ts";
import { popularity } from "./popularity.ts";
import type { Ranked, ReaderProfile } from "./reader.ts";
import type { Shelf } from "./shelf.ts";
import { top } from "./top.ts";
import { wordsOf } from "./words.ts";

/** What a search asks for; with a profile, books by the reader's favourite authors come sooner. */
export interface SearchRequest {
  readonly query: string;
  readonly profile: Pick<ReaderProfile, "interests"> | undefined;
}

/** Finds the books whose title or author holds words of the query, best match first. */
export type Search = (request: SearchRequest, limit: number) => Ranked[];

/** How much a favourite author lifts a match, and the most popular book's lead over an unknown one. */
const lifts = { author: 0.5, popularity: 0.3 };

/** Builds the word index of titles and authors. */
export function trainSearch(shelf: Shelf, ratings: readonly Rating[]): Search {
  const popular = popularity(ratings, shelf.at);
  const index = new Map<string, number[]>();
  shelf.books.forEach(({ title, author }, at) => {
    for (const word of new Set([...wordsOf(title), ...wordsOf(author)])) {
      const found = index.get(word);
      if (found === undefined) index.set(word, [at]);
      else found.push(at);
    }
  });
  // A rare word says more than a common one; an unknown one says most, and no book matches it.
  const weightOf = (word: string): number =>
    Math.log(1 + shelf.books.length / (1 + (index.get(word)?.length ?? 0)));

  return ({ query, profile }, limit) => {
    const words = new Set(wordsOf(query));
    const matched = new Map<number, number>();
    let whole = 0;
    for (const word of words) {
      const weight = weightOf(word);
      whole += weight;
      for (const at of index.get(word) ?? []) matched.set(at, (matched.get(at) ?? 0) + weight);
    }
    if (matched.size === 0) return [];

    const authors = new Set(profile?.interests);
    const scored: Ranked[] = [];
    for (const [at, weight] of matched) {
      const book = shelf.books[at];
      if (book === undefined) continue;
      const lift = 1 + lifts.popularity * (popular[at] ?? 0) + (authors.has(book.author) ? lifts.author : 0);
      scored.push({ isbn: book.isbn, score: (weight / whole) * lift });
    }
    return top(scored, limit);
  };
}
