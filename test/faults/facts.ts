import type { StoredDecision, StoredGap, StoredRecord } from "./database.ts";
import type { Damage } from "./kinds/kind.ts";
import type { GroundTruth } from "./service.ts";

/** One process, when it was over. */
export interface Life {
  /** From 1, in the order in which they were started. */
  readonly number: number;
  readonly end: "running" | "killed" | "stopped";
  readonly truth: GroundTruth;
  readonly peakBytes: number;
}

/** One request that was sent, as the client saw it. */
export interface Sent {
  readonly id: string;
  /** Number of the life that it was sent to. */
  readonly life: number;
  readonly isAnswered: boolean;
  /** Whether the answer is what a service without a probe gives. */
  readonly isFaithful: boolean;
  readonly decision: string | undefined;
  readonly stage: string;
  readonly tookMs: number;
}

/** Whether an answer said that its decision is safe. */
export function isPromised({ decision, stage }: Pick<Sent, "decision" | "stage">): boolean {
  return decision !== undefined && (stage === "spooled" || stage === "stored");
}

/** Everything that is known when a round is over: from the client, from the processes, and from ClickHouse. */
export interface Facts {
  readonly hasSpool: boolean;
  readonly lives: readonly Life[];
  readonly sent: readonly Sent[];
  readonly decisions: readonly StoredDecision[];
  /** Remote calls, and statements of coverage. */
  readonly others: readonly StoredRecord[];
  readonly gaps: readonly StoredGap[];
  readonly damage: readonly Damage[];
  /** Files of the spool that still held records when the last process had ended. */
  readonly leftovers: readonly string[];
  /** No clock was set: what the load says of a caller's decision can be believed. */
  readonly areClocksRight: boolean;
  /** Causes of gaps that this round's faults may bring. */
  readonly causes: readonly string[];
  /** The most memory that a process may have had, in bytes. */
  readonly mostBytes: number;
}
