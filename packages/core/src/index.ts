/** Record what a ranking service decided: the decision model, tracked reads, and one binary encoding. */
export { callerBelow } from "./caller-below.ts";
export { createCatalog, isPersonalisation, placeOfFeature } from "./catalog.ts";
export { currentDecision, runInDecision } from "./context.ts";
export { timeOfDecisionId } from "./decision-id.ts";
export { CoreError, isCoreError } from "./errors.ts";
export { FeatureSet } from "./feature-set.ts";
export { ITEM_FLAGS } from "./item.ts";
export { hostFilter } from "./propagation.ts";
export { Pseudonyms } from "./pseudonym.ts";
export { RecentMap } from "./recent-map.ts";
export { ByteWriter } from "./record/byte-writer.ts";
export { catalogRecord } from "./record/catalog-record.ts";
export { choiceRecord } from "./record/choice-record.ts";
export { clickhouseType } from "./record/column-type.ts";
export { controlChangeRecord } from "./record/control-change-record.ts";
export { coverageRecord } from "./record/coverage-record.ts";
export { decisionRecord } from "./record/decision-record.ts";
export { feedbackRecord } from "./record/feedback-record.ts";
export { findingRecord } from "./record/finding-record.ts";
export { gapRecord } from "./record/gap-record.ts";
export { interventionRecord } from "./record/intervention-record.ts";
export { listSnapshotRecord } from "./record/list-snapshot-record.ts";
export { LEDGERS } from "./ledgers.ts";
export { RecordTable } from "./record/record-table.ts";
export { remoteCallRecord } from "./record/remote-call-record.ts";
export { Recorder } from "./recorder.ts";
export { ageBandOf, isMinor, UNKNOWN_SUBJECT } from "./subject.ts";
export { untrack } from "./tracking/untrack.ts";
export { wildcard } from "./wildcard.ts";

export type { Algorithm, FiledScope, Outlet } from "./algorithm.ts";
export type { AwaitedStage, Progress, Receipt, Stage } from "./receipt.ts";
export type { Catalog, CatalogFeature, CatalogInput, DataSource, Feature, NeutralValue } from "./catalog.ts";
export type { Caller } from "./caller.ts";
export type { Chunk, ChunkSink, Missing } from "./chunk.ts";
export type { CoveredRequest, CoveredRoute, UncoveredReason } from "./coverage.ts";
export type { LossReason, RecorderCounters, SpanFate } from "./counters.ts";
export type { CallTiming, Decision, DecisionResult } from "./decision.ts";
export type { CoreErrorCode } from "./errors.ts";
export type { Intervention, InterventionFacts } from "./intervention.ts";
export type { Item, ItemFlag } from "./item.ts";
export type { ObservedCall } from "./observed-call.ts";
export type { OutletMapping } from "./outlet-mapping.ts";
export type { Propagation } from "./propagation.ts";
export type { ItemPseudonym, Pseudonym, PseudonymKey } from "./pseudonym.ts";
export type { CatalogRow } from "./record/catalog-record.ts";
export type { ColumnType, ScalarName, ValueOf } from "./record/column-type.ts";
export type {
  Action,
  AgeBand,
  AgeSource,
  AlgorithmType,
  DecisionRow,
  InterventionKind,
  Observation,
  Outcome,
  OutletForm,
  DecisionMode,
  HoldRow,
  Pool,
  Purpose,
  RuleMode,
  ServiceClass,
  Severity,
  Surface,
} from "./record/decision-record.ts";
export type { GapCause, GapRow } from "./record/gap-record.ts";
export type { CoverageRow } from "./record/coverage-record.ts";
export type { Protocol, RemoteCallRow } from "./record/remote-call-record.ts";
export type { Column, Columns, RowOf } from "./record/record-table.ts";
export type {
  Clock,
  OpenOptions,
  OpenRemoteOptions,
  RecorderOptions,
  RecordNote,
} from "./recorder-options.ts";
export type {
  DecisionFacts,
  Finding,
  Judge,
  JudgeFactory,
  JudgeScope,
  OpenedFacts,
  UnregisteredUse,
} from "./rule-port.ts";
export type { RequestValue } from "./request-value.ts";
export type { SubjectFacts, SubjectInput } from "./subject.ts";
export type { SubjectMapping } from "./subject-mapping.ts";
export type { SpanMatch, SpanRule } from "./span-rule.ts";
export type { DecisionDetails, DetailFacts } from "./details.ts";
export type { HeldBack, Hold } from "./hold.ts";
export type { LedgerColumn, LedgerEntry } from "./ledger-records.ts";
export type { PricedItem, PriceFacts } from "./price.ts";
export type { ChoiceRow } from "./record/choice-record.ts";
export type { ControlChangeRow } from "./record/control-change-record.ts";
export type { FeedbackRow } from "./record/feedback-record.ts";
export type { FindingRow } from "./record/finding-record.ts";
export type { InterventionRow } from "./record/intervention-record.ts";
export type { ListSnapshotRow } from "./record/list-snapshot-record.ts";
export type { Meeting, SubjectPort } from "./subject-port.ts";
