/** Keep decision records in ClickHouse: schema and migrations, inserts that count once, typed queries. */
export { ClickHouseStoreError, isClickHouseStoreError } from "./errors.ts";
export { OLDEST_SERVER } from "./server.ts";
export { openStore } from "./store.ts";

export type { ClickHouseStoreErrorCode, ClickHouseStoreErrorOptions } from "./errors.ts";
export type { StoreEntry } from "./enter.ts";
export type { Batch } from "./insert.ts";
export type { MigrateOptions, MigrationReport } from "./migrations/migrate.ts";
export type { StoreOptions } from "./options.ts";
export type { BatchAnswer, BatchWindow } from "./queries/batch/answer.ts";
export type { BatchQueries } from "./queries/batch/batch-queries.ts";
export type * from "./queries/batch/rows.ts";
export type { Claim } from "./queries/claim.ts";
export type { TimeWindow } from "./queries/conditions.ts";
export type { Coverage, RouteCoverage } from "./queries/coverage.ts";
export type { DecisionFilter } from "./queries/decisions.ts";
export type { FeatureUse } from "./queries/feature-use.ts";
export type { Gap, GapCount, GapFilter } from "./queries/gaps.ts";
export type {
  AgeBandCount,
  AlgorithmCount,
  FeatureCount,
  FindingCount,
  HoldCount,
  InputFaultCount,
  InterventionCount,
  LostCount,
  ModeCount,
  Overview,
  UnregisteredCount,
} from "./queries/overview-rows.ts";
export type { ArrivalCursor, Arrivals } from "./queries/ledgers/arrivals.ts";
export type { CurrentChoicesOptions } from "./queries/ledgers/choices.ts";
export type { Complaint, ComplaintFilter, Complaints } from "./queries/ledgers/complaints.ts";
export type { ControlChange, ControlFilter, LiveProcess, RequestFilter } from "./queries/ledgers/control.ts";
export type { FeedbackCount, FeedbackFilter } from "./queries/ledgers/feedback.ts";
export type { FindingFilter } from "./queries/ledgers/findings.ts";
export type {
  InterventionFilter,
  InterventionStanding,
  InterventionState,
  StepFilter,
} from "./queries/ledgers/interventions.ts";
export type { Page, PageOptions } from "./queries/page.ts";
export type { PathData, PathFeature, PathSource, SourceCall, SpanCall } from "./queries/path-sources.ts";
export type {
  ChildPath,
  DecisionPath,
  PathFinding,
  PathHold,
  RemoteCallPath,
  WholePath,
} from "./queries/path.ts";
export type { SequenceCount, SequenceRange, SequenceWindow } from "./queries/sequences.ts";
export type { DecisionSummary } from "./queries/summary.ts";
export type { ServiceFilter, UnmappedCall, UnmappedCalls } from "./queries/unmapped.ts";
export type { ServerFacts } from "./server.ts";
export type { ReachableStatus, SchemaStatus, StoreStatus, UnreachableStatus } from "./status.ts";
export type { Store } from "./store.ts";
