import type {
  CatalogRow,
  ChoiceRow,
  Columns,
  ControlChangeRow,
  DecisionRow,
  FindingRow,
  InterventionRow,
  RecordTable,
} from "@probity/core";

import { registerCatalog } from "./catalog.ts";
import { Connection } from "./connection.ts";
import { enter, type StoreEntry } from "./enter.ts";
import { insertBatch, type Batch } from "./insert.ts";
import { migrate, type MigrateOptions, type MigrationReport } from "./migrations/migrate.ts";
import { shippedMigrations } from "./migrations/plan.ts";
import { resolveOptions, type StoreOptions } from "./options.ts";
import { batchQueries, type BatchQueries } from "./queries/batch/batch-queries.ts";
import type { TimeWindow } from "./queries/conditions.ts";
import { readCoverage, type Coverage } from "./queries/coverage.ts";
import { readDecision } from "./queries/decision.ts";
import { listDecisions, type DecisionFilter } from "./queries/decisions.ts";
import { listFeatureUses, type FeatureUse } from "./queries/feature-use.ts";
import { countGaps, listGaps, type Gap, type GapCount, type GapFilter } from "./queries/gaps.ts";
import type { ArrivalCursor, Arrivals } from "./queries/ledgers/arrivals.ts";
import {
  listChoices,
  readChoicesSince,
  readCurrentChoices,
  type CurrentChoicesOptions,
} from "./queries/ledgers/choices.ts";
import { readComplaints, type ComplaintFilter, type Complaints } from "./queries/ledgers/complaints.ts";
import {
  listControlHistory,
  readControlChanges,
  readControlSteps,
  readLiveProcesses,
  type ControlChange,
  type ControlFilter,
  type LiveProcess,
  type RequestFilter,
} from "./queries/ledgers/control.ts";
import { countFeedback, type FeedbackCount, type FeedbackFilter } from "./queries/ledgers/feedback.ts";
import { listFindings, type FindingFilter } from "./queries/ledgers/findings.ts";
import {
  listInterventions,
  readInterventionSteps,
  type InterventionFilter,
  type InterventionStanding,
  type StepFilter,
} from "./queries/ledgers/interventions.ts";
import type { Overview } from "./queries/overview-rows.ts";
import { readOverview } from "./queries/overview.ts";
import type { Page, PageOptions } from "./queries/page.ts";
import { readPath, type WholePath } from "./queries/path.ts";
import {
  readSequenceCounts,
  readStoredSequences,
  type SequenceCount,
  type SequenceRange,
  type SequenceWindow,
} from "./queries/sequences.ts";
import type { DecisionSummary } from "./queries/summary.ts";
import { readUnmapped, type ServiceFilter, type UnmappedCalls } from "./queries/unmapped.ts";
import { readStatus, type StoreStatus } from "./status.ts";

/**
 * The records in a ClickHouse database. Every method may reject with a `ClickHouseStoreError`; nothing is sent again
 * by itself. Queries can change nothing on the server, and end there when their time is over.
 */
