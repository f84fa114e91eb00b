import { type Catalog, isPersonalisation } from "./catalog.ts";
import type { EncodedCells } from "./cells.ts";
import { type LossReason, Tally } from "./counters.ts";
import type { DecisionResult } from "./decision.ts";
import { encodeDecision, type RowExtras } from "./decision-encoder.ts";
import type { FeatureSet } from "./feature-set.ts";
import { type DecisionMode, decisionRecord, type HoldRow } from "./record/decision-record.ts";
import { type RecordOutlet, RecordStream } from "./record-stream.ts";
import type { RecordedDecision } from "./recorded-decision.ts";
import type { RecordNote } from "./recorder-options.ts";
import { resolveResult } from "./result.ts";
import type { Finding } from "./rule-port.ts";

export interface DecisionRecordsOptions extends RecordOutlet {
  readonly catalog: Catalog;
  readonly writerCells: EncodedCells;
}

/** Makes records of decisions that are closed: lets the rules look at each, encodes it, and tells who listens. */
export class DecisionRecords {
  /** Rule hits, by rule id. */
  readonly findings: Tally<string> = new Tally();
  /** Decisions in which an enforced rule held something back, and in which one in shadow would have; by rule id. */
  readonly held: Tally<string> = new Tally();
  readonly heldInShadow: Tally<string> = new Tally();
  /** Decisions that did not go as they were asked for. */
  readonly modes: Tally<DecisionMode> = new Tally();
  readonly #stream: RecordStream;
  readonly #writerCells: EncodedCells;
  readonly #personal: FeatureSet;
  readonly #onFault: RecordOutlet["onFault"];
  #listeners: readonly ((note: RecordNote) => void)[] = [];

  /** Throws `INVALID_OPTION` where `chunkBytes` is no such number. */
  constructor({ catalog, writerCells, ...outlet }: DecisionRecordsOptions) {
    this.#stream = new RecordStream({ table: decisionRecord, ...outlet });
    this.#writerCells = writerCells;
    this.#personal = catalog.select(isPersonalisation);
    this.#onFault = outlet.onFault;
  }

  get begun(): number {
    return this.#stream.begun;
  }

  get lost(): ReadonlyMap<LossReason, number> {
    return this.#stream.lost;
  }

  begin(): void {
    this.#stream.begin();
  }

  /** Gives the number of the record, be it that it could not be encoded; 0 for a decision that came too late. */
  record(decision: RecordedDecision, given: DecisionResult | undefined): number {
    if (this.#stream.isClosed) {
      this.#stream.lost.add("closed");
      return 0;
    }
    // What is wrong is told to the host, which may record something meanwhile: the number is taken afterwards.
    const findings = this.#judged(decision);
    const holds = this.#heldBack(decision);
    const isPersonalised = decision.used.intersects(this.#personal);
    const { outcome, status } = resolveResult(given, decision);
    const writerCells = this.#writerCells;
    return this.#append(decision, { writerCells, findings, holds, isPersonalised, outcome, status });
  }

  /** Has `listener` told of each decision that is recorded. What is given back ends that. */
  onRecord(listener: (note: RecordNote) => void): () => void {
    const own = (note: RecordNote): void => listener(note); // the same one may listen twice
    this.#listeners = [...this.#listeners, own];
    return () => (this.#listeners = this.#listeners.filter((each) => each !== own));
  }

  flush(): void {
    this.#stream.flush();
  }

  close(): void {
    this.#stream.close();
  }

  #append(decision: RecordedDecision, extras: RowExtras): number {
    const stream = this.#stream;
    const seq = stream.take();
    try {
      encodeDecision(stream.writer, seq, decision, extras);
    } catch (fault) {
      stream.abandon(fault);
      return seq;
    }
    stream.end();
    for (const { rule } of extras.findings) this.findings.add(rule);
    for (const { rule, mode } of extras.holds) (mode === "enforce" ? this.held : this.heldInShadow).add(rule);
    if (decision.mode !== "as_requested") this.modes.add(decision.mode);
    decision.opening.compiled.tally.recorded += 1;
    if (this.#listeners.length > 0) this.#tell(seq, decision, extras);
    return seq;
  }

  #judged(decision: RecordedDecision): readonly Finding[] {
    try {
      return decision.opening.compiled.judge?.judge(decision) ?? NO_FINDINGS;
    } catch (fault) {
      // The row must not look as if the rules had found nothing.
      decision.noteGap("rules.failed");
      this.#onFault("rules", fault);
      const { findings } = (fault ?? {}) as { readonly findings?: unknown };
      return Array.isArray(findings) ? (findings as Finding[]) : NO_FINDINGS;
    }
  }

  #heldBack(decision: RecordedDecision): readonly HoldRow[] {
    try {
      return decision.opening.compiled.judge?.heldBack?.(decision) ?? NO_HOLDS;
    } catch (fault) {
      decision.noteGap("rules.failed");
      this.#onFault("rules", fault);
      return NO_HOLDS;
    }
  }

  #tell(
    seq: number,
    decision: RecordedDecision,
    { findings, isPersonalised, outcome, status }: RowExtras,
  ): void {
    const note = { decision, seq, findings, isPersonalised, items: decision.items.count, outcome, status };
    for (const listener of this.#listeners) {
      try {
        listener(note);
      } catch (fault) {
        this.#onFault("onRecord", fault);
      }
    }
  }
}

const NO_FINDINGS: readonly Finding[] = [];
const NO_HOLDS: readonly HoldRow[] = [];
