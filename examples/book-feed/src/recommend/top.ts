import type { Ranked } from "./reader.ts";

/** The best `limit` of these, best first; equal scores stand in the order of their ISBNs, so that a ranking repeats. */
export function top(candidates: readonly Ranked[], limit: number): Ranked[] {
  return candidates.toSorted((a, b) => b.score - a.score || (a.isbn < b.isbn ? -1 : 1)).slice(0, limit);
}
