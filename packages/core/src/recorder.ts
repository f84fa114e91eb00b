import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import type { Algorithm, Outlet } from "./algorithm.ts";
import { type Catalog, isPersonalisation } from "./catalog.ts";
import type { EncodedCells } from "./cells.ts";
import { ChunkBuilder, type ChunkSink } from "./chunk.ts";
import { type LossReason, type RecorderCounters, Tally } from "./counters.ts";
import type { Decision, DecisionResult } from "./decision.ts";
import { encodeDecision } from "./decision-encoder.ts";
import { CoreError } from "./errors.ts";
import type { FeatureSet } from "./feature-set.ts";
import { InertDecision } from "./inert-decision.ts";
import type { Pseudonyms } from "./pseudonym.ts";
import { decisionRecord, type Purpose } from "./record/decision-record.ts";
import { Openings } from "./openings.ts";
import { MissingList } from "./missing-list.ts";
import { type Progress, promptly, UNKNOWN_PROGRESS } from "./receipt.ts";
import { RecordedDecision } from "./recorded-decision.ts";
import { resolveResult, type ResultFacts } from "./result.ts";
import type { Finding, JudgeFactory } from "./rule-port.ts";
import type { SubjectInput } from "./subject.ts";
import { contextCells, NO_CONTEXT, writerCells } from "./shared-cells.ts";
import { isPlainName, PathNode } from "./tracking/path-node.ts";
import type { LateReads } from "./tracking/reads.ts";

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
   * Told how many decisions began so far, before each goes on: for whoever must know it even if this process ends at
   * any moment. Must not throw. @default nobody
   */
  readonly onBegin?: (begun: number) => void;
  /** Knows how far records have come, for receipts. @default nobody: they stay `recorded` */
  readonly progress?: Progress;
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
  readonly subject?: SubjectInput | undefined;
}

/** What a decision needs of its recorder. */
export interface RecorderCore {
  readonly catalog: Catalog;
  readonly pseudonyms: Pseudonyms;
  readonly clock: Clock;
  /** 32-bit words that one bit per feature takes; at least 1. */
  readonly featureWords: number;
  readonly late: LateReads;
  /** Milliseconds since the epoch at a reading of the monotonic clock. */
  wallTime(monotonicUs: number): number;
  root(source: string): PathNode;
  fault(where: string, fault: unknown): void;
  badInput(name: string): void;
  /** How far the record of that number has come. */
  readonly progress: Progress;
  /** Encodes the decision as the record of the next number, and gives that number; 0 when it came too late for one. */
  record(decision: RecordedDecision, result: DecisionResult | undefined): number;
}

/** Names of bad input that are counted apart. */
const MOST_BAD_INPUTS = 128;

/** Sources named in code but not in the catalog that are remembered. */
const MOST_UNKNOWN_SOURCES = 64;

const systemClock: Clock = { now: Date.now, monotonicUs: () => performance.now() * 1000 };

/**
 * Records decisions: opens them, lets the rules look at them when they close, and encodes each into one row. No
 * I/O, and no method throws on the request path.
 */
export class Recorder {
  readonly catalog: Catalog;
  readonly pseudonyms: Pseudonyms;
  readonly clock: Clock;
  readonly featureWords: number;
  /** @internal */
  readonly late: LateReads = { reads: 0 };
  readonly writer: string;
  readonly epoch: number;
  readonly #sink: ChunkSink;
  readonly #onFault: (where: string, fault: unknown) => void;
  readonly #openings: Openings;
  readonly #unknownSources: Map<string, PathNode> = new Map();
  readonly #otherSource: PathNode = new PathNode("*");
  readonly #chunk: ChunkBuilder;
  readonly #writerCells: EncodedCells;
  readonly #personal: FeatureSet;
  readonly #lost: Tally<LossReason> = new Tally();
  readonly #findings: Tally<string> = new Tally();
  readonly #badInput: Tally<string> = new Tally();
  readonly #faults: Tally<string> = new Tally();
  readonly #missing: MissingList = new MissingList();
  readonly #onBegin: ((begun: number) => void) | undefined;
  /** @internal */
  readonly progress: Progress;
  #begun = 0;
  #epochMs = 0;
  #comparedUs = Number.NEGATIVE_INFINITY;
  #seq = 0;
  #isClosed = false;

