import type { CatalogRow, Chunk, ChunkSink, Missing } from "@probity/core";
import { ProbeError, type ProbeErrorCode } from "./errors.ts";
import { describeFault, type Fault } from "./fault.ts";
import type { PolledLedger, PolledRows } from "./polled-rows.ts";
import type { ShippingProgress } from "./progress.ts";
import { heldBytesOf, type Reply } from "./protocol.ts";
import { DECISIONS } from "./record-kinds.ts";
import { RestartBudget } from "./restart-budget.ts";
import { type AccountedReply, ShippingAccount, type ShippingCounters } from "./shipping-account.ts";
import type { Timers } from "./timers.ts";
import type { StartThread, WorkerThread } from "./worker-thread.ts";

export interface ShipperOptions {
  /** Starts a worker; `next` are the numbers that it gets first, by table. */
  readonly startThread: StartThread;
  readonly hasSpool: boolean;
  /** Registered before any row. */
  readonly catalog: readonly CatalogRow[];
  /** Chunks are refused rather than hold more memory than this, in bytes. */
  readonly maxPendingBytes: number;
  readonly timers: Timers;
  /** Counts a fault and tells of it. Must not throw. */
  readonly onFault: (place: string, fault: unknown) => void;
  /** Told how long each insert took, in milliseconds. */
  readonly onInsert: (tookMs: number) => void;
  /** Given what others entered into ledgers. Must not throw. */
  readonly onRows: (given: PolledRows) => void;
  /** A thread that ends is replaced, so many times in any minute; then chunks are refused for the rest of it. @default 5 */
  readonly restartsPerMinute?: number;
}

/** How long a worker may take to write its last words and let go of its connections, in milliseconds. */
const LAST_WORDS_MS = 1_000;

/** Hands chunks to the worker thread. Never waits, never throws because of the worker, and bounds what waits. */
export class Shipper implements ChunkSink {
  readonly #options: ShipperOptions;
  readonly #account: ShippingAccount;
  readonly #restarts: RestartBudget;
  readonly #drains: Map<number, () => void> = new Map();
  readonly #polledAt: Map<PolledLedger, number> = new Map();
  #thread: WorkerThread | undefined;
  #cancelRestart: (() => void) | undefined;
  #onEnded: (() => void) | undefined;
  #closing: Promise<void> | undefined;
  #lastDrain = 0;
  #isAwaited = false;
  #isComplete = false;
  #isHurrying = false;
  #isRefusing = false;

