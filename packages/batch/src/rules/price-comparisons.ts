import { grouped } from "../grouped.ts";
import type { PricePairs } from "@probity/clickhouse";
import type { BatchSettings } from "../settings.ts";
import { bootstrap, type Estimate } from "../statistics/bootstrap.ts";
import { holm } from "../statistics/holm.ts";
import { seededRandom } from "../statistics/random.ts";
import { signTest } from "../statistics/sign-test.ts";

/** What two cohorts were shown for the same. */
export interface PriceComparison {
  readonly algorithm: string;
  readonly outlet: string;
  readonly cohortA: string;
  readonly cohortB: string;
  readonly items: number;
  readonly pairs: number;
  /** The median of the price of B over that of A, with its interval. */
  readonly ratio: Estimate;
  /** How many units lean either way; a unit is an item or, where these are few, a pair. */
  readonly above: number;
  readonly below: number;
  /** How likely it is that so many lean one way by chance, adjusted for all comparisons of the run. */
  readonly likelihood: number;
}

/**
 * Compares the prices of each two cohorts that have enough pairs. Pairs of one item hang together, so items are what is drawn
 * for the interval and what is counted; only where there are few are pairs, as for a service that has one price.
 */
export function comparePrices(
  rows: readonly PricePairs[],
  settings: BatchSettings,
): readonly PriceComparison[] {
  const { minPairs, minItems, level, resamples } = settings;
  const keyOf = ({ algorithm, outlet, cohort_a, cohort_b }: PricePairs) => [
    algorithm,
    outlet,
    cohort_a,
    cohort_b,
  ];
  const compared = grouped(rows, keyOf).flatMap((items) => {
    const [first] = items;
    const pairs = items.reduce((sum, item) => sum + item.pairs, 0);
    if (pairs < minPairs) return [];
    const units =
      items.length >= minItems ? items.map(({ ratio }) => ratio) : items.flatMap(({ ratios }) => ratios);
    const usable = Float64Array.from(units.filter((ratio) => Number.isFinite(ratio) && ratio > 0)).sort();
    if (usable.length === 0) return [];
    const above = usable.filter((ratio) => ratio > 1).length;
    const below = usable.filter((ratio) => ratio < 1).length;
    const random = seededRandom(`P02 ${JSON.stringify(keyOf(first))}`);
    return [
      {
        algorithm: first.algorithm,
        outlet: first.outlet,
        cohortA: first.cohort_a,
        cohortB: first.cohort_b,
        items: items.length,
        pairs,
        // Percentiles: a median takes few values, which BCa makes too much of.
        ratio: bootstrap(usable.length, medianDrawn(usable), {
          random,
          resamples,
          level,
          method: "percentile",
        }),
        above,
        below,
        likelihood: signTest(above, below),
      },
    ];
  });
  const adjusted = holm(compared.map(({ likelihood }) => likelihood));
  return compared.map((each, position) => ({ ...each, likelihood: adjusted[position] ?? 1 }));
}

/** Whether the prices differ by more than is let pass, and by more than chance would have it. */
export function isSpread(
  { ratio, likelihood }: PriceComparison,
  { minSpread, level }: BatchSettings,
): boolean {
  const isOff = Math.abs(ratio.value - 1) > minSpread;
  return isOff && (ratio.low > 1 || ratio.high < 1) && likelihood <= 1 - level;
}

function medianDrawn(sorted: Float64Array): (times: Uint32Array) => number {
  return (times) => {
    const middle = (sorted.length - 1) / 2; // as many are drawn as there are
    return (drawnAt(sorted, times, Math.floor(middle)) + drawnAt(sorted, times, Math.ceil(middle))) / 2;
  };
}

function drawnAt(sorted: Float64Array, times: Uint32Array, place: number): number {
  let passed = 0;
  for (let unit = 0; unit < sorted.length; unit += 1) {
    passed += times[unit] ?? 0;
    if (passed > place) return sorted[unit] ?? Number.NaN;
  }
  return Number.NaN;
}