  /** Throws a `CoreError` when an option can't be recorded, so that nothing of it goes wrong later. */
  constructor(options: RecorderOptions) {
    const { writer = randomUUID(), epoch = 1, chunkBytes = 64 * 1024, clock = systemClock } = options;
    this.catalog = options.catalog;
    this.pseudonyms = options.pseudonyms;
    this.clock = clock;
    this.writer = writer;
    this.epoch = epoch;
    this.featureWords = Math.max(1, (this.catalog.features.length + 31) >>> 5);
    this.#sink = options.sink;
    this.#onFault = options.onFault ?? (() => undefined);
    this.#onBegin = options.onBegin;
    this.progress = promptly(options.progress ?? UNKNOWN_PROGRESS, () => this.flush());
    this.#chunk = new ChunkBuilder(decisionRecord.name, decisionRecord.version, chunkBytes);
    this.#personal = this.catalog.select(isPersonalisation);
    this.#writerCells = writerCells(writer, epoch, options.service, this.catalog.digest);
    const { algorithms, outlets = [], judge } = options;
    this.#openings = new Openings({ catalog: this.catalog, algorithms, outlets, judge });
  }

  /** Opens a decision. If that fails, one that records nothing is given, and the fault is counted. */
  open(options: OpenOptions): Decision {
    let algorithm = "?";
    try {
      ({ algorithm } = options);
      const opening = this.#openings.of(options);
      const decision = new RecordedDecision(this, opening, contextOf(options));
      for (const name of opening.faults) decision.noteBadInput(name);
      if (options.trace && !isTraceContext(options.trace)) decision.noteBadInput("trace");
      if (options.parent?.id && !isUuid(options.parent.id)) decision.noteBadInput("parent");
      if (options.subject) decision.identify(options.subject);
      this.#begun += 1;
      this.#onBegin?.(this.#begun);
      return decision;
    } catch (fault) {
      this.fault("open", fault);
      return new InertDecision(algorithm);
    }
  }

  /** Hands over what was gathered, full or not. */
  flush(): void {
    try {
      const isTold = this.#missing.settle((runs) => this.#sink.missing?.(decisionRecord.name, runs) ?? true);
      if (this.#chunk.rows > 0) this.#handOver(isTold);
    } catch (fault) {
      this.fault("sink", fault);
    }
  }

  // What follows numbers that nobody took note of would hide that they are missing.
  #handOver(isTold: boolean): void {
    const chunk = this.#chunk.take();
    let isTaken = false;
    try {
      isTaken = isTold && this.#sink.accept(chunk);
    } finally {
      if (!isTaken) {
        this.#lost.add("refused", chunk.ends.length);
        this.#missing.add("refused", chunk.firstSeq, chunk.lastSeq);
      }
    }
  }

  /** How many decisions began so far. Each takes one sequence number when it closes. */
  get begun(): number {
    return this.#begun;
  }

  /** Hands over what was gathered; decisions that close later are counted as lost. Safe to call twice. */
  close(): void {
    this.#isClosed = true;
    this.flush();
  }

