import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { type Catalog, isPersonalisation } from "./catalog.ts";
import type { EncodedCells } from "./cells.ts";
import { type LossReason, type RecorderCounters, type SpanFate, Tally } from "./counters.ts";
import { type CoveredRequest, CoverageTally } from "./coverage.ts";
import type { Decision, DecisionResult } from "./decision.ts";
import { contextOf, isTraceContext, isUuid, NO_TRACE } from "./decision-context.ts";
import { encodeDecision } from "./decision-encoder.ts";
import { CoreError } from "./errors.ts";
import type { FeatureSet } from "./feature-set.ts";
import { InertDecision } from "./inert-decision.ts";
import type { Pseudonyms } from "./pseudonym.ts";
import { coverageRecord } from "./record/coverage-record.ts";
import { decisionRecord } from "./record/decision-record.ts";
import { remoteCallRecord } from "./record/remote-call-record.ts";
import { RecordStream } from "./record-stream.ts";
import { Openings } from "./openings.ts";
import { type Progress, promptly, UNKNOWN_PROGRESS } from "./receipt.ts";
import { RecordedDecision } from "./recorded-decision.ts";
import type {
  Clock,
  OpenOptions,
  OpenRemoteOptions,
  RecorderOptions,
  RecordNote,
} from "./recorder-options.ts";
import { RemoteCall } from "./remote-call.ts";
import { encodeRemoteCall } from "./remote-call-encoder.ts";
import { resolveResult } from "./result.ts";
import type { Finding } from "./rule-port.ts";
import { writerCells } from "./shared-cells.ts";
import { isPlainName, PathNode } from "./tracking/path-node.ts";
import type { LateReads } from "./tracking/reads.ts";

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
  recordRemoteCall(call: RemoteCall, result: DecisionResult | undefined): void;
  /** Counts a client span. */
  spanSeen(fate: SpanFate): void;
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
  readonly #onFault: (where: string, fault: unknown) => void;
  readonly #openings: Openings;
  readonly #unknownSources: Map<string, PathNode> = new Map();
  readonly #otherSource: PathNode = new PathNode("*");
  readonly #decisions: RecordStream;
  readonly #remoteCalls: RecordStream;
  readonly #coverageRows: RecordStream;
  readonly #coverage: CoverageTally;
  readonly #service: string;
  readonly #writerCells: EncodedCells;
  readonly #personal: FeatureSet;
  readonly #lost: Tally<LossReason> = new Tally();
  readonly #findings: Tally<string> = new Tally();
  readonly #badInput: Tally<string> = new Tally();
  readonly #faults: Tally<string> = new Tally();
  readonly #remoteLost: Tally<LossReason> = new Tally();
  readonly #spans: Tally<SpanFate> = new Tally();
  readonly #listeners: ((note: RecordNote) => void)[] = [];
  readonly #onBegin: ((begun: number, table: string) => void) | undefined;
  /** @internal */
  readonly progress: Progress;
  #begun = 0;
  #remoteBegun = 0;
  #remoteRecorded = 0;
  #coveredFrom: number;
  #epochMs = 0;
  #comparedUs = Number.NEGATIVE_INFINITY;
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
    this.#onFault = options.onFault ?? (() => undefined);
    this.#onBegin = options.onBegin;
    this.progress = promptly(options.progress ?? UNKNOWN_PROGRESS, () => this.flush());
    const { sink } = options;
    const onFault = (fault: unknown): void => this.fault("sink", fault);
    const lost = (tally: Tally<LossReason>) => (rows: number) => tally.add("refused", rows);
    const shared = { sink, chunkBytes, onFault };
    this.#decisions = new RecordStream({ table: decisionRecord, ...shared, onRefused: lost(this.#lost) });
    this.#remoteCalls = new RecordStream({
      table: remoteCallRecord,
      ...shared,
      onRefused: lost(this.#remoteLost),
    });
    this.#coverageRows = new RecordStream({ table: coverageRecord, ...shared, onRefused: () => undefined });
    this.#coverage = new CoverageTally(options.routes ?? []);
    this.#service = options.service;
    this.#coveredFrom = clock.now();
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
      if (options.caller && !isUuid(options.caller.decision)) decision.noteBadInput("caller");
      if (options.subject) decision.identify(options.subject);
      this.#begun += 1;
      this.#onBegin?.(this.#begun, decisionRecord.name);
      return decision;
    } catch (fault) {
      this.fault("open", fault);
      return new InertDecision(algorithm);
    }
  }

  /** Opens the record of a request that is a part of another service's decision; undefined if that fails. */
  openRemote(options: OpenRemoteOptions): Decision | undefined {
    try {
      const { caller, protocol, route, trace } = options;
      if (!isUuid(caller.decision)) {
        this.badInput("caller");
        return undefined;
      }
      const known = trace && isTraceContext(trace) ? trace : NO_TRACE;
      const call = new RemoteCall(this, { caller, protocol, route, ...known });
      if (trace && known === NO_TRACE) call.noteBadInput("trace");
      this.#remoteBegun += 1;
      this.#onBegin?.(this.#remoteBegun, remoteCallRecord.name);
      return call;
    } catch (fault) {
      this.fault("openRemote", fault);
      return undefined;
    }
  }

  /** Counts what became of a request, for the statement of coverage. Never throws. */
  covered(request: CoveredRequest): void {
    try {
      this.#coverage.count(request);
    } catch (fault) {
      this.fault("coverage", fault);
    }
  }

  /** States the coverage since the last statement, as records. */
  stateCoverage(): void {
    const now = Math.max(this.#coveredFrom, Math.floor(this.clock.now()));
    const { writer, epoch } = this;
    for (const facts of this.#coverage.take()) {
      const seq = this.#coverageRows.take();
      try {
        const from = Math.floor(this.#coveredFrom);
        const row = { ts: now, seq, writer, epoch, service: this.#service, from, ...facts };
        coverageRecord.encode(this.#coverageRows.writer, row);
        this.#coverageRows.end();
      } catch (fault) {
        this.fault("coverage", fault);
        this.#coverageRows.abandon();
      }
    }
    this.#coveredFrom = now;
  }

  /** Has each decision told of as it is recorded. What is given back ends that. */
  onRecord(listener: (note: RecordNote) => void): () => void {
    this.#listeners.push(listener);
    return () => {
      const at = this.#listeners.indexOf(listener);
      if (at >= 0) this.#listeners.splice(at, 1);
    };
  }

  /** Hands over what was gathered, full or not. */
  flush(): void {
    this.#decisions.flush();
    this.#remoteCalls.flush();
    this.#coverageRows.flush();
  }

  /** How many records of each table began so far. Each takes one sequence number when it closes. */
  get begun(): Readonly<Record<string, number>> {
    return { [decisionRecord.name]: this.#begun, [remoteCallRecord.name]: this.#remoteBegun };
  }

  /** Hands over what was gathered; decisions that close later are counted as lost. Safe to call twice. */
  close(): void {
    if (!this.#isClosed) this.stateCoverage();
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
      remoteCalls: this.#remoteRecorded,
      remoteCallsLost: this.#remoteLost,
      spans: this.#spans,
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

  /**
   * Counts and reports input that could not be taken as it was, where no decision could note it. `name` is the input's
   * name, never its value. For adapters; never throws.
   */
  badInput(name: string): void {
    // A service may note names of its own; the counters stay few whatever they are.
    const isRoom = this.#badInput.size < MOST_BAD_INPUTS || this.#badInput.has(name);
    this.#badInput.add(isRoom ? name : "other");
    this.#report("input", new CoreError("INVALID_VALUE", badInputMessage(name)));
  }

  /** @internal */
  record(decision: RecordedDecision, given: DecisionResult | undefined): number {
    if (this.#isClosed) {
      this.#lost.add("closed");
      return 0;
    }
    const seq = this.#decisions.take();
    try {
      const findings = this.#judgeOf(decision);
      const result = resolveResult(given, decision);
      const isPersonalised = decision.used.intersects(this.#personal);
      const { outcome, status } = result;
      encodeDecision(this.#decisions.writer, decision, {
        seq,
        writerCells: this.#writerCells,
        findings,
        isPersonalised,
        outcome,
        status,
      });
      this.#decisions.end();
      for (const { rule } of findings) this.#findings.add(rule);
      decision.opening.compiled.tally.recorded += 1;
      if (this.#listeners.length > 0)
        this.#tell({ decision, seq, findings, isPersonalised, items: decision.items.count, outcome, status });
    } catch (fault) {
      this.#lost.add("unencodable");
      this.fault("encode", fault);
      this.#decisions.abandon();
    }
    return seq;
  }

  /** @internal */
  recordRemoteCall(call: RemoteCall, given: DecisionResult | undefined): void {
    if (this.#isClosed) {
      this.#remoteLost.add("closed");
      return;
    }
    const stream = this.#remoteCalls;
    const seq = stream.take();
    try {
      const { writer, epoch } = this;
      const of = { seq, writer, epoch, service: this.#service, catalog: this.catalog.digest };
      encodeRemoteCall(stream.writer, call, of, resolveResult(given, call));
      stream.end();
      this.#remoteRecorded += 1;
    } catch (fault) {
      this.#remoteLost.add("unencodable");
      this.fault("encode", fault);
      stream.abandon();
    }
  }

  /** @internal */
  spanSeen(fate: SpanFate): void {
    this.#spans.add(fate);
  }

  #tell(note: RecordNote): void {
    for (const listener of this.#listeners) {
      try {
        listener(note);
      } catch (fault) {
        this.fault("onRecord", fault);
      }
    }
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

// Names only, never what was handed in: that may be somebody's data.
function badInputMessage(name: string): string {
  return `"${name}" was handed in with a value that can't be recorded; it is recorded as unknown. See docs/bad-input.md`;
}
