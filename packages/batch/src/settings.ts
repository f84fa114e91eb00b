import { BatchError } from "./errors.ts";

/**
 * The thresholds of the rules. None is a figure of the law, but where it says so; they are the deployment's to choose, and
 * stand in the parameters of every finding.
 */
export interface BatchSettings {
  /** C02. Seconds from an opt-out to the last decision that may still be personalised. */
  readonly maxLagSeconds: number;
  /** P02. Prices are paired within so many minutes. */
  readonly priceBucketMinutes: number;
  /** P02. Pairs that a comparison needs. */
  readonly minPairs: number;
  /** P02. With so many items these are what is tested; with fewer, pairs are. */
  readonly minItems: number;
  /** P02. A ratio of prices this far from 1 is let pass. */
  readonly minSpread: number;
  /** P02, D01, O02. How often intervals hold the true figure; 1 less this is the chance of an error over a whole run. */
  readonly level: number;
  /** P02, D01, O02. Samples that are drawn for an interval. */
  readonly resamples: number;
  /** I01. What a service may be late by in learning of a step. */
  readonly interventionToleranceMs: number;
  /** I02. Hours for which the log of a list holds. */
  readonly snapshotHours: number;
  /** R01. The share of a route's requests that is to be on record. */
  readonly minCoverage: number;
  /** R01. Days that records are kept: 184 is the longest six months (CSL 23(3)). */
  readonly minRetentionDays: number;
  /** M10. Minors a month from which a service has duties of its own (MIN26A), and the share at which to warn. */
  readonly mauThreshold: number;
  readonly mauWarning: number;
  /** M09. The share of decisions whose subject's age may be unknown. */
  readonly maxUnknownAges: number;
  /** V01. The share of deliveries that the subject had got before, over subjects with at least so many pages. */
  readonly maxRepeats: number;
  readonly minPages: number;
  /** V02. Seconds after which negative feedback takes effect, and days for which it does. */
  readonly feedbackGraceSeconds: number;
  readonly feedbackMemoryDays: number;
  /** O02, D01. Lists of one algorithm and outlet that are looked at, and those that a group must be in. */
  readonly mostLists: number;
  readonly minLists: number;
  /** O02, D01. A ratio of exposures from 1 less this to 1 divided by that is let pass: 0.2 is the four-fifths rule. */
  readonly maxDisparity: number;
  /** W01. Hours for which a worker may be dispatched on end, and the minutes that make a pause. */
  readonly maxDispatchHours: number;
  readonly pauseMinutes: number;
  /** U01. Days of history, what an hour must differ by, and the least that is called a spike. */
  readonly historyDays: number;
  readonly anomalyScore: number;
  readonly minFeedback: number;
  /** U02. Hours to a first reply and to the end of a case, as made known to users. */
  readonly firstReplyHours: number;
  readonly closeHours: number;
}

/** What holds unless a deployment chooses otherwise. */
export const DEFAULT_BATCH_SETTINGS: BatchSettings = Object.freeze({
  maxLagSeconds: 60,
  priceBucketMinutes: 15,
  minPairs: 30,
  minItems: 10,
  minSpread: 0.01,
  level: 0.95,
  resamples: 1000,
  interventionToleranceMs: 5000,
  snapshotHours: 24,
  minCoverage: 0.99,
  minRetentionDays: 184,
  mauThreshold: 1_000_000,
  mauWarning: 0.8,
  maxUnknownAges: 0.2,
  maxRepeats: 0.8,
  minPages: 3,
  feedbackGraceSeconds: 60,
  feedbackMemoryDays: 90,
  mostLists: 5000,
  minLists: 30,
  maxDisparity: 0.2,
  maxDispatchHours: 12,
  pauseMinutes: 60,
  historyDays: 35,
  anomalyScore: 6,
  minFeedback: 10,
  firstReplyHours: 72,
  closeHours: 360,
});

const SHARES: ReadonlySet<string> = new Set([
  "level",
  "minCoverage",
  "mauWarning",
  "maxUnknownAges",
  "maxRepeats",
  "maxDisparity",
]);
const FRACTIONS: ReadonlySet<string> = new Set(["minSpread", "maxDispatchHours", "anomalyScore"]);

/** @internal Fills every gap; throws `INVALID_SETTING` for what makes no sense. */
export function resolveSettings(given: Partial<BatchSettings> = {}): BatchSettings {
  const settings = { ...DEFAULT_BATCH_SETTINGS, ...given };
  for (const [name, value] of Object.entries<number>({ ...settings })) {
    if (!(name in DEFAULT_BATCH_SETTINGS)) throw invalid(`there is no setting ${name}`);
    if (SHARES.has(name)) {
      if (!(value > 0 && value < 1)) throw invalid(`${name} must be between 0 and 1, got ${value}`);
    } else if (!(value >= 0 && value <= 2_000_000_000 && (FRACTIONS.has(name) || Number.isInteger(value)))) {
      throw invalid(`${name} must be a number from 0, got ${value}`);
    }
  }
  if (settings.resamples < 100) throw invalid(`resamples must be from 100, got ${settings.resamples}`);
  for (const name of ["priceBucketMinutes", "mostLists", "snapshotHours", "historyDays"] as const) {
    if (settings[name] < 1) throw invalid(`${name} must be from 1, got ${settings[name]}`);
  }
  return settings;
}

function invalid(message: string): BatchError {
  return new BatchError("INVALID_SETTING", message);
}
