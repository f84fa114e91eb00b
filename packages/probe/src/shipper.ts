import {
  type CatalogRow,
  type Chunk,
  type ChunkSink,
  decisionRecord,
  type GapCause,
  type Missing,
} from "@probity/core";
import { ProbeError, type ProbeErrorCode } from "./errors.ts";
import { describeFault, type Fault } from "./fault.ts";
import { ShippingProgress } from "./progress.ts";
import { type Circuit, heldBytesOf, type Reply, type Span } from "./protocol.ts";
import { RestartBudget } from "./restart-budget.ts";
import type { Timers } from "./timers.ts";
import type { StartThread, WorkerThread } from "./worker-thread.ts";

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
  /** A thread that ends is replaced, so many times in any minute; then chunks are refused for the rest of it. @default 5 */
  readonly restartsPerMinute?: number;
}

/** How long a worker may take to write its last words and let go of its connections, in milliseconds. */
const LAST_WORDS_MS = 1_000;

const DECISIONS = decisionRecord.name;

/**
 * Hands chunks to the worker thread and keeps account of every row until it is stored or lost. Never waits, never
 * throws because of the worker, and bounds what waits.
 */
export class Shipper implements ChunkSink {
  readonly progress: ShippingProgress;
  readonly #options: ShipperOptions;
  readonly #restarts: RestartBudget;
  readonly #lost: Map<ShippingLossReason, number> = new Map();
  readonly #inheritedLost: Map<GapCause, number> = new Map();
  readonly #drains: Map<number, () => void> = new Map();
  /** What a worker that died took with it, until the next one is told. */
  #untold: Missing[] = [];
  #thread: WorkerThread | undefined;
  #cancelRestart: (() => void) | undefined;
  #onEnded: (() => void) | undefined;
  #closing: Promise<void> | undefined;
  #lastDrain = 0;
  /** The last number that was handed over or told as missing. */
  #lastSeq = 0;
  #lastGapSeq = 0;
  #stored = 0;
  #inheritedStored = 0;
  #pendingRows = 0;
  #spooledRows = 0;
  #pendingBytes = 0;
  #circuit: Circuit | undefined;
  #spool: SpoolState | undefined;
  /** A worker died, and its successor has not yet said what it found in the spool. */
  #isResuming = false;
  #isHurrying = false;
  #isRefusing = false;

