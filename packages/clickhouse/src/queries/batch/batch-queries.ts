import type { Connection } from "../../connection.ts";
import type { BatchAnswer, BatchWindow } from "./answer.ts";
import { readDispatchStretches } from "./dispatch.ts";
import { readFeedbackHours, readLateCases } from "./feedback.ts";
import { readUnbackedInterventions } from "./interventions.ts";
import { readListLogs, readListOrder } from "./list-logs.ts";
import { readCoverageShares, readRecordedLosses, readRetention, readSequenceHoles } from "./log-state.ts";
import { readMinorsByMonth, readUnknownAges } from "./minors.ts";
import { readOptOutLag } from "./opt-out-lag.ts";
import { readPricePairs } from "./price-pairs.ts";
import { readRankedLists } from "./ranked-lists.ts";
import { readIgnoredFeedback, readRepeatedItems } from "./repeats.ts";
import type * as rows from "./rows.ts";
import { readRunTimeFacts } from "./run-time-facts.ts";
import { readStoredFindings } from "./stored-findings.ts";

/**
 * What rules ask of stored records, for a window of time. Each answer goes with its query, so that whoever doubts a figure
 * can ask again. All are read at moments of their own: rows that arrive meanwhile may be in some.
 */
export interface BatchQueries {
  /** By algorithm and outlet, how long users were profiled after they had opted out. */
  optOutLag(
    window: BatchWindow,
    options: { readonly maxLagSeconds: number },
  ): Promise<BatchAnswer<rows.OptOutLag>>;
  /** By pair of cohorts and item, what both were shown within the same minutes on the same conditions. */
  pricePairs(
    window: BatchWindow,
    options: { readonly bucketMinutes: number },
  ): Promise<BatchAnswer<rows.PricePairs>>;
  /** Interventions in decisions that the ledger does not bear out; the 1000 with most decisions. */
  unbackedInterventions(
    window: BatchWindow,
    options: { readonly toleranceMs: number },
  ): Promise<BatchAnswer<rows.UnbackedIntervention>>;
  /** Hot and ranked lists that were shown, held against the log of lists. */
  listLogs(
    window: BatchWindow,
    options: { readonly snapshotHours: number },
  ): Promise<BatchAnswer<rows.ListLog>>;
  /** Hot and ranked lists whose order departs from their scores. */
  listOrder(window: BatchWindow): Promise<BatchAnswer<rows.ListOrder>>;
  /** Which outlets, versions, features, sources and notices were seen of each algorithm. */
  runTimeFacts(window: BatchWindow): Promise<BatchAnswer<rows.RunTimeFact>>;
  /** Losses that were noticed within the window. */
  recordedLosses(window: BatchWindow): Promise<BatchAnswer<rows.RecordedLoss>>;
  /** Numbers of decisions that are missing without a word. */
  sequenceHoles(window: BatchWindow): Promise<BatchAnswer<rows.SequenceHoles>>;
  /** Of the routes that have an algorithm, what is on record. */
  coverageShares(window: BatchWindow): Promise<BatchAnswer<rows.CoverageShare>>;
  /** When the server deletes rows of the tables of records. */
  retention(): Promise<BatchAnswer<rows.TableRetention>>;
  /** Different minors by month. */
  minorsByMonth(window: BatchWindow): Promise<BatchAnswer<rows.MinorsOfMonth>>;
  /** Decisions of unknown age, by algorithm and outlet. */
  unknownAges(window: BatchWindow): Promise<BatchAnswer<rows.UnknownAges>>;
  /** Lists as they were delivered: a sample that is the same whenever it is asked for. */
  rankedLists(
    window: BatchWindow,
    options: { readonly mostLists: number },
  ): Promise<BatchAnswer<rows.RankedListRow>>;
  /** Items that came again to the same subject. */
  repeatedItems(
    window: BatchWindow,
    options: { readonly minPages: number },
  ): Promise<BatchAnswer<rows.RepeatedItems>>;
  /** Items that were delivered to a subject who had said that they are of no interest. */
  ignoredFeedback(
    window: BatchWindow,
    options: { readonly graceSeconds: number; readonly memoryDays: number },
  ): Promise<BatchAnswer<rows.IgnoredFeedback>>;
  /** For how long workers were dispatched on end. */
  dispatchStretches(
    window: BatchWindow,
    options: { readonly maxHours: number; readonly pauseMinutes: number },
  ): Promise<BatchAnswer<rows.DispatchStretches>>;
  /** Feedback by hour, of the window and so many days before it. */
  feedbackHours(
    window: BatchWindow,
    options: { readonly historyDays: number },
  ): Promise<BatchAnswer<rows.FeedbackHour>>;
  /** Cases whose time ran out within the window. */
  lateCases(
    window: BatchWindow,
    options: { readonly firstReplyHours: number; readonly closeHours: number },
  ): Promise<BatchAnswer<rows.LateCases>>;
  /** The findings of these runs that are stored. */
  storedFindings(runs: readonly string[]): Promise<readonly rows.StoredFinding[]>;
}

/** @internal The queries over a connection. */
export function batchQueries(connection: Connection): BatchQueries {
  return {
    optOutLag: (window, options) => readOptOutLag(connection, window, options),
    pricePairs: (window, options) => readPricePairs(connection, window, options),
    unbackedInterventions: (window, options) => readUnbackedInterventions(connection, window, options),
    listLogs: (window, options) => readListLogs(connection, window, options),
    listOrder: (window) => readListOrder(connection, window),
    runTimeFacts: (window) => readRunTimeFacts(connection, window),
    recordedLosses: (window) => readRecordedLosses(connection, window),
    sequenceHoles: (window) => readSequenceHoles(connection, window),
    coverageShares: (window) => readCoverageShares(connection, window),
    retention: () => readRetention(connection),
    minorsByMonth: (window) => readMinorsByMonth(connection, window),
    unknownAges: (window) => readUnknownAges(connection, window),
    rankedLists: (window, options) => readRankedLists(connection, window, options),
    repeatedItems: (window, options) => readRepeatedItems(connection, window, options),
    ignoredFeedback: (window, options) => readIgnoredFeedback(connection, window, options),
    dispatchStretches: (window, options) => readDispatchStretches(connection, window, options),
    feedbackHours: (window, options) => readFeedbackHours(connection, window, options),
    lateCases: (window, options) => readLateCases(connection, window, options),
    storedFindings: (runs) => readStoredFindings(connection, runs),
  };
}
