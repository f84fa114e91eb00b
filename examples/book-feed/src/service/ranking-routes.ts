import { Router, type Request, type RequestHandler } from "express";
import type { Decision } from "@probity/probe";
import { BookFeedError } from "../errors.ts";
import { type Applied, applyInterventions } from "../recommend/intervene.ts";
import type { HistoryEntry, Ranked, ReaderProfile } from "../recommend/reader.ts";
import type { Reader } from "../store/readers.ts";
import type { Store } from "../store/store.ts";
import type { Intervention, Surface } from "../store/interventions.ts";
import type { AppContext } from "./app.ts";
import { askingReader } from "./identity.ts";
import { admitted, recordAnswer, subjectOf } from "./record.ts";
import { invalidRequest } from "./validate.ts";

/** How many books an answer holds. */
const answerLength = 20;

/** How many books are looked at for an answer, so that one that may not be shown to this reader has a successor. */
const candidates = answerLength * 3;

/** How deep the models rank, so that what people move or take out has something to trade places with. */
const rankingDepth = 200;

/** One book of an answer. */
export interface AnswerItem {
  /** From 1. */
  readonly rank: number;
  readonly isbn: string;
  readonly title: string;
  readonly author: string;
  readonly year: number;
  /** Whether the publisher pays for it. */
  readonly ad: boolean;
  readonly score: number;
}

/** What `/feed`, `/hot` and `/search` answer. */
export interface Answer {
  readonly surface: Surface;
  /** Whether the ranking used anything about the reader. */
  readonly personalised: boolean;
  readonly items: readonly AnswerItem[];
}

/** Ranks for one request; `profile` is `undefined` when the reader wants no personalisation, or may have none. */
type Rank = (
  req: Request,
  reader: Reader,
  profile: ReaderProfile | undefined,
) => Ranked[] | Promise<Ranked[]>;

/** The three rankings. */
export function rankingRoutes({ store, recommender, now }: AppContext): Router {
  const feed: Rank = async ({ decision }, { id }, profile) => {
    if (profile === undefined) return recommender.feed(undefined, rankingDepth);
    const load = (): Promise<readonly HistoryEntry[]> => store.readers.history(id);
    const history = await (decision?.read("history", load) ?? load());
    return recommender.feed({ profile, history }, rankingDepth);
  };
  const hot: Rank = (_req, _reader, profile) => recommender.hot(profile, rankingDepth);
  const search: Rank = (req, _reader, profile) =>
    recommender.search({ query: queryOf(req), profile }, rankingDepth);

  return Router()
    .get("/feed", decide("feed", feed))
    .get("/hot", decide("hot", hot))
    .get("/search", decide("search", search));

  /** One decision, start to end: who asks, what the model says, what people changed, what is shown. */
  function decide(surface: Surface, rank: Rank): RequestHandler {
    return async function ranking(req, res) {
      const { decision } = req; // undefined where no probe is installed
      const reader = await askingReader(req, store);
      decision?.identify(subjectOf(reader));
      if (decision?.mode === "blocked") throw refused(decision);
      const known = decision?.track("profile", reader.profile) ?? reader.profile;
      const isWanted = !reader.choices.personalisationOff && decision?.mode !== "non_personalised";
      const profile = isWanted ? known : undefined;
      const ranked = await rank(req, reader, profile);

      const interventions = await store.interventions.active(surface, now());
      const answer = applyInterventions(ranked, interventions, candidates);

      const items = admitted(decision, await describe(answer.ranked, store)).slice(0, answerLength);
      recordAnswer(decision, items, answer.applied.filter(isVisible));
      const body: Answer = { surface, personalised: profile !== undefined, items };
      res.json(body);
    };
  }
}

/** Whether an intervention touched what can be seen: it moved a book to a place of the answer, or from one. */
function isVisible({ from = Infinity, to = Infinity }: Applied<Intervention>): boolean {
  return Math.min(from, to) <= answerLength;
}

/** A rule that is enforced leaves no answer but this. */
function refused({ id, blockedBy }: Decision): BookFeedError {
  return new BookFeedError("FORBIDDEN", `not shown, because of rule ${blockedBy}; the decision is ${id}`);
}

function queryOf(req: Request): string {
  const { q } = req.query;
  if (typeof q !== "string" || q.trim() === "" || q.length > 200) {
    throw invalidRequest([
      { field: "q", message: "must hold the words to search for, at most 200 characters" },
    ]);
  }
  return q;
}

async function describe(ranked: readonly Ranked[], store: Store): Promise<readonly AnswerItem[]> {
  const books = await store.books.list(ranked.map(({ isbn }) => isbn));
  return books.map(({ isbn, title, author, year, ad }, at) => {
    return { rank: at + 1, isbn, title, author, year, ad, score: ranked[at]?.score ?? 0 };
  });
}
