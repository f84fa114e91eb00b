/** One place of a list. */
export interface RankedItem {
  /** The group that its item is of; undefined for none, and it only takes up its place. */
  readonly group: string | undefined;
  /** How much the item deserves to be seen, such as its relevance; from 0. @default unknown */
  readonly utility?: number | undefined;
  /** Whether the user engaged with it. @default false */
  readonly isEngaged?: boolean | undefined;
}

/** What was delivered at one time, best first. */
export type RankedList = readonly RankedItem[];

/** How much attention a place gets, by its rank from 1. */
export type PositionBias = (rank: number) => number;

/** Attention falls as 1 / log2(1 + rank): that of DCG, and of Singh and Joachims (2018). */
export const logarithmicBias: PositionBias = (rank) => 1 / Math.log2(1 + rank);

/** What a group of items got, over all lists. */
export interface GroupExposure {
  readonly group: string;
  /** Lists with an item of the group. */
  readonly lists: number;
  /** Deliveries of its items. */
  readonly items: number;
  /** Attention that they got in all, and its share of what all groups got. */
  readonly exposure: number;
  readonly share: number;
  readonly meanExposure: number;
  /** NaN where the utility of any of its items is unknown. */
  readonly meanUtility: number;
  /** The share of its deliveries that were engaged with. */
  readonly engagement: number;
}

/** What each group of items got, by name. */
export function exposureByGroup(
  lists: readonly RankedList[],
  { bias = logarithmicBias }: { readonly bias?: PositionBias } = {},
): readonly GroupExposure[] {
  const names = new Set(lists.flatMap((list) => list.flatMap(({ group }) => group ?? [])));
  const sums = [...names].toSorted().map((group) => ({ group, ...sumOf(lists, group, bias) }));
  const whole = sums.reduce((sum, { exposure }) => sum + exposure, 0);
  return sums.map(({ utility, engaged, ...sum }) => ({
    ...sum,
    share: sum.exposure / whole,
    meanExposure: sum.exposure / sum.items,
    meanUtility: utility / sum.items,
    engagement: engaged / sum.items,
  }));
}

/** @internal What the items of a group got in some lists. */
export interface ExposureSum {
  readonly lists: number;
  readonly items: number;
  readonly exposure: number;
  readonly utility: number;
  readonly engaged: number;
}

/** @internal Sums up what the items of a group got. */
export function sumOf(lists: readonly RankedList[], group: string, bias: PositionBias): ExposureSum {
  const sum = { lists: 0, items: 0, exposure: 0, utility: 0, engaged: 0 };
  for (const list of lists) {
    let isThere = false;
    for (const [place, item] of list.entries()) {
      if (item.group !== group) continue;
      isThere = true;
      sum.items += 1;
      sum.exposure += bias(place + 1);
      sum.utility += knownUtility(item.utility);
      if (item.isEngaged === true) sum.engaged += 1;
    }
    if (isThere) sum.lists += 1;
  }
  return sum;
}

// A ratio of utilities makes sense from 0 on; a logarithm of odds, for one, is none.
function knownUtility(utility: number | undefined): number {
  return utility !== undefined && utility >= 0 && Number.isFinite(utility) ? utility : Number.NaN;
}
