import type { Rating, User } from "../data/dataset.ts";
import { popularity } from "./popularity.ts";
import type { Ranked, ReaderProfile } from "./reader.ts";
import type { Shelf } from "./shelf.ts";
import { top } from "./top.ts";

/** Ranks the hot list of the reader's country; for `undefined`, or a country with few ratings, that of everyone. */
export type Hot = (profile: Pick<ReaderProfile, "country"> | undefined, limit: number) => Ranked[];

/** A country with fewer ratings has no list of its own. */
const enoughRatings = 500;

/** What a rating from elsewhere counts in a country's list. */
const foreignWeight = 0.02;

/** How deep the prepared lists are. */
const depth = 500;

/** Prepares the hot lists: one for everyone, one for each country with enough ratings. */
export function trainHot(shelf: Shelf, users: readonly User[], ratings: readonly Rating[]): Hot {
  const countryOf = new Map(users.map((user) => [user.id, user.country]));
  const counts = new Map<string, number>();
  for (const { userId } of ratings) {
    const country = countryOf.get(userId);
    if (country !== undefined) counts.set(country, (counts.get(country) ?? 0) + 1);
  }

  const listOf = (weightOf?: (rating: Rating) => number): readonly Ranked[] => {
    const scores = popularity(ratings, shelf.at, weightOf);
    return top(
      shelf.books.map(({ isbn }, at) => ({ isbn, score: scores[at] ?? 0 })),
      depth,
    );
  };
  const everyone = listOf();
  const lists = new Map<string, readonly Ranked[]>();
  for (const [country, count] of counts) {
    if (count < enoughRatings) continue;
    lists.set(
      country,
      listOf(({ userId }) => (countryOf.get(userId) === country ? 1 : foreignWeight)),
    );
  }

  return (profile, limit) => {
    const country = profile?.country;
    const list = country === undefined ? undefined : lists.get(country);
    return (list ?? everyone).slice(0, limit);
  };
}
