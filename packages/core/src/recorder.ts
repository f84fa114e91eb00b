import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import type { Catalog } from "./catalog.ts";
import { type RecorderCounters, type SpanFate, Tally } from "./counters.ts";
import type { CoveredRequest } from "./coverage.ts";
import { CoverageRecords } from "./coverage-records.ts";
import type { Decision, DecisionResult } from "./decision.ts";
import { claimedBy, contextOf, isTraceContext, isUuid } from "./decision-context.ts";
import { DecisionRecords } from "./decision-records.ts";
import { CoreError } from "./errors.ts";
import { InertDecision } from "./inert-decision.ts";
import type { Pseudonyms } from "./pseudonym.ts";
import type { LedgerEntry } from "./ledger-records.ts";
import { Ledgers } from "./ledgers.ts";
import { coverageRecord } from "./record/coverage-record.ts";
import { decisionRecord } from "./record/decision-record.ts";
import { remoteCallRecord } from "./record/remote-call-record.ts";
import { Openings } from "./openings.ts";
import { type Progress, promptly, type Receipt, UNKNOWN_PROGRESS } from "./receipt.ts";
import type { Columns, RecordTable } from "./record/record-table.ts";
import { RecordedDecision } from "./recorded-decision.ts";
import type { RecorderCore } from "./recorder-core.ts";
import type {
  Clock,
  OpenOptions,
  OpenRemoteOptions,
  RecorderOptions,
  RecordNote,
} from "./recorder-options.ts";
import type { JudgeFactory } from "./rule-port.ts";
import { RemoteCall } from "./remote-call.ts";
import { RemoteCallRecords } from "./remote-call-records.ts";
import { writerCells } from "./shared-cells.ts";
import type { SubjectPort } from "./subject-port.ts";
import { SourceRoots } from "./source-roots.ts";
import type { PathNode } from "./tracking/path-node.ts";
import type { LateReads } from "./tracking/reads.ts";
import { WallClock } from "./wall-clock.ts";

/** Names of bad input that are counted apart. */
const MOST_BAD_INPUTS = 128;

const systemClock: Clock = { now: Date.now, monotonicUs: () => performance.now() * 1000 };

/**
 * Records decisions: opens them, lets the rules look at them when they close, and encodes each into one row. Beside them
 * it records what other services' decisions had this one do, and what became of all requests. No I/O, and no method
 * throws on the request path.
 */
export class Recorder implements RecorderCore {
  readonly catalog: Catalog;
  readonly pseudonyms: Pseudonyms;
  readonly clock: Clock;
  readonly featureWords: number;
  /** @internal */
  readonly late: LateReads = { reads: 0 };
  /** @internal */
  readonly progress: Progress;
  /** @internal */
  readonly subjects: SubjectPort | undefined;
  readonly writer: string;
  readonly epoch: number;
  readonly #onFault: (where: string, fault: unknown) => void;
  readonly #openings: Openings;
  readonly #roots: SourceRoots;
  readonly #wallClock: WallClock;
  readonly #decisions: DecisionRecords;
  readonly #remoteCalls: RemoteCallRecords;
  readonly #coverage: CoverageRecords;
  readonly #ledgers: Ledgers;
  readonly #badInput: Tally<string> = new Tally();
  readonly #faults: Tally<string> = new Tally();
  readonly #spans: Tally<SpanFate> = new Tally();

