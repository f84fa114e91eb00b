/** What a service installs: from a configuration to decisions in ClickHouse. */
export { currentDecision, untrack } from "@probity/core";
export { createProbe } from "./create-probe.ts";
export { isProbeError, ProbeError } from "./errors.ts";

export type { ProbeCounters, ProbeLossReason, RecordCounters } from "./counters.ts";
export type { ProbeErrorCode } from "./errors.ts";
export type { MetricsRegistry } from "./metrics.ts";
export type { ProbeOptions } from "./options.ts";
export type { ProbePorts } from "./ports.ts";
export type { DrainOptions, DrainReport, Probe } from "./probe.ts";
export type {
  Decision,
  DecisionResult,
  Intervention,
  Item,
  ItemFlag,
  OpenOptions,
  SubjectInput,
} from "@probity/core";
