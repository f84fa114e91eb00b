import { medianOf } from "../statistics/quantile.ts";

const HOUR = 3_600_000;
/** What makes the median of deviations a standard deviation, where these are normal. */
const MAD_TO_SD = 1.4826;

/** Counts by hour, from the beginning of hours in milliseconds. Hours without an entry had none. */
export type HourlyCounts = ReadonlyMap<number, number>;

/** An hour that differs from what is usual. */
export interface HourlyAnomaly {
  readonly hour: number;
  readonly times: number;
  /** What is usual at this hour: the median of those before it. */
  readonly expected: number;
  /** By how many of the usual deviations it differs; below 0 for too few. */
  readonly score: number;
}

/** What is called an anomaly. */
export interface AnomalyOptions {
  /** The hours that are judged: from inclusive, to exclusive. What lies before them is what they are held against. */
  readonly from: number;
  readonly to: number;
  /** The least score, and the least count (or, for too few, the least usual count). */
  readonly score: number;
  readonly minTimes: number;
}

/**
 * Hours that differ from the same hour of the weeks before; where there are fewer than four, from the same hour of the days
 * before; with fewer than seven of these, nothing is said. Usual is the median, and so is what is usual to differ by: a
 * single bad day in the past moves neither. Deviations are at least those of counts that fall at random (Poisson).
 */
export function hourlyAnomalies(counts: HourlyCounts, options: AnomalyOptions): readonly HourlyAnomaly[] {
  const { from, to, score: least, minTimes } = options;
  const begin = Math.min(...counts.keys());
  const first = Math.ceil(from / HOUR) * HOUR;
  if (!(begin < first)) return [];
  const spread = spreadOf(counts, begin, first);
  const anomalies: HourlyAnomaly[] = [];
  for (let hour = first; hour + HOUR <= to; hour += HOUR) {
    const past = pastOf(counts, hour, begin, first);
    if (!past) continue;
    const expected = medianOf(past);
    const times = counts.get(hour) ?? 0;
    // The median of few is itself uncertain: by π/2n of the variance.
    const variance = Math.max(expected, 1) * (1 + Math.PI / (2 * past.length));
    const score = (times - expected) / (spread * Math.sqrt(variance));
    const isMuch = score >= least && times >= minTimes;
    const isLittle = score <= -least && expected >= minTimes;
    if (isMuch || isLittle) anomalies.push({ hour, times, expected, score });
  }
  return anomalies;
}

/** The counts at the same hour of the weeks or days before, out of those that are not judged themselves. */
function pastOf(counts: HourlyCounts, hour: number, begin: number, end: number): number[] | undefined {
  const at = (step: number): number[] => {
    const past: number[] = [];
    for (let before = hour - step; before >= begin; before -= step)
      if (before < end) past.push(counts.get(before) ?? 0);
    return past;
  };
  const weeks = at(168 * HOUR);
  if (weeks.length >= 4) return weeks;
  const days = at(24 * HOUR);
  return days.length >= 7 ? days : undefined;
}

/** How much wider hours of the past scatter than counts at random would; at least 1. */
function spreadOf(counts: HourlyCounts, begin: number, end: number): number {
  const residuals: number[] = [];
  for (let hour = begin; hour < end; hour += HOUR) {
    const past = pastOf(counts, hour, begin, end);
    if (!past) continue;
    const expected = medianOf(past);
    residuals.push(Math.abs((counts.get(hour) ?? 0) - expected) / Math.sqrt(Math.max(expected, 1)));
  }
  const usual = medianOf(residuals);
  return Number.isFinite(usual) ? Math.max(1, MAD_TO_SD * usual) : 1;
}
