import type * as rows from "./rows.ts";

/** A stretch of time: from inclusive, to exclusive, in milliseconds since the epoch. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** What a query gave, with all that it takes to ask it again. */
export interface Answer<Row> {
  readonly rows: readonly Row[];
  /** The query that was run. */
  readonly query: string;
  /** Its values, by name. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * What rules ask of stored records, for a window of time. Each answer goes with its query, so that whoever doubts a figure
 * can ask again. All are read at moments of their own: rows that arrive meanwhile may be in some.
 */
export interface BatchQueries {
  /** By algorithm and outlet, how long users were profiled after they had opted out. */
  optOutLag(window: Window, options: { readonly maxLagSeconds: number }): Promise<Answer<rows.OptOutLag>>;
  /** By pair of cohorts and item, what both were shown within the same minutes on the same conditions. */
  pricePairs(window: Window, options: { readonly bucketMinutes: number }): Promise<Answer<rows.PricePairs>>;
  /** Interventions in decisions that the ledger does not bear out; the 1000 with most decisions. */
  unbackedInterventions(
    window: Window,
    options: { readonly toleranceMs: number },
  ): Promise<Answer<rows.UnbackedIntervention>>;
  /** Hot and ranked lists that were shown, held against the log of lists. */
  listLogs(window: Window, options: { readonly snapshotHours: number }): Promise<Answer<rows.ListLog>>;
  /** Hot and ranked lists whose order departs from their scores. */
  listOrder(window: Window): Promise<Answer<rows.ListOrder>>;
  /** Which outlets, versions, features, sources and notices were seen of each algorithm. */
  runTimeFacts(window: Window): Promise<Answer<rows.RunTimeFact>>;
  /** Losses that were noticed within the window. */
  recordedLosses(window: Window): Promise<Answer<rows.RecordedLoss>>;
  /** Numbers of decisions that are missing without a word. */
  sequenceHoles(window: Window): Promise<Answer<rows.SequenceHoles>>;
  /** Of the routes that have an algorithm, what is on record. */
  coverageShares(window: Window): Promise<Answer<rows.CoverageShare>>;
  /** When the server deletes rows of the tables of records. */
  retention(): Promise<Answer<rows.TableRetention>>;
  /** Different minors by month. */
  minorsByMonth(window: Window): Promise<Answer<rows.MinorsOfMonth>>;
  /** Decisions of unknown age, by algorithm and outlet. */
  unknownAges(window: Window): Promise<Answer<rows.UnknownAges>>;
  /** Lists as they were delivered: a sample that is the same whenever it is asked for. */
  rankedLists(window: Window, options: { readonly mostLists: number }): Promise<Answer<rows.RankedListRow>>;
  /** Items that came again to the same subject. */
  repeatedItems(window: Window, options: { readonly minPages: number }): Promise<Answer<rows.RepeatedItems>>;
  /** Items that were delivered to a subject who had said that they are of no interest. */
  ignoredFeedback(
    window: Window,
    options: { readonly graceSeconds: number; readonly memoryDays: number },
  ): Promise<Answer<rows.IgnoredFeedback>>;
  /** For how long workers were dispatched on end. */
  dispatchStretches(
    window: Window,
    options: { readonly maxHours: number; readonly pauseMinutes: number },
  ): Promise<Answer<rows.DispatchStretches>>;
  /** Feedback by hour, of the window and so many days before it. */
  feedbackHours(
    window: Window,
    options: { readonly historyDays: number },
  ): Promise<Answer<rows.FeedbackHour>>;
  /** Cases whose time ran out within the window. */
  lateCases(
    window: Window,
    options: { readonly firstReplyHours: number; readonly closeHours: number },
  ): Promise<Answer<rows.LateCases>>;
  /** The findings of these runs that are stored. */
  storedFindings(runs: readonly string[]): Promise<readonly rows.StoredFinding[]>;
}
