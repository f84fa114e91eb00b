import type { GapCause, Surface } from "@probity/core";

/** How long users were still profiled on an outlet after they had switched that off. */
export interface OptOutLag {
  readonly algorithm: string;
  readonly outlet: string;
  /** Opt-outs after which the subject was served here. */
  readonly opt_outs: number;
  /** Of these, how many were followed by a personalised decision. */
  readonly residual_opt_outs: number;
  /** Personalised decisions after an opt-out. */
  readonly residual: number;
  /** Of these, how many came later than the lag that is allowed; and after how many opt-outs. */
  readonly late: number;
  readonly late_opt_outs: number;
  /** Seconds from the opt-out to the last personalised decision, 0 where there was none. */
  readonly last_p50_s: number;
  readonly last_p95_s: number;
  readonly last_max_s: number;
  /** Opt-outs within the window that were followed by a decision that is not personalised, and after how many seconds. */
  readonly clean: number;
  readonly first_clean_p50_s: number;
  readonly first_clean_p95_s: number;
  readonly first_clean_max_s: number;
}

/** What two cohorts were shown for one item on the same conditions, within the same stretches of time. */
export interface PricePairs {
  readonly algorithm: string;
  readonly outlet: string;
  readonly cohort_a: string;
  readonly cohort_b: string;
  /** Keyed pseudonym of the item. */
  readonly item: string;
  /** Digest of the conditions. */
  readonly conditions: string;
  /** Stretches of time in which both cohorts saw a price. */
  readonly pairs: number;
  /** The median of the price of `cohort_b` over that of `cohort_a`. */
  readonly ratio: number;
  /** The ratios of its pairs, or a sample of 200. */
  readonly ratios: readonly number[];
}

/** An intervention that touched results while the ledger did not bear it out. */
export interface UnbackedIntervention {
  readonly algorithm: string;
  readonly outlet: string;
  /** The intervention, as decisions name it. */
  readonly id: string;
  /** What is the matter: `unknown`, `rejected`, `unapproved`, `revoked`, `expired`, `early`, `elsewhere`. */
  readonly state: string;
  readonly decisions: number;
  readonly first: number;
  readonly last: number;
}

/** How many times a ranked list was shown, and of how many of these there is a log. */
export interface ListLog {
  readonly algorithm: string;
  readonly outlet: string;
  readonly surface: Surface;
  readonly decisions: number;
  /** Decisions before which no state of a list there was logged, as far back as is looked. */
  readonly unlogged: number;
  /** Of these, the first and the last. */
  readonly first: number | null;
  readonly last: number | null;
}

/** How often the order of a ranked list was not that of its scores, though nobody intervened. */
export interface ListOrder {
  readonly algorithm: string;
  readonly outlet: string;
  readonly surface: Surface;
  /** Where it was seen: in `decisions` or in `list_snapshots`. */
  readonly source: string;
  /** The list, in `list_snapshots`. */
  readonly list: string;
  /** Lists with at least two scores. */
  readonly lists: number;
  /** Of these, how many have a rank that no score bears out, and no intervention on record. */
  readonly unordered: number;
  readonly first: number | null;
  readonly last: number | null;
}

/** One thing that was true of an algorithm while it ran. */
export interface RunTimeFact {
  readonly algorithm: string;
  /** What kind of thing: `outlet`, `version`, `feature`, `source`, `notice`. */
  readonly kind: string;
  readonly value: string;
  readonly decisions: number;
  readonly first: number;
  readonly last: number;
}

/** Records that are missing by their service's own account. */
export interface RecordedLoss {
  readonly service: string;
  /** The table in which they are missing. */
  readonly of: string;
  readonly cause: GapCause;
  readonly gaps: number;
  readonly rows: number;
  /** Of these, how many are not stored to this day. */
  readonly missing: number;
}

