import type { DecisionRow, Observation, RemoteCallRow } from "@probity/core";

/**
 * The data-call path of a decision, as far as documents are made of it. What a store of `@probity/clickhouse` gives as a
 * path is one.
 */
export interface ReportedPath extends ReportedData {
  readonly decision: DecisionRow;
  readonly findings: readonly ReportedFinding[];
  readonly remoteCalls: readonly ReportedRemoteCall[];
  readonly children: readonly ReportedChild[];
}

/** A decision that was taken inside another. */
export interface ReportedChild extends ReportedPath {
  /** Undefined where both were in one process. */
  readonly claim: ReportedClaim | undefined;
}

/** What another service says that it did for the decision. */
export interface ReportedRemoteCall extends ReportedData {
  readonly call: RemoteCallRow;
  readonly claim: ReportedClaim;
}

/** How a called service's word stands against the caller's record. */
export interface ReportedClaim {
  /** Both were in one trace. */
  readonly isBorneOut: boolean;
  /** Milliseconds by which its clock would have to be moved for its time to lie in the caller's; null: no shift does. */
  readonly shiftMs: number | null;
}

/** Which data was used. */
export interface ReportedData {
  readonly sources: readonly ReportedSource[];
  /** Calls of which it is not known what they read. */
  readonly unmapped: readonly ReportedSpan[];
}

/** A source, and what was used of it. */
export interface ReportedSource {
  readonly source: string;
  readonly system: string;
  readonly dataset: string;
  readonly spans: readonly ReportedSpan[];
  readonly features: readonly ReportedFeature[];
}

/** Where a source was seen to be called. */
export interface ReportedSpan {
  readonly system: string;
  readonly host: string;
  readonly database: string;
  readonly count: number;
}

/** A feature that was used. */
export interface ReportedFeature {
  readonly name: string;
  readonly how: readonly Observation[];
  readonly isRegistered: boolean;
  readonly codes: readonly string[];
  readonly isPersonal: boolean | undefined;
  readonly purposes: readonly string[];
}

/** A rule's hit, with the names of the features. Suspected, to be reviewed (疑似 / 待复核). */
export interface ReportedFinding extends Omit<DecisionRow["findings"][number], "features"> {
  readonly features: readonly string[];
}

/** @internal True of an id or pseudonym that stands for none. */
export function isZero(digits: string): boolean {
  return /^[0-]*$/.test(digits);
}

/** @internal A moment as documents have it. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** @internal When a record's time was over. */
export function endOf({ ts, took_us }: { readonly ts: number; readonly took_us: number }): number {
  return ts + Math.ceil(took_us / 1000);
}