export interface Store {
  /** Creates database and tables, or brings them up to date. Safe to call at any time, from several processes. */
  migrate(options?: MigrateOptions): Promise<MigrationReport>;
  /** Whether the server is there, can be used, keeps our time, and has the schema that we need. */
  status(): Promise<StoreStatus>;
  /**
   * Stores a batch; when it resolves, ClickHouse has acknowledged it. When it rejects with anything but `REJECTED`,
   * the batch may be stored or not: send it again with the same token. `REJECTED` is for its content, and nothing of it
   * is stored, unless its rows are of several months.
   */
  insertBatch(batch: Batch): Promise<void>;
  /** Stores the features of catalogs that are not there yet, and gives the number that were added. */
  registerCatalog(rows: readonly CatalogRow[]): Promise<number>;
  /** The decision of that id, if it is stored. */
  decision(id: string): Promise<DecisionRow | undefined>;
  /**
   * The data-call path of a decision, with what was decided inside it and what other services did for it. These are found
   * within a minute of the decision: what a queue held back for longer stands in the table `remote_calls` all the same.
   */
  path(id: string): Promise<WholePath | undefined>;
  /** Decisions, newest first. */
  decisions(filter?: DecisionFilter, page?: PageOptions): Promise<Page<DecisionSummary>>;
  /** The decisions for a subject, given as the pseudonym of 64 hexadecimal digits; newest first. */
  decisionsOfSubject(subject: string, page?: PageOptions): Promise<Page<DecisionSummary>>;
  /** The decisions of an algorithm, newest first. */
  decisionsOfAlgorithm(algorithm: string, page?: PageOptions): Promise<Page<DecisionSummary>>;
  /** The decisions that used a feature, whether their catalog knew it or not; newest first. */
  decisionsUsingFeature(feature: string, page?: PageOptions): Promise<Page<FeatureUse>>;
  /** What a window of decisions amounts to. @default all of them */
  overview(window?: TimeWindow): Promise<Overview>;
  /**
   * Which numbers of the range are stored, each once, in order. Whoever asks before sending a batch again doubles
   * nothing, also when the server has long forgotten the batch's token.
   *
   * Every insert that was acknowledged before is seen: on a single server, and through a `Distributed` table. On replicas
   * this holds where the writer's profile has `insert_quorum` with `insert_quorum_parallel = 0`, and in ClickHouse
   * Cloud; else the replica that answers may be moments behind. An insert that was *not* acknowledged may still be
   * under way, and be stored after the answer. In both cases it is the token that keeps rows from being doubled: send
   * what is missing in the very batches of the first time.
   *
   * Takes `SELECT(writer, epoch, seq)` on the table; `FORBIDDEN` without.
   */
  storedSequences(range: SequenceRange): Promise<readonly number[]>;
  /** Counts, for each life of each writer, what is stored of a window, and what is there twice. @default all decisions */
  sequenceCounts(window?: SequenceWindow): Promise<readonly SequenceCount[]>;
  /** Runs of records that are missing, and how many of them are stored by now; newest first. */
  gaps(filter?: GapFilter, page?: PageOptions): Promise<Page<Gap>>;
  /** What is missing by service, table and cause, of the gaps that were noticed within a window. @default all gaps */
  gapCounts(window?: TimeWindow): Promise<readonly GapCount[]>;
  /** What was called inside decisions of a window, or for them, of which no rule says what was read. @default all */
  unmapped(filter?: ServiceFilter, window?: TimeWindow): Promise<UnmappedCalls>;
  /** What share of each route's requests became decisions, and why others did not. @default all that was counted */
  coverage(filter?: ServiceFilter, window?: TimeWindow): Promise<Coverage>;
  /**
   * Enters into a ledger what comes from no probe: an operator's change, a rule's run over stored records. The rows get a
   * writer of their own, numbered from 1. When it resolves, ClickHouse has acknowledged them; when it rejects, they are all
   * stored or none, and after anything but `REJECTED` nobody knows which: look before entering them again. Throws a
   * `CoreError` that names the column where a value doesn't fit.
   */
  enter<C extends Columns>(table: RecordTable<C>, entries: readonly StoreEntry<NoInfer<C>>[]): Promise<void>;
  /** Manual interventions and how they stand, or stood; last proposed first. */
  interventions(filter?: InterventionFilter, page?: PageOptions): Promise<Page<InterventionStanding>>;
  /**
   * The steps of interventions in the order in which they arrived. With the cursor of the last time, each that arrived
   * since, once, also those that lay in a spool for hours: it goes by when the database took them, and looks a minute
   * further back, for inserts that were under way and replicas that were behind.
   */
  interventionSteps(filter?: StepFilter): Promise<Arrivals<InterventionRow>>;
  /** What holds: the last choice of each user, kind and scope, by when the user chose. Pages are of users. */
  currentChoices(options?: CurrentChoicesOptions): Promise<Page<ChoiceRow>>;
  /** All that a subject ever chose, given as its pseudonym; newest first. */
  choicesOfSubject(subject: string, page?: PageOptions): Promise<Page<ChoiceRow>>;
  /**
   * The choices that arrived since the cursor, each once, as `interventionSteps` has it. Without one: none, and the cursor
   * of now; take it first, then read `currentChoices`, and nothing is missed.
   */
  choicesSince(cursor?: ArrivalCursor): Promise<Arrivals<ChoiceRow>>;
  /** Reports, complaints and appeals that were opened within a window, with the time that answers took. */
  complaints(filter: ComplaintFilter, window?: TimeWindow): Promise<Complaints>;
  /** How much feedback there is within a window, by service, outlet, kind and reason; the most first. @default all */
  feedbackCounts(filter?: FeedbackFilter, window?: TimeWindow): Promise<readonly FeedbackCount[]>;
  /** Findings of rules on stored records, newest first; each suspected, to be reviewed (疑似 / 待复核). */
  findings(filter?: FindingFilter, page?: PageOptions): Promise<Page<FindingRow>>;
  /**
   * What rules are to do, as was asked for through the table `control_changes`: for each rule and outlet, and for the kill
   * switch, the last request that the database took. A request whose service is empty is for every service.
   */
  controlChanges(filter?: RequestFilter): Promise<readonly ControlChangeRow[]>;
  /** Changes of what rules do, wherever they came from, newest first, with how many processes carried them out. */
  controlHistory(filter?: ControlFilter, page?: PageOptions): Promise<Page<ControlChange>>;
  /** The rows of one change: who asked for it, then which processes carried it out, in the order of time. */
  controlSteps(change: string): Promise<readonly ControlChangeRow[]>;
  /** Processes that stated their coverage within the last three minutes. */
  liveProcesses(): Promise<readonly LiveProcess[]>;
  /** What rules over stored records ask. */
  readonly batch: BatchQueries;
  /** Takes nothing new, waits for what is under way, and ends the connections. Safe to call twice. */
  close(): Promise<void>;
}

