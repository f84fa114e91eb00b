import type { Algorithm, Outlet } from "./algorithm.ts";
import type { Caller } from "./caller.ts";
import type { Catalog } from "./catalog.ts";
import type { ChunkSink } from "./chunk.ts";
import type { CoveredRoute } from "./coverage.ts";
import type { Decision } from "./decision.ts";
import type { Pseudonyms } from "./pseudonym.ts";
import type { Progress } from "./receipt.ts";
import type { Outcome, Purpose } from "./record/decision-record.ts";
import type { Protocol } from "./record/remote-call-record.ts";
import type { Finding, JudgeFactory } from "./rule-port.ts";
import type { SubjectInput } from "./subject.ts";
import type { SubjectPort } from "./subject-port.ts";

/** Time, for the recorder and for its tests. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Microseconds of a clock that never goes back. */
  monotonicUs(): number;
}

export interface RecorderOptions {
  /** The service's name. */
  readonly service: string;
  readonly catalog: Catalog;
  readonly algorithms: readonly Algorithm[];
  /** @default [] */
  readonly outlets?: readonly Outlet[];
  readonly pseudonyms: Pseudonyms;
  /** Where full chunks go. */
  readonly sink: ChunkSink;
  /** Makes the rules ready for each algorithm. @default no rules */
  readonly judge?: JudgeFactory;
  /** A chunk is handed over when it holds this many bytes, or by `flush`. @default 65_536 */
  readonly chunkBytes?: number;
  /** Told of every fault inside Probity and of every bad input. Must not throw. @default nothing */
  readonly onFault?: (where: string, fault: unknown) => void;
  /** @default the system's clocks */
  readonly clock?: Clock;
  /** This process instance: a UUID. @default a random one */
  readonly writer?: string;
  /** Which life of the writer. @default 1 */
  readonly epoch?: number;
  /**
   * Told how many decisions (`decisions`) or remote calls (`remote_calls`) began so far, before each goes on: for whoever
   * must know it even if this process ends at any moment. Must not throw. @default nobody
   */
  readonly onBegin?: (begun: number, table: string) => void;
  /** Knows how far records have come, for receipts. @default nobody: they stay `recorded` */
  readonly progress?: Progress;
  /** How far entries of a ledger have come, by its table, for receipts. @default nobody: they stay `recorded` */
  readonly ledgerProgress?: (table: string) => Progress;
  /** What ledgers know of subjects. @default nothing */
  readonly subjects?: SubjectPort;
  /** The routes that coverage is stated of, seen or not. @default only those that are seen */
  readonly routes?: readonly CoveredRoute[];
}

/** What is told of each decision that was recorded, for telemetry. No value is in it. */
export interface RecordNote {
  readonly decision: Decision;
  readonly seq: number;
  readonly findings: readonly Finding[];
  readonly isPersonalised: boolean;
  /** How many items were delivered. */
  readonly items: number;
  readonly outcome: Outcome;
  readonly status: number;
}

/** What is known when a request comes that is a part of another service's decision. */
export interface OpenRemoteOptions {
  /** What the caller's baggage says. */
  readonly caller: Caller;
  readonly protocol: Protocol;
  /** Route pattern, gRPC method or topic; a function is asked when the call is over. @default "*" */
  readonly route?: string | (() => string | undefined) | undefined;
  /** W3C trace context. @default none */
  readonly trace?: { readonly traceId: string; readonly spanId: string } | undefined;
}

/** What is known when a decision opens. */
export interface OpenOptions {
  /** Id of a configured algorithm. Another is recorded as it is, with a bad input `algorithm`. */
  readonly algorithm: string;
  /** Id of a configured outlet. @default none */
  readonly outlet?: string | undefined;
  /** @default the algorithm's */
  readonly purpose?: Purpose | undefined;
  /** Route pattern, such as `/users/:id/feed`. @default "" */
  readonly route?: string | undefined;
  /** W3C trace context: 32 and 16 lower-case hexadecimal digits. @default none */
  readonly trace?: { readonly traceId: string; readonly spanId: string } | undefined;
  /** The enclosing decision. @default none */
  readonly parent?: Decision | undefined;
  /** What the request's baggage says of the decision in another service that it is a part of. @default nothing */
  readonly caller?: Caller | undefined;
  readonly subject?: SubjectInput | undefined;
}
