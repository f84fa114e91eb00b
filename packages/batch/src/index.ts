/** Rules over stored records: figures with their intervals, each with the query that reproduces it. */
export { batchRules } from "./batch-rules.ts";
export { BatchError, isBatchError } from "./errors.ts";
export { exposureByGroup, logarithmicBias } from "./fairness/exposure.ts";
export { disparateImpactRatio, disparateTreatmentRatio, exposureParity } from "./fairness/exposure-ratios.ts";
export { hourlyAnomalies } from "./feedback/hourly-anomalies.ts";
export { changedFindings } from "./new-findings.ts";
export { runBatchRules } from "./run.ts";
export { firstWindow, runOnSchedule } from "./schedule.ts";
export { DEFAULT_BATCH_SETTINGS } from "./settings.ts";
export { bootstrap } from "./statistics/bootstrap.ts";
export { holm } from "./statistics/holm.ts";
export { seededRandom } from "./statistics/random.ts";

export type { Answer, BatchQueries, Window } from "./batch-queries.ts";
export type { BatchHit, BatchLook, BatchRule, BatchScope } from "./batch-rule.ts";
export type { BatchErrorCode } from "./errors.ts";
export type { GroupExposure, PositionBias, RankedItem, RankedList } from "./fairness/exposure.ts";
export type { RatioOptions } from "./fairness/exposure-ratios.ts";
export type { AnomalyOptions, HourlyAnomaly, HourlyCounts } from "./feedback/hourly-anomalies.ts";
export type { FindingChanges } from "./new-findings.ts";
export type { StoredFinding } from "@probity/clickhouse";
export type { BatchFinding, BatchRuleOutcome, BatchRun, BatchRunOptions } from "./run.ts";
export type { ScheduleOptions } from "./schedule.ts";
export type { BatchSettings } from "./settings.ts";
export type { BootstrapOptions, Estimate, Statistic } from "./statistics/bootstrap.ts";
export type { Random } from "./statistics/random.ts";
