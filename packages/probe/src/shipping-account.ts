import { decisionRecord, type GapCause, gapRecord, type Missing } from "@probity/core";
import { ShippingProgress, type ShippingProgressOptions } from "./progress.ts";
import type { Circuit, Reply, Span } from "./protocol.ts";

/** Why a decision that was recorded will never be stored. */
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

/** What became of the chunks so far. */
export interface ShippingCounters {
  /** Decisions that ClickHouse acknowledged. */
  readonly stored: number;
  readonly lost: ReadonlyMap<ShippingLossReason, number>;
  /** Decisions on their way, neither stored nor lost. */
  readonly pendingRows: number;
  /** Of those, the ones that are on disk: they are safe when this process ends. */
  readonly spooledRows: number;
  /** Memory of this thread's that they hold, in bytes. */
  readonly pendingBytes: number;
  /** What the last contact with the store showed; undefined until the first. */
  readonly circuit: Circuit | undefined;
  /** How the spool stands; undefined where there is none. */
  readonly spool: SpoolState | undefined;
  /** Decisions out of spools that processes left which are no more. */
  readonly inherited: { readonly stored: number; readonly lost: ReadonlyMap<GapCause, number> };
}

/** How the spool stands. */
export interface SpoolState {
  readonly isUp: boolean;
  readonly bytes: number;
  readonly segments: number;
}

/** Replies of a worker that say what became of what it was given. */
export type AccountedReply = Extract<
  Reply,
  { readonly kind: "reached" | "freed" | "lost" | "resumed" | "gaps" | "storage" | "spool" | "inherited" }
>;

const DECISIONS = decisionRecord.name;

/** Keeps account of every decision that is handed over, by its number, until it is stored or lost: each counts once. */
export class ShippingAccount {
  readonly progress: ShippingProgress;
  readonly #lost: Map<ShippingLossReason, number> = new Map();
  readonly #inheritedLost: Map<GapCause, number> = new Map();
  /** What a worker that died took with it, until the next one is told. */
  #untold: Missing[] = [];
  /** The last number that was handed over or told as missing. */
  #lastSeq = 0;
  #lastGapSeq = 0;
  /** Of the decisions up to here, which a worker held that died, only its log knows how far they came. */
  #uncertainUpTo = 0;
  #stored = 0;
  #inheritedStored = 0;
  #pendingRows = 0;
  #spooledRows = 0;
  #pendingBytes = 0;
  #circuit: Circuit | undefined;
  #spool: SpoolState | undefined;

  constructor(options: ShippingProgressOptions) {
    this.progress = new ShippingProgress(options);
  }