  constructor(options: ShipperOptions) {
    this.#options = options;
    this.#restarts = new RestartBudget(options.restartsPerMinute ?? 5);
    this.#account = new ShippingAccount({
      timers: options.timers,
      onHurry: () => this.#hurry(),
      onWaiting: (isAnybody) => {
        this.#isAwaited = isAnybody;
        this.#holdProcess();
      },
    });
  }

  /** How far each decision has come. */
  get progress(): ShippingProgress {
    return this.progressOf(DECISIONS);
  }

  /** How far each record of a table has come, which has receipts. */
  progressOf(table: string): ShippingProgress {
    return this.#account.progressOf(table);
  }

  get counters(): ShippingCounters {
    return this.#account.counters;
  }

  /** Seconds since it was last known what others had entered into a ledger; those of which it never was are left out. */
  get polledAgo(): ReadonlyMap<PolledLedger, number> {
    const now = this.#options.timers.now();
    return new Map(Array.from(this.#polledAt, ([ledger, at]) => [ledger, (now - at) / 1000]));
  }

  /** After `close`: nothing is lost by it that the log doesn't account for. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Starts the worker thread. Before that, and while there is none, chunks are refused. */
  start(): void {
    try {
      const events = {
        reply: (reply: Reply) => this.#take(reply),
        ended: (fault: Fault) => this.#ended(fault),
      };
      this.#thread = this.#options.startThread(events, this.#account.next);
      this.#thread.post({ kind: "catalog", rows: this.#options.catalog }, []);
      this.#holdProcess();
    } catch (cause) {
      this.#ended(describeFault(cause));
    }
  }

  accept(given: Chunk): boolean {
    if (!this.#thread || this.#closing) return this.#refuse("there is no worker thread");
    const chunk = compact(given);
    const heldBytes = heldBytesOf(chunk);
    const { table, lastSeq } = chunk;
    const rows = chunk.ends.length;
    const { maxPendingBytes } = this.#options;
    if (this.#account.counters.pendingBytes + heldBytes > maxPendingBytes) {
      return this.#refuse(`all of the ${maxPendingBytes} bytes that may wait are taken`);
    }
    this.#isRefusing = false;
    this.#thread.post({ kind: "chunk", chunk }, [chunk.bytes.buffer, chunk.ends.buffer]);
    this.#account.accepted({ table, rows, lastSeq }, heldBytes);
    if (this.#isHurrying) this.#thread.post({ kind: "hurry" }, []);
    this.#isHurrying = false;
    return true;
  }

  missing(table: string, ranges: readonly Missing[]): boolean {
    if (!this.#thread || this.#closing) return false;
    this.#thread.post({ kind: "missing", table, ranges }, []);
    this.#account.missing({ table, ranges });
    return true;
  }

  // Told once, not for each chunk; the recorder counts them all.
  #refuse(why: string): false {
    if (!this.#isRefusing)
      this.#options.onFault("worker", new ProbeError("REFUSING", `${why}: records are refused and lost`));
    this.#isRefusing = true;
    return false;
  }

  // What is waited for may be here already, or come with the next chunk.
  #hurry(): void {
    if (this.#isHurrying) return;
    this.#isHurrying = true;
    this.#thread?.post({ kind: "hurry" }, []);
  }

  /** Has all that was accepted stored without delay. Resolves when it is settled, or at the deadline. */
  async drain(deadlineMs: number): Promise<void> {
    const thread = this.#thread;
    if (!thread || !(this.#account.isPending || this.#closing)) return;
    const id = ++this.#lastDrain;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        cancel();
        this.#drains.delete(id);
        this.#holdProcess();
        resolve();
      };
      const cancel = this.#options.timers.after(deadlineMs, done);
      this.#drains.set(id, done);
      this.#holdProcess();
      thread.post({ kind: "drain", id, deadlineMs }, []);
    });
  }

  /** The process goes on as long as somebody waits for what the thread does. */
  #holdProcess(): void {
    if (this.#isAwaited || this.#drains.size > 0 || this.#onEnded) this.#thread?.ref();
    else this.#thread?.unref();
  }

  /**
   * Drains, then ends the worker; what is spooled by then stays on disk, what is not is lost. `begun` says how many
   * records of each table began, and each that has no number by now gets none. Safe to call twice.
   */
  close(deadlineMs: number, begun: Readonly<Record<string, number>>): Promise<void> {
    this.#closing ??= this.#close(deadlineMs, begun);
    return this.#closing;
  }

  async #close(deadlineMs: number, begun: Readonly<Record<string, number>>): Promise<void> {
    this.#cancelRestart?.();
    for (const [table, last] of Object.entries(begun))
      this.#thread?.post({ kind: "finish", table, last }, []);
    await this.drain(deadlineMs);
    if (this.#thread) await this.#end(this.#thread);
    this.#account.closed();
  }

  async #end(thread: WorkerThread): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = this.#options.timers.after(LAST_WORDS_MS, () => thread.terminate());
      this.#onEnded = () => {
        cancel();
        resolve();
      };
      this.#holdProcess();
      thread.post({ kind: "close" }, []);
    });
  }

  #take(reply: Reply): void {
    if (reply.kind === "fault") {
      this.#report(reply.place, ...(FAULTS[reply.place] ?? OTHER_FAULT), reply.fault);
    } else if (reply.kind === "rows") {
      this.#options.onRows(reply.given);
    } else if (reply.kind === "polled") {
      this.#polledAt.set(reply.ledger, this.#options.timers.now());
    } else if (reply.kind === "drained") {
      this.#drains.get(reply.id)?.();
    } else if (reply.kind === "closed") {
      this.#isComplete = reply.isComplete;
      // Whatever is still on its way to the store must not keep the process.
      if (this.#account.isPending) this.#thread?.terminate();
    } else {
      this.#account.take(reply);
      this.#tellOf(reply);
      this.#tellUntold();
    }
  }

  #tellOf(reply: AccountedReply): void {
    if (reply.kind === "reached") {
      if (reply.stage === "stored" && reply.tookMs !== undefined) this.#options.onInsert(reply.tookMs);
    } else if (reply.kind === "storage" && reply.fault) {
      const place = this.counters.spool?.isUp ? "the spool" : "memory";
      this.#report("store", "STORAGE_UNAVAILABLE", `decisions wait in ${place}`, reply.fault);
    } else if (reply.kind === "lost" && reply.fault) {
      const { span, reason, fault } = reply;
      const what = span.table === DECISIONS ? "decision" : `record of ${span.table}, number`;
      this.#report("store", "ROW_REJECTED", `${what} ${span.firstSeq} of this process is ${reason}`, fault);
    }
  }

  #tellUntold(): void {
    if (!this.#thread) return;
    for (const untold of this.#account.takeUntold()) this.#thread.post({ kind: "missing", ...untold }, []);
  }

  #ended(fault: Fault): void {
    this.#thread = undefined;
    for (const done of this.#drains.values()) done();
    this.#onEnded?.();
    if (this.#onEnded) return;
    const isResumed = this.#options.hasSpool && this.#closing === undefined;
    const rows = this.#account.workerDied(isResumed);
    const what = isResumed
      ? "the next one goes on with what it spooled"
      : `${rows} records that it held are lost`;
    this.#report("worker", "WORKER_DIED", what, fault);
    if (!this.#closing) this.#restart();
  }

  #restart(): void {
    const { timers } = this.#options;
    const waitMs = this.#restarts.take(timers.now());
    if (waitMs > 0) {
      this.#cancelRestart = timers.after(waitMs, () => this.#restart());
      return;
    }
    this.start();
    this.#tellUntold();
  }

  #report(place: string, code: ProbeErrorCode, what: string, cause: Fault): void {
    this.#options.onFault(
      place,
      new ProbeError(code, `${what}: ${cause.message} (${cause.code})`, { cause }),
    );
  }
}

/** What a fault in each place of the worker means. */
const FAULTS: Readonly<Record<string, readonly [ProbeErrorCode, string]>> = {
  store: ["STORAGE_UNFIT", "records may not be stored"],
  spool: ["SPOOL_FAILED", "records may be in memory alone"],
  quarantine: ["SPOOL_FAILED", "rejected rows may not be kept"],
  control: ["LEDGERS_UNSEEN", "what is entered into ledgers elsewhere is not seen here"],
};
const OTHER_FAULT = ["WORKER_FAILED", "records may not be stored"] as const;

// A chunk that was handed over early fills little of its buffer, and what waits is bounded by the whole of it.
function compact(chunk: Chunk): Chunk {
  const { bytes } = chunk;
  return bytes.length * 2 > bytes.buffer.byteLength ? chunk : { ...chunk, bytes: bytes.slice() };
}