  constructor(options: ShipperOptions) {
    this.#options = options;
    this.#restarts = new RestartBudget(options.restartsPerMinute ?? 5);
    this.progress = new ShippingProgress({ timers: options.timers, onHurry: () => this.#hurry() });
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

  /** Starts the worker thread. Before that, and while there is none, chunks are refused. */
  start(): void {
    try {
      const events = {
        reply: (reply: Reply) => this.#take(reply),
        ended: (fault: Fault) => this.#ended(fault),
      };
      this.#thread = this.#options.startThread(events, {
        [DECISIONS]: this.#lastSeq + 1,
        gaps: this.#lastGapSeq + 1,
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
    this.#lastSeq = chunk.lastSeq;
    this.#pendingRows += rows;
    this.#pendingBytes += heldBytes;
    if (this.#isHurrying) this.#thread.post({ kind: "hurry" }, []);
    this.#isHurrying = false;
    return true;
  }

  missing(table: string, ranges: readonly Missing[]): boolean {
    if (!this.#thread || this.#closing) return false;
    this.#thread.post({ kind: "missing", table, ranges }, []);
    for (const { firstSeq, lastSeq } of ranges) {
      this.#lastSeq = Math.max(this.#lastSeq, lastSeq);
      this.progress.lost(firstSeq, lastSeq);
    }
    return true;
  }

  // Told once, not for each chunk; the recorder counts them all.
  #refuse(why: string): false {
    if (!this.#isRefusing)
      this.#options.onFault("worker", new ProbeError("REFUSING", `${why}: decisions are refused and lost`));
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
    if (!thread || (this.#pendingRows === 0 && !this.#closing)) return;
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

  /**
   * Drains, then ends the worker; what is spooled by then stays on disk, what is not is lost. `begun` decisions began,
   * and each that has no number by now gets none. Safe to call twice.
   */
  close(deadlineMs: number, begun: number): Promise<void> {
    this.#closing ??= this.#close(deadlineMs, begun);
    return this.#closing;
  }

  async #close(deadlineMs: number, begun: number): Promise<void> {
    this.#cancelRestart?.();
    this.#thread?.post({ kind: "finish", table: DECISIONS, last: begun }, []);
    await this.drain(deadlineMs);
    if (this.#thread) await this.#end(this.#thread);
    this.#loseUnspooled("deadline");
  }

  async #end(thread: WorkerThread): Promise<void> {
    thread.ref();
    await new Promise<void>((resolve) => {
      const cancel = this.#options.timers.after(LAST_WORDS_MS, () => thread.terminate());
      this.#onEnded = () => {
        cancel();
        resolve();
      };
      thread.post({ kind: "close" }, []);
    });
  }

  #take(reply: Reply): void {
    switch (reply.kind) {
      case "reached":
        if (reply.stage === "stored") this.#options.onInsert(reply.tookMs);
        if (reply.span.table === DECISIONS) this.#reached(reply.stage, reply.span);
        break;
      case "freed":
        this.#pendingBytes -= reply.bytes;
        break;
      case "lost":
        this.#takeLoss(reply);
        break;
      case "resumed":
        this.#resumed(reply);
        break;
      case "gaps":
        this.#lastGapSeq = reply.lastSeq;
        break;
      case "storage":
        this.#circuit = reply.circuit;
        if (reply.fault) this.#report("store", "STORAGE_UNAVAILABLE", "decisions wait", reply.fault);
        break;
      case "spool":
        this.#spool = reply;
        if (this.#isResuming && !reply.isUp) this.#loseUnspooled("worker_died");
        break;
      case "inherited":
        this.#inheritedStored += reply.stored;
        for (const [cause, rows] of Object.entries(reply.lost))
          add(this.#inheritedLost, cause as GapCause, rows);
        break;
      case "fault":
        this.#report(reply.place, ...(FAULTS[reply.place] ?? OTHER_FAULT), reply.fault);
        break;
      case "closed":
        // Whatever is still on its way to the store must not keep the process.
        if (this.#pendingRows > 0) this.#thread?.terminate();
        break;
      case "drained":
        this.#drains.get(reply.id)?.();
    }
  }

  #reached(stage: "spooled" | "stored", { firstSeq, lastSeq }: Span): void {
    if (stage === "spooled") {
      this.#spooledRows += this.progress.spooled(firstSeq, lastSeq);
      return;
    }
    const unspooled = this.progress.spooled(firstSeq, lastSeq);
    const rows = this.progress.stored(firstSeq, lastSeq);
    this.#stored += rows;
    this.#pendingRows -= rows;
    this.#spooledRows -= rows - unspooled;
  }

  #takeLoss({ reason, span, fault }: Extract<Reply, { kind: "lost" }>): void {
    if (span.table !== DECISIONS || !isShippingLoss(reason)) return;
    this.#lose(span.firstSeq, span.lastSeq, reason);
    if (fault)
      this.#report("store", "ROW_REJECTED", `decision ${span.firstSeq} of this process is ${reason}`, fault);
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

  /** What is neither on disk nor settled is gone. */
  #loseUnspooled(reason: "worker_died" | "deadline"): number {
    this.#isResuming = false;
    let rows = 0;
    for (const { first, last } of this.progress.unspooled(this.#lastSeq)) {
      rows += this.#lose(first, last, reason);
      if (reason === "worker_died") this.#untold.push({ cause: reason, firstSeq: first, lastSeq: last });
    }
    this.#pendingBytes = 0;
    this.#tellUntold();
    return rows;
  }

  #tellUntold(): void {
    if (this.#untold.length === 0 || !this.#thread) return;
    this.#thread.post({ kind: "missing", table: DECISIONS, ranges: this.#untold }, []);
    this.#untold = [];
  }

  /** A worker found its predecessor's log: what it does not tell of it tells as lost. */
  #resumed({ spooled, storedBelow }: Extract<Reply, { kind: "resumed" }>): void {
    this.#isResuming = false;
    this.#reached("stored", {
      table: DECISIONS,
      firstSeq: 1,
      lastSeq: storedBelow - 1,
      rows: storedBelow - 1,
    });
    for (const span of spooled) this.#reached("spooled", span);
  }

  #ended(fault: Fault): void {
    this.#thread = undefined;
    const isAsked = this.#onEnded !== undefined;
    this.#onEnded?.();
    if (isAsked) return;
    this.#pendingBytes = 0; // its memory is gone with it
    this.#isResuming = this.#options.hasSpool && this.#closing === undefined;
    const rows = this.#isResuming ? 0 : this.#loseUnspooled("worker_died");
    const what = this.#isResuming
      ? "the next one goes on with what it spooled"
      : `${rows} decisions that it held are lost`;
    this.#report("worker", "WORKER_DIED", what, fault);
    for (const done of this.#drains.values()) done();
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
  store: ["STORAGE_UNFIT", "decisions may not be stored"],
  spool: ["SPOOL_FAILED", "decisions may be in memory alone"],
  quarantine: ["SPOOL_FAILED", "rejected rows may not be kept"],
};
const OTHER_FAULT = ["WORKER_FAILED", "decisions may not be stored"] as const;

function isShippingLoss(reason: GapCause): reason is ShippingLossReason & GapCause {
  return ["dropped", "quarantined", "rejected", "corrupt", "worker_died"].includes(reason);
}

// A chunk that was handed over early fills little of its buffer, and what waits is bounded by the whole of it.
function compact(chunk: Chunk): Chunk {
  const { bytes } = chunk;
  return bytes.length * 2 > bytes.buffer.byteLength ? chunk : { ...chunk, bytes: bytes.slice() };
}

function add<K>(tally: Map<K, number>, key: K, count: number): void {
  tally.set(key, (tally.get(key) ?? 0) + count);
}
