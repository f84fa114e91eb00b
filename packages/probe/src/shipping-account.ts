import type { GapCause, Missing } from "@probity/core";
import { NumberStages } from "./number-stages.ts";
import { ShippingProgress, type ShippingProgressOptions } from "./progress.ts";
import type { Circuit, Reply, Span } from "./protocol.ts";
import { DECISIONS, GAPS, LEDGER_KINDS, RECORDED_KINDS, REMOTE_CALLS } from "./record-kinds.ts";
import { type ShippingLossReason, TableAccount, type TableCounters } from "./table-account.ts";

/** What became of the chunks so far. What stands for itself is of decisions. */
export interface ShippingCounters extends TableCounters {
  readonly remoteCalls: TableCounters;
  /** By ledger. */
  readonly ledgers: ReadonlyMap<string, TableCounters>;
  /** Memory of this thread's that what is on its way holds, in bytes. */
  readonly pendingBytes: number;
  /** What the last contact with the store showed; undefined until the first. */
  readonly circuit: Circuit | undefined;
  /** How the spool stands; undefined where there is none. */
  readonly spool: SpoolState | undefined;
}

/** How the spool stands. */
export interface SpoolState {
  readonly isUp: boolean;
  readonly bytes: number;
  readonly segments: number;
}

/** Numbers of one table of which no record will come. */
export interface MissingOf {
  readonly table: string;
  readonly ranges: readonly Missing[];
}

/** Replies of a worker that say what became of what it was given. */
export type AccountedReply = Extract<
  Reply,
  { readonly kind: "reached" | "freed" | "lost" | "resumed" | "gaps" | "storage" | "spool" | "inherited" }
>;

/** Keeps account of all that is handed over to the worker, table by table. */
export class ShippingAccount {
  readonly #tables: ReadonlyMap<string, TableAccount>;
  /** Of the tables whose records have receipts. */
  readonly #progress: ReadonlyMap<string, ShippingProgress>;
  #lastGapSeq = 0;
  #pendingBytes = 0;
  #circuit: Circuit | undefined;
  #spool: SpoolState | undefined;

  constructor(options: ShippingProgressOptions) {
    const waiting: Set<string> = new Set();
    const progressOf = (table: string): ShippingProgress =>
      new ShippingProgress({
        ...options,
        onWaiting: (isAnybody) => {
          if (isAnybody) waiting.add(table);
          else waiting.delete(table);
          options.onWaiting(waiting.size > 0);
        },
      });
    const withReceipts = RECORDED_KINDS.filter(({ hasReceipts }) => hasReceipts);
    this.#progress = new Map(withReceipts.map(({ table }) => [table, progressOf(table)]));
    this.#tables = new Map(
      RECORDED_KINDS.map(({ table }) => {
        return [table, new TableAccount(this.#progress.get(table) ?? new NumberStages())];
      }),
    );
  }

  /** How far each record of a table has come, which has receipts. */
  progressOf(table: string): ShippingProgress {
    const progress = this.#progress.get(table);
    if (!progress) throw new TypeError(`records of ${table} have no receipts`);
    return progress;
  }

  get counters(): ShippingCounters {
    return {
      ...this.#countersOf(DECISIONS),
      remoteCalls: this.#countersOf(REMOTE_CALLS),
      ledgers: new Map(LEDGER_KINDS.map(({ table }) => [table, this.#countersOf(table)])),
      pendingBytes: this.#pendingBytes,
      circuit: this.#circuit,
      spool: this.#spool,
    };
  }

  /** Whether a record of any table is on its way. */
  get isPending(): boolean {
    return [...this.#tables.values()].some(({ counters }) => counters.pendingRows > 0);
  }

  /** The numbers that come next, by table. */
  get next(): Readonly<Record<string, number>> {
    const next = Object.fromEntries(Array.from(this.#tables, ([table, account]) => [table, account.next]));
    return { ...next, [GAPS]: this.#lastGapSeq + 1 };
  }

  /** These were handed over, and hold so much memory. */
  accepted({ table, rows, lastSeq }: Omit<Span, "firstSeq">, heldBytes: number): void {
    this.#tables.get(table)?.accepted(rows, lastSeq);
    this.#pendingBytes += heldBytes;
  }

  /** The worker was told that these will not come; whoever refused them has counted them. */
  missing({ table, ranges }: MissingOf): void {
    this.#tables.get(table)?.missing(ranges);
  }

  take(reply: AccountedReply): void {
    switch (reply.kind) {
      case "reached":
        for (const span of reply.spans) this.#reached(reply.stage, span);
        break;
      case "freed":
        this.#pendingBytes -= reply.bytes;
        break;
      case "lost": {
        const { span, reason } = reply;
        if (isShippingLoss(reason)) this.#tables.get(span.table)?.lose(span.firstSeq, span.lastSeq, reason);
        break;
      }
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
        for (const [table, inherited] of Object.entries(reply.tables))
          this.#tables.get(table)?.inherit(inherited);
    }
  }

  /**
   * The worker is gone, and its memory with it: what it had not spooled is lost. With `isResumed` the next one looks
   * into the log, and says what that is. Gives how many records are lost as far as is known.
   */
  workerDied(isResumed: boolean): number {
    this.#pendingBytes = 0;
    for (const account of this.#tables.values()) account.workerDied();
    return isResumed ? 0 : this.#loseUncertain();
  }

  /** Nothing is waited for any more: what is not on disk is lost. */
  closed(): void {
    for (const account of this.#tables.values()) account.closed();
    this.#pendingBytes = 0;
  }

  /** Takes out the records that are lost and that no worker knows of. */
  takeUntold(): readonly MissingOf[] {
    const untold = Array.from(this.#tables, ([table, account]) => ({ table, ranges: account.takeUntold() }));
    return untold.filter(({ ranges }) => ranges.length > 0);
  }

  #countersOf(table: string): TableCounters {
    return this.#tables.get(table)?.counters ?? NOTHING;
  }

  #reached(stage: "spooled" | "stored", { table, firstSeq, lastSeq }: Span): void {
    this.#tables.get(table)?.reached(stage, firstSeq, lastSeq);
  }

  #loseUncertain(): number {
    return [...this.#tables.values()].reduce((sum, account) => sum + account.loseUncertain(), 0);
  }

  /** What is not in the log is told in the end. */
  #resumed({ spooled, stored }: Extract<Reply, { kind: "resumed" }>): void {
    for (const account of this.#tables.values()) account.resumed();
    for (const span of stored) this.#reached("stored", span);
    for (const span of spooled) this.#reached("spooled", span);
  }
}

const NOTHING: TableCounters = new TableAccount(new NumberStages()).counters;

function isShippingLoss(reason: GapCause): reason is ShippingLossReason & GapCause {
  return ["dropped", "quarantined", "rejected", "corrupt", "worker_died"].includes(reason);
}
