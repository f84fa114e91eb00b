import type { GapCause, Missing } from "@probity/core";
import type { NumberStages } from "./number-stages.ts";
import type { Inherited } from "./protocol.ts";

/** Why a record that was made will never be stored. */
export type ShippingLossReason =
  /** The disk budget of the spool was used up. */
  | "dropped"
  /** ClickHouse refuses the row for its content, and it is kept in the quarantine. */
  | "quarantined"
  /** The same, and there is no spool to keep it. */
  | "rejected"
  /** What was read back from the spool is not what was written. */
  | "corrupt"
  /** The worker thread ended without being asked. Without a spool, some of these may be stored. */
  | "worker_died"
  /** The deadline of `close` came first. A batch that was on its way may be stored. */
  | "deadline";

/** What became of the records of one table so far. */
export interface TableCounters {
  /** Records that ClickHouse acknowledged. */
  readonly stored: number;
  readonly lost: ReadonlyMap<ShippingLossReason, number>;
  /** Records on their way, neither stored nor lost. */
  readonly pendingRows: number;
  /** Of those, the ones that are on disk: they are safe when this process ends. */
  readonly spooledRows: number;
  /** Records out of spools that processes left which are no more. */
  readonly inherited: { readonly stored: number; readonly lost: ReadonlyMap<GapCause, number> };
}

/** Keeps account of every record of one table that is handed over, by its number, until it is stored or lost: each counts once. */
export class TableAccount {
  readonly #stages: NumberStages;
  readonly #lost: Map<ShippingLossReason, number> = new Map();
  readonly #inheritedLost: Map<GapCause, number> = new Map();
  /** What a worker that died took with it, until the next one is told. */
  #untold: Missing[] = [];
  /** The last number that was handed over or told as missing. */
  #lastSeq = 0;
  /** Of the records up to here, which a worker held that died, only its log knows how far they came. */
  #uncertainUpTo = 0;
  #stored = 0;
  #inheritedStored = 0;
  #pendingRows = 0;
  #spooledRows = 0;

  constructor(stages: NumberStages) {
    this.#stages = stages;
  }

  get counters(): TableCounters {
    return {
      stored: this.#stored,
      lost: this.#lost,
      pendingRows: this.#pendingRows,
      spooledRows: this.#spooledRows,
      inherited: { stored: this.#inheritedStored, lost: this.#inheritedLost },
    };
  }

  /** The number that comes next. */
  get next(): number {
    return this.#lastSeq + 1;
  }

  /** So many records up to this number were handed over. */
  accepted(rows: number, lastSeq: number): void {
    this.#lastSeq = lastSeq;
    this.#pendingRows += rows;
  }

  /** The worker was told that these will not come; whoever refused them has counted them. */
  missing(ranges: readonly Missing[]): void {
    for (const { firstSeq, lastSeq } of ranges) {
      this.#lastSeq = Math.max(this.#lastSeq, lastSeq);
      this.#stages.lost(firstSeq, lastSeq);
    }
  }

  reached(stage: "spooled" | "stored", firstSeq: number, lastSeq: number): void {
    const unspooled = this.#stages.spooled(firstSeq, lastSeq);
    if (stage === "spooled") {
      this.#spooledRows += unspooled;
      return;
    }
    const rows = this.#stages.stored(firstSeq, lastSeq);
    this.#stored += rows;
    this.#pendingRows -= rows;
    this.#spooledRows -= rows - unspooled;
  }

  /** Counts what of these was pending as lost; gives how many that were. */
  lose(firstSeq: number, lastSeq: number, reason: ShippingLossReason): number {
    const unspooled = this.#stages.spooled(firstSeq, lastSeq);
    const rows = this.#stages.lost(firstSeq, lastSeq);
    this.#pendingRows -= rows;
    this.#spooledRows -= rows - unspooled;
    if (rows > 0) add(this.#lost, reason, rows);
    return rows;
  }

  inherit({ stored, lost }: Inherited): void {
    this.#inheritedStored += stored;
    for (const [cause, rows] of Object.entries(lost)) add(this.#inheritedLost, cause as GapCause, rows);
  }

  /** The worker is gone. Until {@link resumed} or {@link loseUncertain} nobody knows what became of what it held. */
  workerDied(): void {
    this.#uncertainUpTo = this.#lastSeq;
  }

  /** The next worker has looked into the log, and tells in the end of what is not there. */
  resumed(): void {
    this.#uncertainUpTo = 0;
  }

  /** What the worker that died had not spooled is lost. Gives how many records that are. */
  loseUncertain(): number {
    const lost = this.#loseUnspooled(this.#uncertainUpTo, "worker_died");
    this.#uncertainUpTo = 0;
    this.#untold.push(...lost);
    return lost.reduce((sum, { firstSeq, lastSeq }) => sum + lastSeq - firstSeq + 1, 0);
  }

  /** Takes out what is lost and no worker knows of. */
  takeUntold(): readonly Missing[] {
    const untold = this.#untold;
    this.#untold = [];
    return untold;
  }

  /** Nothing is waited for any more: what is not on disk is lost. */
  closed(): void {
    this.#uncertainUpTo = 0;
    this.#loseUnspooled(this.#lastSeq, "deadline");
  }

  #loseUnspooled(upTo: number, reason: "worker_died" | "deadline"): readonly Missing[] {
    return this.#stages.unspooled(upTo).flatMap(({ first, last }) => {
      this.lose(first, last, reason);
      return reason === "deadline" ? [] : [{ cause: reason, firstSeq: first, lastSeq: last }];
    });
  }
}

function add<K>(tally: Map<K, number>, key: K, count: number): void {
  tally.set(key, (tally.get(key) ?? 0) + count);
}