/** Numbers of decisions that are missing without a word. */
export interface SequenceHoles {
  readonly service: string;
  readonly writers: number;
  /** Numbers between the first and the last of a writer's that are not stored, and that no gap accounts for. */
  readonly missing: number;
  readonly writers_with_holes: number;
  /** Rows whose number is there more than once. */
  readonly doubled: number;
}

/** What share of a configured route's requests is on record. */
export interface CoverageShare {
  readonly service: string;
  readonly method: string;
  readonly route: string;
  readonly algorithm: string;
  readonly requests: number;
  /** Requests that became a decision, or a part of another service's. */
  readonly recorded: number;
  /** Requests inside another decision: recorded there. */
  readonly nested: number;
}

/** For how long a table keeps its rows. */
export interface TableRetention {
  readonly table: string;
  /** The clause that has rows deleted, in the server's words; empty where none are. */
  readonly ttl: string;
}

/** How many different minors were served in a month; within half a percent or so. */
export interface MinorsOfMonth {
  /** The month in China, `2026-11`. */
  readonly month: string;
  /** By age band or by the minors' mode; so it may be more than both bands together. */
  readonly minors: number;
  readonly under_14: number;
  readonly from_14: number;
  readonly subjects: number;
}

/** For how many decisions the subject's age was not known. */
export interface UnknownAges {
  readonly algorithm: string;
  readonly outlet: string;
  readonly decisions: number;
  readonly unknown: number;
  /** Of the unknown, those with somebody signed in. */
  readonly unknown_signed_in: number;
}

/** A list as it was delivered. */
export interface RankedListRow {
  readonly algorithm: string;
  readonly outlet: string;
  readonly decision: string;
  readonly cohorts: readonly string[];
  /** Keyed pseudonyms, best first. */
  readonly items: readonly string[];
  /** NaN where none was given. */
  readonly scores: readonly number[];
  readonly flags: readonly number[];
  /** Items that a dwell time is on record of. */
  readonly engaged: readonly string[];
}

/** How often the same items came again to the same subject. */
export interface RepeatedItems {
  readonly algorithm: string;
  readonly outlet: string;
  readonly surface: Surface;
  readonly subjects: number;
  readonly pages: number;
  /** Items on all of these pages; of these, how many the subject had got before; and twice on one page. */
  readonly delivered: number;
  readonly again: number;
  readonly twice_on_page: number;
}

/** Items that were delivered to a subject who had said that they are of no interest. */
export interface IgnoredFeedback {
  readonly algorithm: string;
  readonly outlet: string;
  /** Pairs of subject and item. */
  readonly items: number;
  readonly subjects: number;
  readonly deliveries: number;
  readonly first: number;
  readonly last: number;
}

/** For how many hours workers were dispatched on end. */
export interface DispatchStretches {
  readonly algorithm: string;
  readonly outlet: string;
  readonly workers: number;
  /** Workers who were dispatched for longer than the limit. */
  readonly long_workers: number;
  /** The longest stretch of each worker. */
  readonly longest_p50_h: number;
  readonly longest_p95_h: number;
  readonly longest_max_h: number;
}

/** How much feedback came within an hour. */
export interface FeedbackHour {
  readonly kind: string;
  readonly algorithm: string;
  readonly outlet: string;
  /** Its beginning. */
  readonly hour: number;
  readonly times: number;
}

/** Cases whose time ran out. */
export interface LateCases {
  readonly algorithm: string;
  readonly outlet: string;
  /** Cases that were due for a first reply; of these, those that had none by then; and the longest wait. */
  readonly reply_due: number;
  readonly reply_late: number;
  readonly reply_max_h: number;
  readonly close_due: number;
  readonly close_late: number;
  readonly close_max_h: number;
}

/** A finding that is stored: what tells it from the others of its run. */
export interface StoredFinding {
  readonly run: string;
  readonly rule: string;
  readonly algorithm: string;
  readonly outlet: string;
  readonly about: string;
  readonly measures: readonly { readonly name: string; readonly value: number }[];
}
