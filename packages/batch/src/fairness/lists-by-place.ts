import { ITEM_FLAGS } from "@probity/core";
import { grouped } from "../grouped.ts";
import type { RankedListRow } from "@probity/clickhouse";
import type { RankedItem, RankedList } from "./exposure.ts";

/** The group of one's own products, and that of all others. */
export const OWN = "own_product";
export const OTHERS = "others";

/** Lists of one algorithm on one outlet. */
export interface ListsOfPlace {
  readonly algorithm: string;
  readonly outlet: string;
  readonly lists: readonly RankedList[];
}

/**
 * Stored lists by algorithm and outlet, with the group of each item: that of `groups`, by keyed pseudonym or, where no
 * groups are given, whether it is one's own product. Advertisements take up their places and are of no group.
 */
export function listsByPlace(
  rows: readonly RankedListRow[],
  groups: ReadonlyMap<string, string>,
): readonly ListsOfPlace[] {
  return grouped(rows, ({ algorithm, outlet }) => [algorithm, outlet]).map((ofPlace) => {
    const [{ algorithm, outlet }] = ofPlace;
    return { algorithm, outlet, lists: ofPlace.map((row) => listOf(row, groups)) };
  });
}

function listOf(
  { items, scores, flags, engaged }: RankedListRow,
  groups: ReadonlyMap<string, string>,
): RankedItem[] {
  const looked = new Set(engaged);
  return items.map((item, place) => {
    const bits = flags[place] ?? 0;
    const own = (bits & ITEM_FLAGS.own_product) === 0 ? OTHERS : OWN;
    const isAd = (bits & ITEM_FLAGS.ad) !== 0;
    return {
      group: isAd ? undefined : groups.size === 0 ? own : groups.get(item),
      utility: scores[place],
      isEngaged: looked.has(item),
    };
  });
}
