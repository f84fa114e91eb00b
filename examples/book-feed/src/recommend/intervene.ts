import type { Ranked } from "./reader.ts";

/** What a person may do to the place of one book. */
export type Adjustment =
  /** Moves a book of the ranking to a position, counted from 1. */
  | { readonly kind: "pin"; readonly isbn: string; readonly position: number }
  /** As `pin`, and brings the book in when the ranking does not hold it. */
  | { readonly kind: "insert"; readonly isbn: string; readonly position: number }
  /** Multiplies the score by a factor above 1. */
  | { readonly kind: "boost"; readonly isbn: string; readonly factor: number }
  /** Multiplies the score by a factor below 1. */
  | { readonly kind: "demote"; readonly isbn: string; readonly factor: number }
  /** Takes a book out. */
  | { readonly kind: "remove"; readonly isbn: string };

/** What one intervention did to one answer. */
export interface Applied<Intervention> {
  readonly intervention: Intervention;
  readonly isbn: string;
  /** Rank the model gave the book, from 1; `undefined` if it was not in the ranking. */
  readonly from: number | undefined;
  /** Rank after all interventions, from 1; `undefined` if it was taken out. */
  readonly to: number | undefined;
}

/** An answer after people have had their say, and what they did to it. */
export interface Intervened<Intervention> {
  readonly ranked: readonly Ranked[];
  readonly applied: readonly Applied<Intervention>[];
}

/**
 * Applies interventions to a ranking and cuts it to the answer.
 *
 * Removals come first, then boosts and demotions, then pins and insertions, lower positions first. Of several on one
 * book, a removal overrides the others, factors multiply, and the pin with the lowest position holds. Two books pinned
 * to one position follow each other.
 *
 * @param ranked best first, each book once; deeper than the answer, so that a removed book has a successor.
 * @param limit how many books the answer holds.
 * @returns in `applied`, in the order given, every intervention that acted on a book which the model or the result has
 *   within the answer, even if it left the rank as it was.
 */
export function applyInterventions<Intervention extends Adjustment>(
  ranked: readonly Ranked[],
  interventions: readonly Intervention[],
  limit: number,
): Intervened<Intervention> {
  const before = ranksOf(ranked);
  const removals = firstByBook(interventions.filter(({ kind }) => kind === "remove"));
  const present = interventions.filter(({ isbn }) => !removals.has(isbn));
  const pins = firstByBook(
    present
      .filter((one) => one.kind === "insert" || (one.kind === "pin" && before.has(one.isbn)))
      .toSorted((a, b) => positionOf(a) - positionOf(b)),
  );
  const factors = present.filter(
    ({ kind, isbn }) => before.has(isbn) && (kind === "boost" || kind === "demote"),
  );

  const weighted = weigh(
    ranked.filter(({ isbn }) => !removals.has(isbn)),
    factors,
  );
  const result = place(weighted, [...pins.values()]);

  const after = ranksOf(result);
  const acting = new Set([...removals.values(), ...pins.values(), ...factors]);
  const applied = interventions
    .filter((intervention) => acting.has(intervention))
    .map((intervention) => {
      const { isbn } = intervention;
      return { intervention, isbn, from: before.get(isbn), to: after.get(isbn) };
    })
    .filter(
      ({ from = Infinity, to = Infinity }) => Math.min(from, to) <= limit && Math.min(from, to) < Infinity,
    );
  return { ranked: result.slice(0, limit), applied };
}

function weigh(ranked: readonly Ranked[], factors: readonly Adjustment[]): Ranked[] {
  const factorOf = new Map<string, number>();
  for (const one of factors) {
    if ("factor" in one) factorOf.set(one.isbn, (factorOf.get(one.isbn) ?? 1) * one.factor);
  }
  return ranked
    .map(({ isbn, score }) => ({ isbn, score: score * (factorOf.get(isbn) ?? 1) }))
    .toSorted((a, b) => b.score - a.score);
}

/** Puts pinned books at their positions, lower ones first, and the others around them. */
function place(ranked: readonly Ranked[], pins: readonly Adjustment[]): Ranked[] {
  const pinned = new Set(pins.map(({ isbn }) => isbn));
  const placed = ranked.filter(({ isbn }) => !pinned.has(isbn));
  let last = 0;
  for (const pin of pins) {
    last = Math.max(positionOf(pin), last + 1);
    const score = ranked.find(({ isbn }) => isbn === pin.isbn)?.score ?? 0;
    placed.splice(last - 1, 0, { isbn: pin.isbn, score });
  }
  return placed;
}

function positionOf(adjustment: Adjustment): number {
  return "position" in adjustment ? adjustment.position : Infinity;
}

function firstByBook<Intervention extends Adjustment>(
  interventions: readonly Intervention[],
): ReadonlyMap<string, Intervention> {
  const first = new Map<string, Intervention>();
  for (const one of interventions) if (!first.has(one.isbn)) first.set(one.isbn, one);
  return first;
}

function ranksOf(ranked: readonly Ranked[]): ReadonlyMap<string, number> {
  return new Map(ranked.map(({ isbn }, at) => [isbn, at + 1]));
}
