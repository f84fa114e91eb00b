import type { CatalogRow } from "@probity/core";
import { describeFault, type Fault } from "../fault.ts";
import type { Circuit, Reply, Request, WorkerSettings } from "../protocol.ts";
import { GAPS, RECORDED_KINDS } from "../record-kinds.ts";
import type { Gap } from "../spool/gap-chunk.ts";
import type { Quarantine } from "../spool/quarantine.ts";
import type { Timers } from "../timers.ts";
import { type Batch, type Parcel, stretchesOf } from "./backlog.ts";
import type { BatchStore } from "./batch-store.ts";
import { Courier } from "./courier.ts";
import { Intake } from "./intake.ts";
import type { OwnLog } from "./own-log.ts";
import { SpoolGauge } from "./spool-gauge.ts";
import { Spooling } from "./spooling.ts";

export interface DispatcherOptions {
  readonly settings: WorkerSettings;
  readonly store: BatchStore;
  /** Undefined when nothing is spooled, or the log can't be opened. */
  readonly log: OwnLog | undefined;
  /** Where rejected rows are kept. */
  readonly quarantine: Quarantine | undefined;
  readonly reply: (reply: Reply) => void;
  readonly timers: Timers;
  /** Milliseconds since the epoch. */
  readonly wallClock: () => number;
  /** @default Math.random */
  readonly random?: () => number;
}

