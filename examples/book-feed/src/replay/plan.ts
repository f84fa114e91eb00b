import type { Book, Dataset, User } from "../data/dataset.ts";
import { createRandom, type Random } from "../data/random.ts";
import { wordsOf } from "../recommend/words.ts";

/** One thing a reader does. */
export type Step =
  | { readonly kind: "feed" }
  | { readonly kind: "hot" }
  | { readonly kind: "search"; readonly query: string }
  /** Switches personalisation off. */
  | { readonly kind: "switch-off" }
  /** Deletes the first of the reader's interest tags. */
  | { readonly kind: "delete-tag" };

/** One reader's visit: steps taken one after the other. */
export interface Visit {
  readonly userId: number;
  readonly steps: readonly Step[];
}

/** What a replay walks. */
export interface PlanOptions {
  readonly dataset: Dataset;
  /** Ranking requests in all; `undefined` for one visit of every reader. */
  readonly requests: number | undefined;
  readonly seed: number;
}

/** Every so many grown-up readers, one switches personalisation off. */
const switchesOff = 25;
/** Every so many readers, one deletes an interest tag. */
const deletesTag = 15;

/**
 * Plans who asks for what: the readers in a shuffled order, again from the start if they are too few, each with one to
 * three rankings. The same options give the same plan. On their first visit some adults switch personalisation off and
 * some readers delete a tag; both then ask again. Whoever is not known to be 18 or older never switches it off.
 */
export function planVisits({ dataset, requests, seed }: PlanOptions): readonly Visit[] {
  const random = createRandom(seed);
  const readers = random.shuffle(dataset.users);
  const words = searchWords(dataset);
  const visits: Visit[] = [];
  let adults = 0;
  let planned = 0;

  for (let at = 0; requests === undefined ? at < readers.length : planned < requests; at += 1) {
    const user = readers[at % readers.length];
    if (user === undefined) break;
    const isFirstVisit = at < readers.length;
    if (isAdult(user)) adults += 1;
    const choice = isFirstVisit ? choiceOf(user, at, adults) : undefined;
    const rankings = rankingsOf(random, words.get(user.id) ?? [], choice === undefined ? 1 : 2);
    const left = requests === undefined ? Infinity : requests - planned;
    const steps: Step[] = rankings.slice(0, left);
    planned += steps.length;
    if (choice !== undefined) steps.splice(1, 0, choice);
    visits.push({ userId: user.id, steps });
  }
  return visits;
}

/** Whether a step asks for a ranking. */
export function isRanking(step: Step): step is Extract<Step, { readonly kind: "feed" | "hot" | "search" }> {
  return step.kind === "feed" || step.kind === "hot" || step.kind === "search";
}

function isAdult({ age }: User): boolean {
  return age !== undefined && age >= 18 && age <= 110;
}

function choiceOf(user: User, at: number, adults: number): Step | undefined {
  if (isAdult(user) && adults % switchesOff === 1) return { kind: "switch-off" };
  return at % deletesTag === 1 ? { kind: "delete-tag" } : undefined;
}

function rankingsOf(random: Random, words: readonly string[], least: number): Step[] {
  return Array.from({ length: random.between(least, 3) }, (): Step => {
    const chance = random.next();
    if (chance < 0.5) return { kind: "feed" };
    if (chance < 0.75 || words.length === 0) return { kind: "hot" };
    return { kind: "search", query: random.pick(words) };
  });
}

/** The telling words of the titles each reader has rated: what they might search for. */
function searchWords({ books, ratings }: Dataset): ReadonlyMap<number, readonly string[]> {
  const titles = new Map(books.map((book: Book) => [book.isbn, book.title]));
  const words = new Map<number, string[]>();
  for (const { userId, isbn } of ratings) {
    const telling = wordsOf(titles.get(isbn) ?? "").filter((word) => word.length > 3);
    const known = words.get(userId);
    if (known === undefined) words.set(userId, telling);
    else known.push(...telling);
  }
  return words;
}