  get counters(): RecorderCounters {
    return {
      recorded: new Map(this.#openings.tallies.map(({ name, recorded }) => [name, recorded])),
      lost: this.#lost,
      findings: this.#findings,
      badInput: this.#badInput,
      faults: this.#faults,
      lateReads: this.late.reads,
    };
  }

  /**
   * @internal Reading a clock costs tens of nanoseconds, so the two are compared once a second, and the wall time of
   * a decision is worked out from the monotonic reading that it needs anyway.
   */
  wallTime(monotonicUs: number): number {
    if (monotonicUs - this.#comparedUs > 1_000_000) {
      this.#comparedUs = monotonicUs;
      this.#epochMs = this.clock.now() - monotonicUs / 1000;
    }
    return Math.floor(this.#epochMs + monotonicUs / 1000);
  }

  /** @internal Where reads of a source start. Sources that nobody declared, and whose name may be data, share one. */
  root(source: string): PathNode {
    const known = this.catalog.tree.get(source) ?? this.#unknownSources.get(source);
    if (known) return known;
    if (this.#unknownSources.size >= MOST_UNKNOWN_SOURCES || !isPlainName(source)) return this.#otherSource;
    const root = new PathNode(source);
    this.#unknownSources.set(source, root);
    return root;
  }

  /** Counts and reports a fault inside Probity that was swallowed. For adapters; never throws. */
  fault(where: string, fault: unknown): void {
    this.#faults.add(where);
    this.#report(where, fault);
  }

  /** @internal */
  badInput(name: string): void {
    // A service may note names of its own; the counters stay few whatever they are.
    const isRoom = this.#badInput.size < MOST_BAD_INPUTS || this.#badInput.has(name);
    this.#badInput.add(isRoom ? name : "other");
    this.#report("input", new CoreError("INVALID_VALUE", badInputMessage(name)));
  }

  /** @internal */
  record(decision: RecordedDecision, result: DecisionResult | undefined): number {
    if (this.#isClosed) {
      this.#lost.add("closed");
      return 0;
    }
    this.#seq += 1;
    const seq = this.#seq;
    try {
      const findings = this.#judgeOf(decision);
      this.#append(decision, seq, findings, resolveResult(result, decision));
      for (const { rule } of findings) this.#findings.add(rule);
      decision.opening.compiled.tally.recorded += 1;
    } catch (fault) {
      this.#lost.add("unencodable");
      this.fault("encode", fault);
      this.flush(); // a chunk leaves no number out
      this.#missing.add("unencodable", seq, seq);
    }
    if (this.#chunk.isFull) this.flush();
    return seq;
  }

  #append(
    decision: RecordedDecision,
    seq: number,
    findings: readonly Finding[],
    { outcome, status }: ResultFacts,
  ): void {
    const { writer } = this.#chunk;
    const start = writer.length;
    try {
      const isPersonalised = decision.used.intersects(this.#personal);
      const writerCells = this.#writerCells;
      encodeDecision(writer, decision, { seq, writerCells, findings, isPersonalised, outcome, status });
    } catch (fault) {
      writer.rewind(start);
      throw fault;
    }
    this.#chunk.endRow(seq);
  }

  #judgeOf(decision: RecordedDecision): readonly Finding[] {
    try {
      return decision.opening.compiled.judge?.judge(decision) ?? NO_FINDINGS;
    } catch (fault) {
      // The row must not look as if the rules had found nothing.
      decision.noteGap("rules.failed");
      this.fault("rules", fault);
      const { findings } = (fault ?? {}) as { readonly findings?: unknown };
      return Array.isArray(findings) ? (findings as Finding[]) : NO_FINDINGS;
    }
  }

  #report(where: string, fault: unknown): void {
    try {
      this.#onFault(where, fault);
    } catch {
      this.#faults.add("onFault");
    }
  }
}

const NO_FINDINGS: readonly Finding[] = [];

function contextOf({ trace, parent }: OpenOptions): EncodedCells {
  const known = trace && isTraceContext(trace) ? trace : undefined;
  // A parent that could not be opened has no id.
  const within = parent && isUuid(parent.id) ? parent.id : undefined;
  return known || within ? contextCells(known, within) : NO_CONTEXT;
}

function isTraceContext({ traceId, spanId }: NonNullable<OpenOptions["trace"]>): boolean {
  return /^[0-9a-f]{32}$/.test(traceId) && /^[0-9a-f]{16}$/.test(spanId);
}

function isUuid(id: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}

// Names only, never what was handed in: that may be somebody's data.
function badInputMessage(name: string): string {
  return `"${name}" was handed in with a value that can't be recorded; it is recorded as unknown. See docs/bad-input.md`;
}
