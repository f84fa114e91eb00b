import type { Catalog } from "./catalog.ts";
import type { SpanFate } from "./counters.ts";
import type { DecisionResult } from "./decision.ts";
import type { Pseudonyms } from "./pseudonym.ts";
import type { Progress } from "./receipt.ts";
import type { RecordedDecision } from "./recorded-decision.ts";
import type { Clock } from "./recorder-options.ts";
import type { RemoteCall } from "./remote-call.ts";
import type { PathNode } from "./tracking/path-node.ts";
import type { SubjectPort } from "./subject-port.ts";
import type { LateReads } from "./tracking/reads.ts";

/** What a decision or a remote call needs of its recorder. */
export interface RecorderCore {
  readonly catalog: Catalog;
  readonly pseudonyms: Pseudonyms;
  readonly clock: Clock;
  /** 32-bit words that one bit per feature takes; at least 1. */
  readonly featureWords: number;
  readonly late: LateReads;
  /** Milliseconds since the epoch at a reading of the monotonic clock. */
  wallTime(monotonicUs: number): number;
  /** Where reads of a source start. */
  root(source: string): PathNode;
  fault(where: string, fault: unknown): void;
  badInput(name: string): void;
  /** Counts a client span. */
  spanSeen(fate: SpanFate): void;
  /** What ledgers know of subjects. */
  readonly subjects: SubjectPort | undefined;
  /** How far the record of that number has come. */
  readonly progress: Progress;
  /** Encodes the decision as the record of the next number, and gives that number; 0 when it came too late for one. */
  record(decision: RecordedDecision, result: DecisionResult | undefined): number;
  /** Encodes the remote call as the record of the next number. */
  recordRemoteCall(call: RemoteCall, result: DecisionResult | undefined): void;
}