/** Makes a store. Nothing is sent before its first use. Throws `INVALID_ARGUMENT` for options that make no sense. */
export function openStore(options: StoreOptions): Store {
  const connection = new Connection(resolveOptions(options));
  return {
    migrate: async (given = {}) => migrate(connection, await shippedMigrations(), given),
    status: async () => readStatus(connection, await shippedMigrations()),
    insertBatch: (batch) => insertBatch(connection, batch),
    registerCatalog: (rows) => registerCatalog(connection, rows),
    decision: (id) => readDecision(connection, id),
    path: (id) => readPath(connection, id),
    decisions: (filter = {}, page = {}) => listDecisions(connection, filter, page),
    decisionsOfSubject: (subject, page = {}) => listDecisions(connection, { subject }, page),
    decisionsOfAlgorithm: (algorithm, page = {}) => listDecisions(connection, { algorithm }, page),
    decisionsUsingFeature: (feature, page = {}) => listFeatureUses(connection, feature, page),
    overview: (window = {}) => readOverview(connection, window),
    storedSequences: (range) => readStoredSequences(connection, range),
    sequenceCounts: (window = {}) => readSequenceCounts(connection, window),
    gaps: (filter = {}, page = {}) => listGaps(connection, filter, page),
    gapCounts: (window = {}) => countGaps(connection, window),
    unmapped: (filter = {}, window = {}) => readUnmapped(connection, filter, window),
    coverage: (filter = {}, window = {}) => readCoverage(connection, filter, window),
    enter: (table, entries) => enter(connection, table, entries),
    interventions: (filter = {}, page = {}) => listInterventions(connection, filter, page),
    interventionSteps: (filter = {}) => readInterventionSteps(connection, filter),
    currentChoices: (options = {}) => readCurrentChoices(connection, options),
    choicesOfSubject: (subject, page = {}) => listChoices(connection, subject, page),
    choicesSince: (cursor) => readChoicesSince(connection, cursor),
    complaints: (filter, window = {}) => readComplaints(connection, filter, window),
    feedbackCounts: (filter = {}, window = {}) => countFeedback(connection, filter, window),
    findings: (filter = {}, page = {}) => listFindings(connection, filter, page),
    controlChanges: (filter = {}) => readControlChanges(connection, filter),
    controlHistory: (filter = {}, page = {}) => listControlHistory(connection, filter, page),
    controlSteps: (change) => readControlSteps(connection, change),
    liveProcesses: () => readLiveProcesses(connection),
    batch: batchQueries(connection),
    close: () => connection.close(),
  };
}
