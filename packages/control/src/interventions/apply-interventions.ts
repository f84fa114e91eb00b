import type { Decision, Item } from "@probity/core";
import type { Intervened } from "./intervention.ts";

/** How interventions are applied to a list of items. */
export interface ApplyOptions<T> {
  /** Makes an item of an id, for those that an intervention puts into the list. @default the id, in a list of ids */
  readonly make?: ((id: string) => T) | undefined;
}

type Told = Pick<Decision, "intervene" | "noteBadInput">;

/**
 * The list with what acts on it. First it loses what is removed or blocked; then boosted and demoted items move to where
 * their new score belongs, and no other does; then what has a rank is put there, from the first rank on. Of two that want
 * the same item the first counts, and of two that want the same rank the second gets the next one.
 */
export function applyInterventions<T extends string | Item>(
  decision: Told,
  items: readonly T[],
  active: readonly Intervened[],
  options: ApplyOptions<T> = {},
): readonly T[] {
  const acted: Intervened[] = [];
  const list = [...items];
  takeOff(list, active, acted);
  weigh(list, active, acted);
  place(list, active, { acted, make: makerOf(items, options), decision });
  for (const intervention of acted) tell(decision, intervention, items, list);
  return acted.length === 0 ? items : list;
}

function idOf(item: string | Item): string {
  return typeof item === "string" ? item : item.id;
}

function positionOf(list: readonly (string | Item)[], id: string): number {
  return list.findIndex((item) => idOf(item) === id);
}

function takeOff(list: (string | Item)[], active: readonly Intervened[], acted: Intervened[]): void {
  for (const intervention of active) {
    if (intervention.kind !== "remove" && intervention.kind !== "block") continue;
    let at = positionOf(list, intervention.item);
    if (at >= 0) acted.push(intervention);
    for (; at >= 0; at = positionOf(list, intervention.item)) list.splice(at, 1);
  }
}

// Only what has a score can be weighed. The scores that are delivered stay the model's own.
function weigh(list: (string | Item)[], active: readonly Intervened[], acted: Intervened[]): void {
  const weighed: Map<string, number> = new Map();
  const scoreNow = (item: string | Item): number | undefined => weighed.get(idOf(item)) ?? scoreOf(item);
  for (const intervention of active.filter(({ kind }) => kind === "boost" || kind === "demote")) {
    const { item: id, factor } = intervention;
    const from = positionOf(list, id);
    const [item] = list.slice(from, from + 1);
    const score = from < 0 || item === undefined || weighed.has(id) ? undefined : scoreOf(item);
    if (item === undefined || score === undefined) continue;
    // Below 0, what is multiplied gets less.
    const now = score < 0 ? score / factor : score * factor;
    weighed.set(id, now);
    list.splice(from, 1);
    list.splice(
      placeOf(list, from, factor > 1, (other) => (scoreNow(other) ?? Infinity) < now),
      0,
      item,
    );
    acted.push(intervention);
  }
}

// A boosted item only moves up, a demoted one only down, however the others are ordered.
function placeOf<T>(
  others: readonly T[],
  from: number,
  isBoost: boolean,
  isLess: (other: T) => boolean,
): number {
  const to = others.findIndex((other, i) =>
    isBoost ? i >= from || isLess(other) : i >= from && isLess(other),
  );
  return to < 0 ? others.length : to;
}

function scoreOf(item: string | Item): number | undefined {
  return typeof item === "string" ? undefined : item.score;
}

interface Placing<T> {
  readonly acted: Intervened[];
  readonly make: ((id: string) => T) | undefined;
  readonly decision: Told;
}

interface Placed<T> {
  readonly intervention: Intervened;
  readonly item: T;
}

function place<T extends string | Item>(
  list: T[],
  active: readonly Intervened[],
  { acted, make, decision }: Placing<T>,
): void {
  const taken = new Set(
    active.filter(({ kind }) => kind === "block" || kind === "remove").map(({ item }) => item),
  );
  const placed: Placed<T>[] = [];
  for (const intervention of active.filter(({ rank }) => rank > 0).toSorted((a, b) => a.rank - b.rank)) {
    if (taken.has(intervention.item)) continue;
    const from = positionOf(list, intervention.item);
    const item = from >= 0 ? list[from] : intervention.kind === "pin" ? undefined : make?.(intervention.item);
    if (from < 0 && intervention.kind !== "pin" && !make) decision.noteBadInput("intervention.make");
    if (item === undefined) continue;
    taken.add(intervention.item);
    if (from >= 0) list.splice(from, 1);
    placed.push({ intervention, item });
  }
  let last = -1;
  for (const { intervention, item } of placed) {
    const at = Math.min(Math.max(intervention.rank - 1, last + 1), list.length);
    list.splice(at, intervention.kind === "override" ? 1 : 0, item);
    acted.push(intervention);
    last = at;
  }
}

function makerOf<T extends string | Item>(
  items: readonly T[],
  { make }: ApplyOptions<T>,
): ((id: string) => T) | undefined {
  if (make) return make;
  // A list of ids takes any id; of other items only the service knows what they are.
  return typeof items[0] === "string" ? (id) => id as T : undefined;
}

function tell(
  decision: Told,
  intervention: Intervened,
  before: readonly (string | Item)[],
  after: readonly (string | Item)[],
): void {
  const { id, kind, item, reason, ticket, from, to } = intervention;
  decision.intervene({
    ...{ id, kind, item, reason, ticket },
    fromRank: positionOf(before, item) + 1,
    toRank: positionOf(after, item) + 1,
    operator: intervention.proposed?.by,
    approver: intervention.approved?.by,
    validFrom: from,
    validTo: to,
  });
}
