import type { Dataset } from "../data/dataset.ts";
import { trainFeed, type Feed } from "./feed.ts";
import { trainHot, type Hot } from "./hot.ts";
import { trainSearch, type Search } from "./search.ts";
import { shelve } from "./shelf.ts";

/**
 * The three algorithms of the service, each of another legal type. All are pure: the same arguments give the same
 * ranking. Given no profile they are not personalised, and read nothing of the reader.
 */
export interface Recommender {
  /** Personalised push (个性化推送类). Reads `interests`, `country`, `age`, and the history's ISBNs and ratings. */
  readonly feed: Feed;
  /** Ranked selection (排序精选类). Reads `country`. */
  readonly hot: Hot;
  /** Retrieval and filtering (检索过滤类). Reads `interests`. */
  readonly search: Search;
}

/** Trains all three from the data; blocks for two or three seconds with 200,000 ratings. */
export function trainRecommender({ users, books, ratings }: Dataset): Recommender {
  const shelf = shelve(books);
  return {
    feed: trainFeed(shelf, users, ratings),
    hot: trainHot(shelf, users, ratings),
    search: trainSearch(shelf, ratings),
  };
}
