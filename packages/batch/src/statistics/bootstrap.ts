import { normalQuantile, normalShare } from "./normal.ts";
import { quantileOfSorted } from "./quantile.ts";
import type { Random } from "./random.ts";

/**
 * A figure of a sample, worked out from how many times each of its units was drawn. With 1 for each it is the figure of
 * the sample itself. NaN where it has none.
 */
export type Statistic = (times: Uint32Array) => number;

/** How an interval is made. */
export interface BootstrapOptions {
  readonly random: Random;
  /** Samples that are drawn. @default 1000 */
  readonly resamples?: number | undefined;
  /** How often the interval holds the true figure. @default 0.95 */
  readonly level?: number | undefined;
  /** `percentile`, or `bca`: corrected for bias and skewness (Efron 1987). @default "bca" */
  readonly method?: "percentile" | "bca" | undefined;
}

/** A figure, and the interval that it lies in. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The figure with its bootstrap interval, by drawing the units again with replacement (Efron and Tibshirani 1993). Samples
 * that have no figure are passed over; where more than one in twenty has none the interval is NaN, and says nothing.
 */
export function bootstrap(units: number, statistic: Statistic, options: BootstrapOptions): Estimate {
  const { random, resamples = 1000, level = 0.95, method = "bca" } = options;
  checked({ units, resamples, level });
  const value = statistic(new Uint32Array(units).fill(1));
  const drawn = draw(units, statistic, random, resamples);
  if (!Number.isFinite(value) || drawn.length < resamples * 0.95)
    return { value, low: Number.NaN, high: Number.NaN };
  const tail = (1 - level) / 2;
  const shareAt = method === "bca" ? bcaShares(units, statistic, value, drawn) : (share: number) => share;
  return {
    value,
    low: quantileOfSorted(drawn, shareAt(tail)),
    high: quantileOfSorted(drawn, shareAt(1 - tail)),
  };
}

function draw(units: number, statistic: Statistic, random: Random, resamples: number): Float64Array {
  const figures = new Float64Array(resamples);
  const times = new Uint32Array(units);
  let kept = 0;
  for (let sample = 0; sample < resamples; sample += 1) {
    times.fill(0);
    for (let unit = 0; unit < units; unit += 1) {
      const drawn = Math.floor(random() * units);
      times[drawn] = (times[drawn] ?? 0) + 1;
    }
    const figure = statistic(times);
    if (Number.isFinite(figure)) figures[kept++] = figure;
  }
  return figures.subarray(0, kept).sort();
}

function bcaShares(
  units: number,
  statistic: Statistic,
  value: number,
  drawn: Float64Array,
): (share: number) => number {
  // Half of what is equal counts as below, or a figure that takes few values would look biased.
  let below = 0;
  for (const figure of drawn) below += figure < value ? 1 : figure === value ? 0.5 : 0;
  const bias = normalQuantile(below / drawn.length);
  if (!Number.isFinite(bias)) return (share) => share;
  const acceleration = accelerationOf(units, statistic);
  return (share) => {
    const shifted = bias + normalQuantile(share);
    return normalShare(bias + shifted / (1 - acceleration * shifted));
  };
}

/** From the figure without each unit in turn; of a large sample without each of a thousand groups of them. */
function accelerationOf(units: number, statistic: Statistic): number {
  const groups = Math.min(units, 1000);
  const times = new Uint32Array(units).fill(1);
  const figures: number[] = [];
  for (let group = 0; group < groups; group += 1) {
    for (let unit = group; unit < units; unit += groups) times[unit] = 0;
    const figure = statistic(times);
    if (Number.isFinite(figure)) figures.push(figure);
    for (let unit = group; unit < units; unit += groups) times[unit] = 1;
  }
  const mean = figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
  let [squares, cubes] = [0, 0];
  for (const figure of figures) {
    squares += (mean - figure) ** 2;
    cubes += (mean - figure) ** 3;
  }
  return squares === 0 || !Number.isFinite(squares) ? 0 : cubes / (6 * squares ** 1.5);
}

function checked({ units, resamples, level }: { units: number; resamples: number; level: number }): void {
  if (!(Number.isInteger(units) && units >= 1)) throw new RangeError(`units must be from 1, got ${units}`);
  if (!(Number.isInteger(resamples) && resamples >= 100))
    throw new RangeError(`resamples must be from 100, got ${resamples}`);
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be between 0 and 1, got ${level}`);
}
