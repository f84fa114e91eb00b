import type { CatalogRow, Chunk, ChunkSink } from "@probity/core";
import { ProbeError, type ProbeErrorCode } from "./errors.ts";
import { describeFault, type Fault } from "./fault.ts";
import { heldBytesOf, type Reply, type Span } from "./protocol.ts";
import { RestartBudget } from "./restart-budget.ts";
import type { Timers } from "./timers.ts";
import type { StartThread, WorkerThread } from "./worker-thread.ts";

/** Why a decision that was recorded will never be stored. */
export type ShippingLossReason =
  /** The store refused its batch for the content. */
  | "rejected"
  /** The worker thread ended without being asked. Some of these may be stored: nobody is left to say. */
  | "worker_died"
  /** The deadline of `close` came first. The same goes for a batch that was on its way. */
  | "deadline";

/** What became of the chunks so far. */
export interface ShippingCounters {
  /** Rows that ClickHouse acknowledged. */
  readonly stored: number;
  readonly lost: ReadonlyMap<ShippingLossReason, number>;
  /** Rows on their way, neither stored nor lost. */
  readonly pendingRows: number;
  /** Memory that they hold, in bytes. */
  readonly pendingBytes: number;
  /** What the last contact with the store showed; false until the first. */
  readonly isStorageUp: boolean;
}

export interface ShipperOptions {
  readonly startThread: StartThread;
  /** Registered before any row. */
  readonly catalog: readonly CatalogRow[];
  /** Chunks are refused rather than hold more memory than this, in bytes. */
  readonly maxPendingBytes: number;
  readonly timers: Timers;
  /** Counts a fault and tells of it. Must not throw. */
  readonly onFault: (place: string, fault: unknown) => void;
  /** Told how long each insert took, in milliseconds. */
  readonly onInsert: (tookMs: number) => void;
  /** A thread that ends is replaced, so many times in any minute; then chunks are refused for the rest of it. @default 5 */
  readonly restartsPerMinute?: number;
}

/** How long an idle worker may take to let go of its connections, in milliseconds. */
const LAST_WORDS_MS = 1_000;

/**
 * Hands chunks to the worker thread and keeps account of every row until it is stored or lost. Never waits, never
 * throws because of the worker, and bounds what waits.
 */
export class Shipper implements ChunkSink {
  readonly #options: ShipperOptions;
  readonly #restarts: RestartBudget;
  readonly #lost: Map<ShippingLossReason, number> = new Map();
  readonly #drains: Map<number, () => void> = new Map();
  #thread: WorkerThread | undefined;
  #cancelRestart: (() => void) | undefined;
  #onEnded: (() => void) | undefined;
  #closing: Promise<number> | undefined;
  #lastDrain = 0;
  #stored = 0;
  #pendingRows = 0;
  #pendingBytes = 0;
  #isStorageUp = false;
  #isRefusing = false;

  constructor(options: ShipperOptions) {
    this.#options = options;
    this.#restarts = new RestartBudget(options.restartsPerMinute ?? 5);
  }

  get counters(): ShippingCounters {
    return {
      stored: this.#stored,
      lost: this.#lost,
      pendingRows: this.#pendingRows,
      pendingBytes: this.#pendingBytes,
      isStorageUp: this.#isStorageUp,
    };
  }