  /** Throws a `CoreError` when an option can't be recorded, so that nothing of it goes wrong later. */
  constructor(options: RecorderOptions) {
    const { service, catalog, clock = systemClock, writer = randomUUID(), epoch = 1 } = options;
    this.catalog = catalog;
    this.pseudonyms = options.pseudonyms;
    this.clock = clock;
    this.writer = writer;
    this.epoch = epoch;
    this.featureWords = Math.max(1, (catalog.features.length + 31) >>> 5);
    this.#onFault = options.onFault ?? (() => undefined);
    this.progress = promptly(options.progress ?? UNKNOWN_PROGRESS, () => this.flush());
    this.subjects = options.subjects;
    this.#roots = new SourceRoots(catalog);
    this.#wallClock = new WallClock(clock);
    const { sink, chunkBytes = 64 * 1024, onBegin, routes = [] } = options;
    const onFault = (where: string, fault: unknown): void => this.fault(where, fault);
    const outlet = { sink, chunkBytes, onFault, onBegin };
    const cells = writerCells(writer, epoch, service, catalog.digest);
    const identity = { writer, epoch, service };
    const whole = { ...identity, catalog: catalog.digest };
    this.#decisions = new DecisionRecords({ ...outlet, catalog, writerCells: cells });
    this.#remoteCalls = new RemoteCallRecords({ ...outlet, writer: whole });
    this.#coverage = new CoverageRecords({ ...outlet, writer: identity, routes, from: clock.now() });
    const { ledgerProgress = () => UNKNOWN_PROGRESS } = options;
    this.#ledgers = new Ledgers({
      ...outlet,
      writer: identity,
      now: () => clock.now(),
      progressOf: (table) => promptly(ledgerProgress(table), () => this.flush()),
    });
    const { algorithms, outlets = [], judge } = options;
    this.#openings = new Openings({ catalog, algorithms, outlets, judge });
  }

  /** Whether an outlet of that id is configured. */
  hasOutlet(id: string): boolean {
    return this.#openings.hasOutlet(id);
  }

  /** Opens a decision. If that fails, one that records nothing is given, and the fault is counted. */
  open(options: OpenOptions): Decision {
    let algorithm = "?";
    try {
      ({ algorithm } = options);
      const opening = this.#openings.of(options);
      const { trace, parent, subject } = options;
      // A remote call is a part of its caller's decision, and so is what is decided in it.
      const caller = parent instanceof RemoteCall ? parent.facts.caller : options.caller;
      // A parent that could not be opened has no id.
      const parentId = parent instanceof RemoteCall ? "" : (parent?.id ?? "");
      const within = isUuid(parentId) ? parentId : undefined;
      const claimed = within === undefined && caller ? claimedBy(caller) : undefined;
      const context = contextOf(trace, within, claimed);
      const decision = new RecordedDecision(this, opening, context);
      for (const name of opening.faults) decision.noteBadInput(name);
      if (trace && !isTraceContext(trace)) decision.noteBadInput("trace");
      if (parentId !== "" && within === undefined) decision.noteBadInput("parent");
      if (caller && claimedBy(caller) === undefined) decision.noteBadInput("caller");
      if (subject) decision.identify(subject);
      this.#decisions.begin();
      return decision;
    } catch (fault) {
      this.fault("open", fault);
      return new InertDecision(algorithm);
    }
  }

  /** Opens the record of a request that is a part of another service's decision; undefined if that fails. */
  openRemote(options: OpenRemoteOptions): Decision | undefined {
    try {
      if (claimedBy(options.caller) === undefined) {
        this.badInput("caller");
        return undefined;
      }
      const call = new RemoteCall(this, options);
      this.#remoteCalls.begin();
      return call;
    } catch (fault) {
      this.fault("openRemote", fault);
      return undefined;
    }
  }

  /**
   * Enters something into a ledger: interventions, choices, feedback and the like. Throws a `CoreError` that names the
   * column where a value doesn't fit; then nothing is recorded.
   */
  enter<C extends Columns>(table: RecordTable<C>, entry: LedgerEntry<NoInfer<C>>): Receipt {
    return this.#ledgers.enter(table, entry);
  }

  /**
   * Has the rules made ready anew for decisions that open from now on, by another factory. Where that throws, the rules
   * stay as they were.
   */
  rejudge(judge: JudgeFactory): void {
    this.#openings.rejudge(judge);
  }

  /** Counts what became of a request, for the statement of coverage. Never throws. */
  covered(request: CoveredRequest): void {
    try {
      this.#coverage.count(request);
    } catch (fault) {
      this.fault("coverage", fault);
    }
  }

  /** States the coverage since the last statement, as records. Never throws. */
  stateCoverage(): void {
    this.#cover(() => this.#coverage.state(this.clock.now()));
  }

  /** Has each decision told of as it is recorded. What is given back ends that. */
  onRecord(listener: (note: RecordNote) => void): () => void {
    return this.#decisions.onRecord(listener);
  }

  /** Hands over what was gathered, full or not. */
  flush(): void {
    this.#decisions.flush();
    this.#remoteCalls.flush();
    this.#coverage.flush();
    this.#ledgers.flush();
  }

  /** How many records of each table began so far. Each takes one sequence number when it is complete. */
  get begun(): Readonly<Record<string, number>> {
    return {
      [decisionRecord.name]: this.#decisions.begun,
      [remoteCallRecord.name]: this.#remoteCalls.begun,
      [coverageRecord.name]: this.#coverage.begun,
      ...this.#ledgers.begun,
    };
  }

  /**
   * States what is left to say of coverage, and hands over what was gathered; what closes later is counted as lost. Safe
   * to call twice.
   */
  close(): void {
    this.#decisions.close();
    this.#remoteCalls.close();
    this.#ledgers.close();
    this.#cover(() => this.#coverage.close(this.clock.now()));
  }

  get counters(): RecorderCounters {
    return {
      recorded: new Map(this.#openings.tallies.map(({ name, recorded }) => [name, recorded])),
      lost: this.#decisions.lost,
      findings: this.#decisions.findings,
      held: this.#decisions.held,
      heldInShadow: this.#decisions.heldInShadow,
      modes: this.#decisions.modes,
      badInput: this.#badInput,
      faults: this.#faults,
      lateReads: this.late.reads,
      remoteCalls: this.#remoteCalls.recorded,
      remoteCallsLost: this.#remoteCalls.lost,
      spans: this.#spans,
      entries: this.#ledgers.entered,
      entriesLost: this.#ledgers.lost,
    };
  }

  /** @internal */
  wallTime(monotonicUs: number): number {
    return this.#wallClock.at(monotonicUs);
  }

  /** @internal */
  root(source: string): PathNode {
    return this.#roots.of(source);
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
  record(decision: RecordedDecision, result: DecisionResult | undefined): number {
    return this.#decisions.record(decision, result);
  }

  /** @internal */
  recordRemoteCall(call: RemoteCall, result: DecisionResult | undefined): void {
    this.#remoteCalls.record(call, result);
  }

  /** @internal */
  spanSeen(fate: SpanFate): void {
    this.#spans.add(fate);
  }

  #cover(work: () => void): void {
    try {
      work();
    } catch (fault) {
      this.fault("coverage", fault);
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

// Names only, never what was handed in: that may be somebody's data.
function badInputMessage(name: string): string {
  return `"${name}" was handed in with a value that can't be recorded; it is recorded as unknown. See docs/bad-input.md`;
}