/**
 * What the worker does, without the thread: takes requests, has rows spooled and stored, and answers. Every fault becomes
 * a reply.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #courier: Courier;
  readonly #intake: Intake;
  readonly #gauge: SpoolGauge | undefined;
  /** Chunks that are in memory alone. */
  #inMemory = 0;
  #resuming: Promise<void> | undefined;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    const { log, reply, timers, settings } = options;
    this.#courier = this.#openCourier();
    this.#intake = this.#openIntake();
    this.#gauge = settings.spool && new SpoolGauge({ log, intake: this.#intake, reply, timers });
    if (log) this.#resume(log);
    this.#gauge?.tell();
  }

  /** Looks at the store until it is fit for use. */
  check(): Promise<void> {
    return this.#courier.check();
  }

  /** Runs an attempt to reach the store in its turn, until it goes well or has failed `most` times. */
  persist(attempt: () => Promise<unknown>, most: number): Promise<void> {
    return this.#courier.persist(attempt, most);
  }

  /** Everything but `close`, which is the thread's. */
  handle(request: Exclude<Request, { readonly kind: "close" }>): void {
    switch (request.kind) {
      case "catalog":
        this.#addCatalog(request.rows);
        break;
      case "chunk":
        this.#intake.add(request.chunk);
        break;
      case "missing":
        this.#intake.missing(request.table, request.ranges);
        break;
      case "finish":
        this.#intake.finish(request.table, request.last, "unfinished");
        break;
      case "hurry":
        void this.#intake.settled().then(() => this.#courier.hurry());
        break;
      case "drain":
        void this.#drain(request.id, request.deadlineMs);
    }
  }

  /** Writes what is not written, and ends the log: nothing comes any more, and nothing is sent any more. */
  async close(): Promise<void> {
    const { log, reply } = this.#options;
    this.#courier.close();
    this.#intake.retry();
    await this.#intake.settled();
    let isComplete = this.#intake.isEmpty && this.#inMemory === 0 && !this.#resuming;
    try {
      if (isComplete) log?.end();
      else log?.leave();
    } catch (fault) {
      isComplete = false;
      this.#fault("spool", fault);
    }
    reply({ kind: "closed", isComplete });
  }

  #openCourier(): Courier {
    const { settings, store, log, quarantine, timers, wallClock, random, reply } = this.#options;
    return new Courier({
      settings,
      store,
      log,
      quarantine,
      timers,
      wallClock,
      ...(random && { random }),
      ends: {
        stored: (spans, tookMs) => reply({ kind: "reached", stage: "stored", spans, tookMs }),
        lost: (gap, fault) => {
          this.#intake.note(gap);
          this.#tellLost(gap, fault);
        },
        settled: (batch, isAnyLost) => this.#settled(batch, isAnyLost),
        storage: (circuit, failure) => this.#tellStorage(circuit, failure),
        fault: (place, fault) => this.#fault(place, fault),
      },
    });
  }

  #openIntake(): Intake {
    const { settings, log, timers, wallClock, reply } = this.#options;
    const { spool } = settings;
    return new Intake({
      identity: settings,
      // Gap records have their numbers from the log alone, all others from who hands them over.
      next: { ...settings.next, ...(log && { [GAPS]: log.next[GAPS] ?? 1 }) },
      spool:
        spool &&
        new Spooling({
          log: log?.spool,
          whenFull: spool.whenFull,
          fsync: spool.fsync,
          isBackedUp: () => log?.isBackedUp ?? false,
          timers,
          onFault: (fault) => this.#fault("spool", fault),
        }),
      timers,
      wallClock,
      ends: {
        taken: (parcel) => this.#taken(parcel),
        spooled: (spans, tookMs) => reply({ kind: "reached", stage: "spooled", spans, tookMs }),
        freed: (bytes) => reply({ kind: "freed", bytes }),
        lost: (gap) => this.#tellLost(gap),
      },
    });
  }

  #taken(parcel: Parcel): void {
    const { log, reply } = this.#options;
    const { chunk, place } = parcel;
    if (place) log?.waits(place);
    else this.#inMemory += 1;
    if (chunk.table === GAPS) {
      reply({ kind: "gaps", lastSeq: chunk.lastSeq });
      if (!this.#intake.hasGaps) log?.recorded();
    }
    this.#courier.add(parcel);
    this.#gauge?.tellSoon();
  }

  #settled(batch: Batch, isAnyLost: boolean): void {
    const { log, reply } = this.#options;
    if (batch.kind === "parcels") {
      const unplaced = batch.parcels.filter(({ place }) => !place);
      this.#inMemory -= unplaced.length;
      if (unplaced.some(({ chunk }) => chunk.table === GAPS)) this.#intake.gapsSettled();
      const bytes = batch.parcels.reduce((sum, { heldBytes }) => sum + heldBytes, 0);
      if (bytes > 0) reply({ kind: "freed", bytes });
    }
    // What is lost must be on record before the log lets go of it.
    log?.settled(stretchesOf(batch), { isRecorded: !isAnyLost });
    this.#gauge?.tellSoon();
  }

  async #drain(id: number, deadlineMs: number): Promise<void> {
    await this.#courier.hurried(this.#drained(), deadlineMs);
    this.#options.reply({ kind: "drained", id });
  }

  async #drained(): Promise<void> {
    await this.#resuming;
    do {
      await this.#intake.settled();
      await Promise.all(RECORDED_KINDS.map(({ table }) => this.#courier.drain(table)));
      // What is rejected becomes a gap record, which is drained as well.
      await this.#intake.settled();
      await this.#courier.drain(GAPS);
      // What found no room may find some now.
    } while (this.#intake.retry());
  }

  #addCatalog(rows: readonly CatalogRow[]): void {
    this.#courier.addCatalog(rows);
    try {
      this.#options.log?.keepCatalog(rows);
    } catch (fault) {
      this.#fault("spool", fault);
    }
  }

  /** Goes on with what an earlier worker of this process left in the log. */
  #resume(log: OwnLog): void {
    const { settings, reply } = this.#options;
    for (const run of log.left) this.#courier.addRun(run);
    reply({ kind: "resumed", spooled: log.spooled, stored: log.stored });
    const unwritten = RECORDED_KINDS.map(({ table }): Gap => {
      const [firstSeq, next] = [log.next[table] ?? 1, settings.next[table] ?? 1];
      return { of: table, firstSeq, lastSeq: next - 1, cause: "worker_died", detail: "" };
    });
    const missing = [...log.missing, ...unwritten].filter(({ firstSeq, lastSeq }) => firstSeq <= lastSeq);
    if (missing.length === 0) return;
    this.#resuming = this.#courier.lookFor(missing).finally(() => (this.#resuming = undefined));
  }

  #tellLost({ of, firstSeq, lastSeq, cause }: Gap, fault?: Fault): void {
    const span = { table: of, firstSeq, lastSeq, rows: lastSeq - firstSeq + 1 };
    this.#options.reply({ kind: "lost", reason: cause, span, ...(fault && { fault }) });
  }

  #tellStorage(circuit: Circuit, failure: unknown): void {
    const fault = failure === undefined ? {} : { fault: describeFault(failure) };
    this.#options.reply({ kind: "storage", circuit, ...fault });
  }

  #fault(place: string, fault: unknown): void {
    this.#options.reply({ kind: "fault", place, fault: describeFault(fault) });
  }
}
