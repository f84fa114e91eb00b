import type {
  Action,
  AgeBand,
  AlgorithmType,
  DecisionMode,
  GapCause,
  InterventionKind,
  RuleMode,
  Severity,
} from "@probity/core";

/** Decisions of one algorithm version at one outlet. */
export interface AlgorithmCount {
  readonly algorithm: string;
  readonly version: string;
  readonly algorithm_type: AlgorithmType;
  readonly outlet: string;
  readonly decisions: number;
  /** Of these, how many used personal features for more than protection. */
  readonly personalised: number;
  /** For minors, by age band or by the mode signal. */
  readonly minors: number;
  /** Hit by a rule. */
  readonly flagged: number;
  /** Touched by an intervention. */
  readonly intervened: number;
  /** Aborted or failed. */
  readonly failed: number;
}

/** Decisions that used one registered feature. */
export interface FeatureCount {
  readonly feature: string;
  readonly source: string;
  readonly codes: readonly string[];
  readonly personal: boolean;
  readonly decisions: number;
}

/** Decisions that used something that their catalog didn't know. */
export interface UnregisteredCount {
  readonly source: string;
  readonly name: string;
  readonly decisions: number;
}

/** Decisions that one rule hit; each suspected, to be reviewed (疑似 / 待复核). */
export interface FindingCount {
  readonly rule: string;
  readonly severity: Severity;
  readonly mode: RuleMode;
  readonly decisions: number;
}

/** Decisions that enforced rules made the same of. */
export interface ModeCount {
  readonly mode: DecisionMode;
  readonly decisions: number;
}

/** Decisions of which one rule held something back; or, in shadow, would have. */
export interface HoldCount {
  readonly rule: string;
  readonly action: Action;
  readonly mode: RuleMode;
  readonly decisions: number;
  /** How often a feature's read gave nothing, and how many places outside the catalog, tags and items were held back. */
  readonly features: number;
  readonly unregistered: number;
  readonly tags: number;
  readonly items: number;
}

/** Decisions for one age band. */
export interface AgeBandCount {
  readonly age_band: AgeBand;
  readonly decisions: number;
  /** Of these, how many with the minors' mode signal on. */
  readonly minor_mode: number;
}

/** Interventions of one kind. */
export interface InterventionCount {
  readonly kind: InterventionKind;
  /** How often one touched a decision. */
  readonly times: number;
  /** Decisions that one or more of them touched. */
  readonly decisions: number;
}

/** Decisions with one kind of bad input from the service. */
export interface InputFaultCount {
  readonly name: string;
  readonly decisions: number;
}

/** Decisions of which no record came, for one cause. */
export interface LostCount {
  readonly cause: GapCause;
  /** Runs of consecutive decisions. */
  readonly gaps: number;
  readonly decisions: number;
  /** Of these, how many are not stored to this day. */
  readonly missing: number;
}

/** What a window of decisions amounts to. Every list starts with the most. */
export interface Overview {
  readonly decisions: number;
  /** Different users; those not signed in are not counted. */
  readonly subjects: number;
  /** When the first and the last of them were opened; null without any. */
  readonly first: number | null;
  readonly last: number | null;
  readonly algorithms: readonly AlgorithmCount[];
  /** The 50 that most decisions used. */
  readonly features: readonly FeatureCount[];
  /** The 50 that most decisions used. */
  readonly unregistered: readonly UnregisteredCount[];
  readonly findings: readonly FindingCount[];
  readonly modes: readonly ModeCount[];
  readonly holds: readonly HoldCount[];
  readonly age_bands: readonly AgeBandCount[];
  readonly interventions: readonly InterventionCount[];
  readonly input_faults: readonly InputFaultCount[];
  /** Of the gaps that were noticed within the window: when the decisions themselves were taken, no record tells. */
  readonly lost: readonly LostCount[];
}