  get counters(): ShippingCounters {
    return {
      stored: this.#stored,
      lost: this.#lost,
      pendingRows: this.#pendingRows,
      spooledRows: this.#spooledRows,
      pendingBytes: this.#pendingBytes,
      circuit: this.#circuit,
      spool: this.#spool,
      inherited: { stored: this.#inheritedStored, lost: this.#inheritedLost },
    };
  }

  /** The numbers that come next, by table. */
  get next(): Readonly<Record<string, number>> {
    return { [DECISIONS]: this.#lastSeq + 1, [gapRecord.name]: this.#lastGapSeq + 1 };
  }

  /** So many decisions up to this number were handed over, and hold so much memory. */
  accepted(rows: number, lastSeq: number, heldBytes: number): void {
    this.#lastSeq = lastSeq;
    this.#pendingRows += rows;
    this.#pendingBytes += heldBytes;
  }

  /** The worker was told that these will not come; whoever refused them has counted them. */
  missing(ranges: readonly Missing[]): void {
    for (const { firstSeq, lastSeq } of ranges) {
      this.#lastSeq = Math.max(this.#lastSeq, lastSeq);
      this.progress.lost(firstSeq, lastSeq);
    }
  }

  take(reply: AccountedReply): void {
    switch (reply.kind) {
      case "reached":
        for (const span of reply.spans) if (span.table === DECISIONS) this.#reached(reply.stage, span);
        break;
      case "freed":
        this.#pendingBytes -= reply.bytes;
        break;
      case "lost":
        if (reply.span.table === DECISIONS && isShippingLoss(reply.reason))
          this.#lose(reply.span.firstSeq, reply.span.lastSeq, reply.reason);
        break;
      case "resumed":
        this.#resumed(reply);
        break;
      case "gaps":
        this.#lastGapSeq = reply.lastSeq;
        break;
      case "storage":
        this.#circuit = reply.circuit;
        break;
      case "spool":
        this.#spool = { isUp: reply.isUp, bytes: reply.bytes, segments: reply.segments };
        if (!reply.isUp) this.#loseUncertain();
        break;
      case "inherited":
        this.#inheritedStored += reply.stored;
        for (const [cause, rows] of Object.entries(reply.lost))
          add(this.#inheritedLost, cause as GapCause, rows);
    }
  }

  /**
   * The worker is gone, and its memory with it: what it had not spooled is lost. With `isResumed` the next one looks
   * into the log, and says what that is. Gives how many are lost as far as is known.
   */
  workerDied(isResumed: boolean): number {
    this.#pendingBytes = 0;
    this.#uncertainUpTo = this.#lastSeq;
    return isResumed ? 0 : this.#loseUncertain();
  }

  /** Nothing is waited for any more: what is not on disk is lost. */
  closed(): void {
    this.#uncertainUpTo = 0;
    this.#loseUnspooled(this.#lastSeq, "deadline");
    this.#pendingBytes = 0;
  }

  /** Takes out the decisions that are lost and that no worker knows of. */
  takeUntold(): readonly Missing[] {
    const untold = this.#untold;
    this.#untold = [];
    return untold;
  }

  #reached(stage: "spooled" | "stored", { firstSeq, lastSeq }: Span): void {
    const unspooled = this.progress.spooled(firstSeq, lastSeq);
    if (stage === "spooled") {
      this.#spooledRows += unspooled;
      return;
    }
    const rows = this.progress.stored(firstSeq, lastSeq);
    this.#stored += rows;
    this.#pendingRows -= rows;
    this.#spooledRows -= rows - unspooled;
  }

  /** Counts what of these was pending as lost; gives how many that were. */
  #lose(firstSeq: number, lastSeq: number, reason: ShippingLossReason): number {
    const unspooled = this.progress.spooled(firstSeq, lastSeq);
    const rows = this.progress.lost(firstSeq, lastSeq);
    this.#pendingRows -= rows;
    this.#spooledRows -= rows - unspooled;
    if (rows > 0) add(this.#lost, reason, rows);
    return rows;
  }

  #loseUnspooled(upTo: number, reason: "worker_died" | "deadline"): readonly Missing[] {
    return this.progress.unspooled(upTo).flatMap(({ first, last }) => {
      this.#lose(first, last, reason);
      return reason === "deadline" ? [] : [{ cause: reason, firstSeq: first, lastSeq: last }];
    });
  }

  #loseUncertain(): number {
    const lost = this.#loseUnspooled(this.#uncertainUpTo, "worker_died");
    this.#uncertainUpTo = 0;
    this.#untold.push(...lost);
    return lost.reduce((sum, { firstSeq, lastSeq }) => sum + lastSeq - firstSeq + 1, 0);
  }

  /** What is not in the log is told in the end. */
  #resumed({ spooled, stored }: Extract<Reply, { kind: "resumed" }>): void {
    this.#uncertainUpTo = 0;
    for (const span of stored) this.#reached("stored", span);
    for (const span of spooled) this.#reached("spooled", span);
  }
}

function isShippingLoss(reason: GapCause): reason is ShippingLossReason & GapCause {
  return ["dropped", "quarantined", "rejected", "corrupt", "worker_died"].includes(reason);
}

function add<K>(tally: Map<K, number>, key: K, count: number): void {
  tally.set(key, (tally.get(key) ?? 0) + count);
}
