import { AsyncLocalStorage } from "node:async_hooks";
import type { RequestHandler } from "express";
import type { ReaderProfile } from "../../src/recommend/reader.ts";
import type { Recommender } from "../../src/recommend/recommender.ts";

const asking: AsyncLocalStorage<number> = new AsyncLocalStorage();

/** Remembers who asks, so that the strict model knows whose data it must not see. */
export const rememberWhoAsks: RequestHandler = (req, _res, next) => {
  asking.run(Number(req.get("x-reader-id")), next);
};

/** Names of what must not be seen of the reader who asks, by an algorithm. */
export type Forbidden = (
  reader: number,
  algorithm: keyof Recommender,
) => readonly (keyof ReaderProfile | "history")[];

/**
 * A model that fails where it sees what it must not: by name, by keys, spread, as JSON. What it may see, it ranks by as
 * the model inside it does.
 */
export function strict(model: Recommender, forbidden: Forbidden): Recommender {
  const check = (algorithm: keyof Recommender, profile: object | undefined, history: unknown = []): void => {
    for (const name of forbidden(asking.getStore() ?? Number.NaN, algorithm)) {
      const isSeen = name === "history" ? holdsData(history) : profile !== undefined && shows(profile, name);
      if (isSeen) throw new Error(`the model of ${algorithm} was shown ${name}`);
    }
  };
  return {
    feed: (reader, limit) => {
      check("feed", reader?.profile, reader?.history);
      return model.feed(reader, limit);
    },
    hot: (profile, limit) => {
      check("hot", profile);
      return model.hot(profile, limit);
    },
    search: (request, limit) => {
      check("search", request.profile);
      return model.search(request, limit);
    },
  };
}

/** Whether a field can be seen in any way that a model might look. */
function shows(profile: object, name: string): boolean {
  const { [name]: byName } = profile as Record<string, unknown>;
  const { [name]: bySpread } = { ...profile } as Record<string, unknown>;
  const { [name]: byJson } = JSON.parse(JSON.stringify(profile)) as Record<string, unknown>;
  const byEntries = new Map(Object.entries(profile)).get(name);
  return [byName, bySpread, byJson, byEntries].some(holdsData);
}

function holdsData(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsData);
  if (typeof value === "object" && value !== null) return Object.values(value).some(holdsData);
  return value !== undefined && value !== null;
}
