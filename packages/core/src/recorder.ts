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
import { isName } from "./input-check.ts";
import type { Pseudonyms } from "./pseudonym.ts";
import { decisionColumns } from "./record/decision-columns.ts";
import { decisionRecord, type Purpose } from "./record/decision-record.ts";
import type { AlgorithmTally, CompiledAlgorithm, CompiledOutlet, Opening } from "./opening.ts";
import { RecordedDecision } from "./recorded-decision.ts";
import { resolveResult, type ResultFacts } from "./result.ts";
import type { Finding, JudgeFactory } from "./rule-port.ts";
import type { SubjectInput } from "./subject.ts";
import {
  algorithmCells,
  contextCells,
  NO_CONTEXT,
  NO_OUTLET,
  outletCells,
  writerCells,
} from "./shared-cells.ts";
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
  record(decision: RecordedDecision, result: DecisionResult | undefined): void;
}

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
  readonly #judge: JudgeFactory | undefined;
  readonly #algorithms: Map<string, CompiledAlgorithm> = new Map();
  readonly #unknownByPurpose: Map<Purpose, CompiledAlgorithm> = new Map();
  readonly #outlets: Map<string, CompiledOutlet> = new Map();
  readonly #unknownSources: Map<string, PathNode> = new Map();
  readonly #otherSource: PathNode = new PathNode("*");
  readonly #chunk: ChunkBuilder;
  readonly #writerCells: EncodedCells;
  readonly #personal: FeatureSet;
  readonly #unknown: AlgorithmTally = { name: "", recorded: 0 };
  readonly #lost: Tally<LossReason> = new Tally();
  readonly #findings: Tally<string> = new Tally();
  readonly #badInput: Tally<string> = new Tally();
  readonly #faults: Tally<string> = new Tally();
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
    this.#judge = options.judge;
    this.#chunk = new ChunkBuilder(decisionRecord.name, decisionRecord.version, chunkBytes);
    this.#personal = this.catalog.select(isPersonalisation);
    this.#writerCells = writerCells(writer, epoch, options.service, this.catalog.digest);
    for (const algorithm of options.algorithms) {
      this.#algorithms.set(algorithm.id, this.#compile(algorithm, { name: algorithm.id, recorded: 0 }));
    }
    for (const outlet of options.outlets ?? [])
      this.#outlets.set(outlet.id, { outlet, cells: outletCells(outlet) });
  }

  /** Opens a decision. If that fails, one that records nothing is given, and the fault is counted. */
  open(options: OpenOptions): Decision {
    let algorithm = "?";
    try {
      ({ algorithm } = options);
      const decision = new RecordedDecision(this, this.#opening(options));
      if (options.trace && !isTraceContext(options.trace)) decision.noteBadInput("trace");
      if (options.parent?.id && !isUuid(options.parent.id)) decision.noteBadInput("parent");
      if (decision.opening.route !== (options.route ?? "")) decision.noteBadInput("route");
      if (!this.#algorithms.has(algorithm)) decision.noteBadInput("algorithm");
      if (options.purpose !== undefined && options.purpose !== decision.purpose)
        decision.noteBadInput("purpose");
      if (options.outlet !== undefined && !decision.outlet) decision.noteBadInput("outlet");
      if (options.subject) decision.identify(options.subject);
      return decision;
    } catch (fault) {
      this.fault("open", fault);
      return new InertDecision(algorithm);
    }
  }

  /** Hands over what was gathered, full or not. */
  flush(): void {
    if (this.#chunk.rows === 0) return;
    const rows = this.#chunk.rows;
    let isTaken = false;
    try {
      isTaken = this.#sink.accept(this.#chunk.take());
    } catch (fault) {
      this.fault("sink", fault);
    }
    if (!isTaken) this.#lost.add("refused", rows);
  }

  /** Hands over what was gathered; decisions that close later are counted as lost. Safe to call twice. */
  close(): void {
    this.#isClosed = true;
    this.flush();
  }

  get counters(): RecorderCounters {
    return {
      recorded: new Map(this.#tallies().map(({ name, recorded }) => [name, recorded])),
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
    this.#badInput.add(name);
    this.#report("input", new CoreError("INVALID_VALUE", badInputMessage(name)));
  }

  /** @internal */
  record(decision: RecordedDecision, result: DecisionResult | undefined): void {
    if (this.#isClosed) {
      this.#lost.add("closed");
      return;
    }
    try {
      const findings = this.#judgeOf(decision);
      this.#append(decision, findings, resolveResult(result, decision));
      for (const { rule } of findings) this.#findings.add(rule);
      decision.opening.compiled.tally.recorded += 1;
    } catch (fault) {
      this.#lost.add("unencodable");
      this.fault("encode", fault);
    }
    if (this.#chunk.isFull) this.flush();
  }

  #append(decision: RecordedDecision, findings: readonly Finding[], { outcome, status }: ResultFacts): void {
    const { writer } = this.#chunk;
    const start = writer.length;
    this.#seq += 1;
    try {
      const isPersonalised = decision.used.intersects(this.#personal);
      const writerCells = this.#writerCells;
      encodeDecision(writer, decision, {
        seq: this.#seq,
        writerCells,
        findings,
        isPersonalised,
        outcome,
        status,
      });
    } catch (fault) {
      writer.rewind(start);
      throw fault;
    }
    this.#chunk.endRow(this.#seq);
  }

  #tallies(): AlgorithmTally[] {
    return [...Array.from(this.#algorithms.values(), ({ tally }) => tally), this.#unknown];
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

  #opening(options: OpenOptions): Opening {
    const compiled = this.#algorithms.get(options.algorithm) ?? this.#compileUnknown(options);
    return {
      compiled,
      place: this.#outlets.get(options.outlet ?? "") ?? NO_PLACE,
      purpose: isPurpose(options.purpose) ? options.purpose : compiled.algorithm.purpose,
      route: isName(options.route) ? options.route : "",
      contextCells: contextOf(options),
    };
  }

  #compile(algorithm: Algorithm, tally: AlgorithmTally): CompiledAlgorithm {
    const judge = this.#judge?.({ catalog: this.catalog, algorithm });
    return { algorithm, judge, tally, cells: algorithmCells(algorithm, judge?.rules ?? "") };
  }

  // The rules are made ready once for all algorithms that nobody configured: they differ in their name only.
  #compileUnknown({ algorithm: id, purpose: given }: OpenOptions): CompiledAlgorithm {
    const purpose = isPurpose(given) ? given : "content";
    const unknown: Algorithm = { id: isName(id) ? id : "?", version: "", type: "unknown", purpose };
    let compiled = this.#unknownByPurpose.get(purpose);
    if (!compiled) this.#unknownByPurpose.set(purpose, (compiled = this.#compile(unknown, this.#unknown)));
    if (compiled.algorithm.id === unknown.id) return compiled;
    return { ...compiled, algorithm: unknown, cells: algorithmCells(unknown, compiled.judge?.rules ?? "") };
  }

  #report(where: string, fault: unknown): void {
    try {
      this.#onFault(where, fault);
    } catch {
      this.#faults.add("onFault");
    }
  }
}

const NO_PLACE: CompiledOutlet = { outlet: undefined, cells: NO_OUTLET };
const NO_FINDINGS: readonly Finding[] = [];

function isPurpose(given: unknown): given is Purpose {
  return typeof given === "string" && Object.hasOwn(decisionColumns.purpose.type.enum8, given);
}

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
