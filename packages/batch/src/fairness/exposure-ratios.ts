import { bootstrap, type BootstrapOptions, type Estimate } from "../statistics/bootstrap.ts";
import { logarithmicBias, type PositionBias, type RankedList, sumOf } from "./exposure.ts";

/** Which groups are compared, and how. */
export interface RatioOptions extends BootstrapOptions {
  readonly group: string;
  /** The group that it is held against. */
  readonly reference: string;
  /** @default {@link logarithmicBias} */
  readonly bias?: PositionBias | undefined;
  /** Lists that each group must be in; with fewer nothing is said. @default 30 */
  readonly minLists?: number | undefined;
}

/**
 * The attention that an item of the group gets, over that of the reference group: 1 is parity of exposure (Singh and
 * Joachims 2018, 4.1). Undefined where a group is in too few lists. Lists are what is drawn for the interval.
 */
export function exposureParity(lists: readonly RankedList[], options: RatioOptions): Estimate | undefined {
  return ratio(lists, options, ({ exposure, items }) => exposure / items);
}

/**
 * The same where attention is measured by what items deserve: attention for each unit of utility, over that of the reference
 * group; the disparate treatment ratio (4.2). 1 is attention in proportion to utility. Undefined also where the utility of
 * an item is unknown or negative, or is 0 for all of a group.
 */
export function disparateTreatmentRatio(
  lists: readonly RankedList[],
  options: RatioOptions,
): Estimate | undefined {
  return ratio(lists, options, ({ exposure, utility }) => exposure / utility);
}

/** The same for what users did: engagement for each unit of utility; the disparate impact ratio (4.3). */
export function disparateImpactRatio(
  lists: readonly RankedList[],
  options: RatioOptions,
): Estimate | undefined {
  return ratio(lists, options, ({ engaged, utility }) => engaged / utility);
}

interface Sums {
  readonly items: number;
  readonly exposure: number;
  readonly utility: number;
  readonly engaged: number;
}

function ratio(
  lists: readonly RankedList[],
  options: RatioOptions,
  rate: (sums: Sums) => number,
): Estimate | undefined {
  const { group, reference, bias = logarithmicBias, minLists = 30 } = options;
  if (group === reference) throw new RangeError(`a group is held against another one, got "${group}" twice`);
  const own = lists.map((list) => sumOf([list], group, bias));
  const others = lists.map((list) => sumOf([list], reference, bias));
  const isIn = (sums: readonly Sums[]): number => sums.filter(({ items }) => items > 0).length;
  if (Math.min(isIn(own), isIn(others)) < Math.max(minLists, 1)) return undefined;
  const [compared, against] = [weighted(own), weighted(others)];
  const estimate = bootstrap(lists.length, (times) => rate(compared(times)) / rate(against(times)), options);
  return Number.isFinite(estimate.value) ? estimate : undefined;
}

function weighted(sums: readonly Sums[]): (times: Uint32Array) => Sums {
  const column = (of: (sum: Sums) => number): Float64Array => Float64Array.from(sums, of);
  const items = column((sum) => sum.items);
  const exposure = column((sum) => sum.exposure);
  const utility = column((sum) => sum.utility);
  const engaged = column((sum) => sum.engaged);
  return (times) => ({
    items: dot(items, times),
    exposure: dot(exposure, times),
    utility: dot(utility, times),
    engaged: dot(engaged, times),
  });
}

function dot(values: Float64Array, times: Uint32Array): number {
  let sum = 0;
  for (let place = 0; place < values.length; place += 1) sum += (values[place] ?? 0) * (times[place] ?? 0);
  return sum;
}
