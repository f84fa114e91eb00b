import type { DecisionMode } from "./record/decision-record.ts";

/** Why a decision that was opened is not in the record. */
export type LossReason =
  /** The sink had no room or no life left. */
  | "refused"
  /** Its fields could not be encoded: a fault of ours. */
  | "unencodable"
  /** It was closed after the recorder. */
  | "closed";

/** What became of a client span inside a decision: a source is known for it, or not, or the decision was closed. */
export type SpanFate = "mapped" | "unmapped" | "late";

/** What a recorder has done so far. Counts only ever grow. */
export interface RecorderCounters {
  /** Decisions recorded, by algorithm id. Those that the sink refused afterwards are among them, and among the lost. */
  readonly recorded: ReadonlyMap<string, number>;
  /** Decisions lost, by reason. */
  readonly lost: ReadonlyMap<LossReason, number>;
  /** Rule hits, by rule id. */
  readonly findings: ReadonlyMap<string, number>;
  /** Decisions in which an enforced rule held something back, by rule id. */
  readonly held: ReadonlyMap<string, number>;
  /** Decisions in which a rule in shadow would have held something back, by rule id. */
  readonly heldInShadow: ReadonlyMap<string, number>;
  /** Decisions that enforced rules had go otherwise than they were asked for. */
  readonly modes: ReadonlyMap<DecisionMode, number>;
  /** Inputs that could not be taken as they were, by name. */
  readonly badInput: ReadonlyMap<string, number>;
  /** Faults inside Probity that were swallowed, by place. */
  readonly faults: ReadonlyMap<string, number>;
  /** Reads of tracked objects after their decision was closed. */
  readonly lateReads: number;
  /** Remote calls recorded. Those that the sink refused afterwards are among them, and among the lost. */
  readonly remoteCalls: number;
  readonly remoteCallsLost: ReadonlyMap<LossReason, number>;
  /** Client spans seen, by what became of them. */
  readonly spans: ReadonlyMap<SpanFate, number>;
  /** Entries made, by ledger. Those that the sink refused afterwards are among them, and among the lost. */
  readonly entries: ReadonlyMap<string, number>;
  /** Entries lost, by ledger and reason. */
  readonly entriesLost: ReadonlyMap<string, ReadonlyMap<LossReason, number>>;
}

/** A family of counts. */
export class Tally<K extends string> extends Map<K, number> {
  add(key: K, count = 1): void {
    this.set(key, (this.get(key) ?? 0) + count);
  }
}