  /** Starts the worker thread. Before that, and while there is none, chunks are refused. */
  start(): void {
    try {
      this.#thread = this.#options.startThread({
        reply: (reply) => this.#take(reply),
        ended: (fault) => this.#ended(fault),
      });
      this.#thread.post({ kind: "catalog", rows: this.#options.catalog }, []);
    } catch (cause) {
      this.#ended(describeFault(cause));
    }
  }

  accept(given: Chunk): boolean {
    if (!this.#thread || this.#closing) return this.#refuse("there is no worker thread");
    const chunk = compact(given);
    const heldBytes = heldBytesOf(chunk);
    const { maxPendingBytes } = this.#options;
    if (this.#pendingBytes + heldBytes > maxPendingBytes) {
      return this.#refuse(`all of the ${maxPendingBytes} bytes that may wait are taken`);
    }
    this.#isRefusing = false;
    const rows = chunk.ends.length;
    this.#thread.post({ kind: "chunk", chunk }, [chunk.bytes.buffer, chunk.ends.buffer]);
    this.#pendingRows += rows;
    this.#pendingBytes += heldBytes;
    return true;
  }

  // Told once, not for each chunk; the recorder counts them all.
  #refuse(why: string): false {
    if (!this.#isRefusing)
      this.#options.onFault("worker", new ProbeError("REFUSING", `${why}: decisions are refused and lost`));
    this.#isRefusing = true;
    return false;
  }

  /** Has all that was accepted stored without delay. Resolves when it is settled, or at the deadline. */
  async drain(deadlineMs: number): Promise<void> {
    const thread = this.#thread;
    if (!thread || this.#pendingRows === 0) return;
    const id = ++this.#lastDrain;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        cancel();
        this.#drains.delete(id);
        if (this.#drains.size === 0) thread.unref();
        resolve();
      };
      const cancel = this.#options.timers.after(deadlineMs, done);
      this.#drains.set(id, done);
      thread.ref();
      thread.post({ kind: "drain", id }, []);
    });
  }

  /** Drains, then ends the worker. Resolves with the number of rows that were left. Safe to call twice. */
  close(deadlineMs: number): Promise<number> {
    this.#closing ??= this.#close(deadlineMs);
    return this.#closing;
  }

  async #close(deadlineMs: number): Promise<number> {
    this.#cancelRestart?.();
    await this.drain(deadlineMs);
    const left = this.#lose("deadline");
    const thread = this.#thread;
    if (thread) await this.#end(thread, left === 0);
    return left;
  }

  async #end(thread: WorkerThread, isIdle: boolean): Promise<void> {
    thread.ref();
    await new Promise<void>((resolve) => {
      this.#onEnded = resolve;
      if (!isIdle) {
        thread.terminate();
        return;
      }
      const cancel = this.#options.timers.after(LAST_WORDS_MS, () => thread.terminate());
      this.#onEnded = () => {
        cancel();
        resolve();
      };
      thread.post({ kind: "close" }, []);
    });
  }

  #take(reply: Reply): void {
    if (this.#onEnded) return; // what the thread still says comes too late: those rows are counted
    switch (reply.kind) {
      case "reached":
        if (reply.stage === "stored") this.#countStored(reply.span, reply.tookMs);
        break;
      case "lost":
        this.#settle(reply.span);
        add(this.#lost, reply.reason, reply.span.rows);
        this.#report("store", "BATCH_REJECTED", rejected(reply.span), reply.fault);
        break;
      case "storage":
        this.#isStorageUp = reply.isUp;
        if (reply.fault)
          this.#report("store", "STORAGE_UNAVAILABLE", "decisions wait in memory", reply.fault);
        break;
      case "fault":
        this.#report(reply.place, "STORAGE_UNFIT", "decisions may not be stored", reply.fault);
        break;
      case "drained":
        this.#drains.get(reply.id)?.();
    }
  }

  #countStored(span: Span, tookMs: number): void {
    this.#settle(span);
    this.#stored += span.rows;
    this.#isStorageUp = true;
    this.#options.onInsert(tookMs);
  }

  #settle({ rows, heldBytes }: Span): void {
    this.#pendingRows -= rows;
    this.#pendingBytes -= heldBytes;
  }

  /** Counts all that is pending as lost. */
  #lose(reason: ShippingLossReason): number {
    const rows = this.#pendingRows;
    this.#pendingRows = 0;
    this.#pendingBytes = 0;
    if (rows > 0) add(this.#lost, reason, rows);
    return rows;
  }

  #ended(fault: Fault): void {
    this.#thread = undefined;
    const isAsked = this.#onEnded !== undefined;
    this.#onEnded?.();
    if (isAsked) return;
    const rows = this.#lose("worker_died");
    this.#report("worker", "WORKER_DIED", `${rows} decisions that it held are lost`, fault);
    for (const done of this.#drains.values()) done();
    if (!this.#closing) this.#restart();
  }

  #restart(): void {
    const { timers } = this.#options;
    const waitMs = this.#restarts.take(timers.now());
    if (waitMs === 0) this.start();
    else this.#cancelRestart = timers.after(waitMs, () => this.#restart());
  }

  #report(place: string, code: ProbeErrorCode, what: string, cause: Fault): void {
    this.#options.onFault(
      place,
      new ProbeError(code, `${what}: ${cause.message} (${cause.code})`, { cause }),
    );
  }
}

// A chunk that was handed over early fills little of its buffer, and what waits is bounded by the whole of it.
function compact(chunk: Chunk): Chunk {
  const { bytes } = chunk;
  return bytes.length * 2 > bytes.buffer.byteLength ? chunk : { ...chunk, bytes: bytes.slice() };
}

function add<K>(tally: Map<K, number>, key: K, count: number): void {
  tally.set(key, (tally.get(key) ?? 0) + count);
}

function rejected({ table, rows, firstSeq, lastSeq }: Span): string {
  return `${rows} rows of ${table}, sequence ${firstSeq} to ${lastSeq}, are lost`;
}
