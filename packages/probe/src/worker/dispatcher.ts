import { type CatalogRow, decisionRecord, gapRecord } from "@probity/core";
import { describeFault, type Fault } from "../fault.ts";
import type { Reply, Request, WorkerSettings } from "../protocol.ts";
import type { Gap } from "../spool/gap-chunk.ts";
import type { Quarantine } from "../spool/quarantine.ts";
import type { Timers } from "../timers.ts";
import { Alarm } from "./alarm.ts";
import { LONGEST_PAUSE_MS, pauseAfter } from "./back-off.ts";
import { type Batch, type Parcel, rowsOf, type Run } from "./backlog.ts";
import type { BatchStore } from "./batch-store.ts";
import { Breaker } from "./breaker.ts";
import { Catalogs } from "./catalogs.ts";
import { Intake } from "./intake.ts";
import { Lane } from "./lane.ts";
import { putInto } from "./log-shipper.ts";
import { type Rows, spansOf } from "./rows.ts";
import { type Attempt, type RejectedRow, Sender } from "./sender.ts";
import type { OwnLog } from "./own-log.ts";

export interface DispatcherOptions {
  readonly settings: WorkerSettings;
  readonly store: BatchStore;
  /** Undefined when nothing is spooled. */
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

/** How often it is told how the spool stands, at most, in milliseconds. */
const TELL_SPOOL_EVERY_MS = 1_000;

/**
 * What the worker does, without the thread: takes requests, spools and ships what they bring, and answers. Every fault
 * becomes a reply.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #lanes: Map<string, Lane> = new Map();
  readonly #catalogs: Catalogs;
  readonly #breaker: Breaker;
  readonly #sender: Sender;
  readonly #intake: Intake;
  #isTellingSpool = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    const { settings, store, log, reply, timers, wallClock } = options;
    this.#catalogs = new Catalogs((rows) => store.registerCatalog(rows));
    this.#breaker = new Breaker({
      timers,
      ...(options.random && { random: options.random }),
      onChange: (circuit) => reply({ kind: "storage", circuit }),
    });
    this.#sender = new Sender({ store, onForbidden: (error) => this.#fault("store", error) });
    this.#intake = new Intake({
      identity: settings,
      next: log?.next ?? settings.next,
      log: log?.spool,
      whenFull: settings.spool?.whenFull ?? "block",
      fsync: settings.spool?.fsync ?? "os",
      timers,
      wallClock,
      ends: {
        taken: (parcel) => {
          if (parcel.place) log?.waits(parcel.place);
          if (parcel.chunk.table === gapRecord.name) reply({ kind: "gaps", lastSeq: parcel.chunk.lastSeq });
          this.#laneOf(parcel.chunk.table).add(parcel);
        },
        spooled: (span, tookMs) => {
          reply({ kind: "reached", stage: "spooled", span, tookMs });
          this.#tellSpoolSoon();
        },
        freed: (bytes) => reply({ kind: "freed", bytes }),
        lost: (gap) => this.#tellLost(gap),
        fault: (fault) => this.#fault("spool", fault),
      },
    });
    if (!log) return;
    this.#resume(log);
    this.#tellSpool(log);
  }

  /** Looks at the store until it is fit for use, so that what is wrong is told before the first row is late. */
  async check(): Promise<void> {
    const { store, timers, random = Math.random, reply } = this.#options;
    for (let failures = 1; ; failures += 1) {
      try {
        for (const message of await store.check())
          reply({ kind: "fault", place: "store", fault: { code: "STORAGE_UNFIT", message } });
        reply({ kind: "storage", circuit: "closed" });
        return;
      } catch (failure) {
        this.#failed(failure);
        await new Alarm(timers).sleep(pauseAfter(failures, LONGEST_PAUSE_MS, random));
      }
    }
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
        void this.#hurry();
        break;
      case "drain":
        void this.#drain(request.id);
    }
  }

  /** Runs an attempt to reach the store in its turn, again and again until it goes well. */
  async persist(attempt: () => Promise<unknown>): Promise<void> {
    for (;;) {
      try {
        await this.#breaker.attempt(attempt);
        return;
      } catch (failure) {
        this.#failed(failure);
      }
    }
  }

  /** Writes what is not written, and ends the log: nothing comes any more, and nothing is sent any more. */
  async close(): Promise<void> {
    this.#breaker.close();
    await this.#intake.settled();
    try {
      this.#options.log?.end();
    } catch (fault) {
      this.#fault("spool", fault);
    }
    this.#options.reply({ kind: "closed" });
  }

  async #hurry(): Promise<void> {
    await this.#intake.settled();
    for (const lane of this.#lanes.values()) lane.hurry();
  }

  async #drain(id: number): Promise<void> {
    await this.#breaker.hurry(this.#drained());
    this.#options.reply({ kind: "drained", id });
  }

  // What is rejected becomes a gap record, which is drained as well.
  async #drained(): Promise<void> {
    for (const table of [decisionRecord.name, gapRecord.name]) {
      await this.#intake.settled();
      await this.#lanes.get(table)?.drain();
    }
  }

  #addCatalog(rows: readonly CatalogRow[]): void {
    this.#catalogs.add(rows);
    try {
      this.#options.log?.keepCatalog(rows);
    } catch (fault) {
      this.#fault("spool", fault);
    }
  }

  /** Goes on with what an earlier worker of this process left in the log. */
  #resume(log: OwnLog): void {
    const { settings, reply } = this.#options;
    for (const run of log.left) this.#laneOf(run.table).addRun(run);
    const last = (settings.next[decisionRecord.name] ?? 1) - 1;
    if (last === 0) return;
    reply({ kind: "resumed", spooled: log.spooled, storedBelow: log.storedBelow });
    for (const gap of log.missing) this.#lose(gap);
    this.#intake.finish(decisionRecord.name, last, "worker_died");
  }

  #laneOf(table: string): Lane {
    let lane = this.#lanes.get(table);
    if (!lane) {
      const { settings, timers } = this.#options;
      lane = new Lane({
        limits: settings.batch,
        memoryBytes: settings.memoryBytes,
        timers,
        ends: {
          deliver: (batch, attempt) => this.#breaker.attempt(() => this.#deliver(batch, attempt)),
          failed: (failure) => this.#failed(failure),
        },
      });
      this.#lanes.set(table, lane);
    }
    return lane;
  }

  async #deliver(batch: Batch, attempt: Attempt): Promise<void> {
    const { settings, log, timers } = this.#options;
    const started = timers.now();
    const rows = batch.kind === "run" ? this.#load(batch.run, log) : rowsOf(batch.parcels);
    if (rows.length > 0) {
      log?.mark(rows, attempt);
      await this.#catalogs.registered();
      const { rejected } = await this.#sender.deliver(rows, settings, attempt);
      const refused = new Set(rejected.map(({ seq }) => seq));
      for (const row of rejected) this.#reject(row);
      const spans = spansOf(rows, refused);
      for (const span of spans)
        this.#options.reply({ kind: "reached", stage: "stored", span, tookMs: timers.now() - started });
    }
    if (batch.kind === "parcels") this.#free(batch.parcels);
    log?.settled(batch);
    this.#tellSpoolSoon();
  }

  // A gauge, for whoever scrapes now and then.
  #tellSpoolSoon(): void {
    const { log, timers } = this.#options;
    if (!log || this.#isTellingSpool) return;
    this.#isTellingSpool = true;
    timers.after(TELL_SPOOL_EVERY_MS, () => {
      this.#isTellingSpool = false;
      this.#tellSpool(log);
    });
  }

  #tellSpool({ spool: { bytes, segments } }: OwnLog): void {
    this.#options.reply({ kind: "spool", isUp: this.#intake.isSpooling, bytes, segments });
  }

  #free(parcels: readonly Parcel[]): void {
    const bytes = parcels.reduce((sum, { heldBytes }) => sum + heldBytes, 0);
    if (bytes > 0) this.#options.reply({ kind: "freed", bytes });
  }

  #load(run: Run, log: OwnLog | undefined): Rows {
    const { rows, damaged } = log?.load(run) ?? { rows: [], damaged: [] };
    for (const { first, last } of damaged)
      this.#lose({ of: run.table, firstSeq: first, lastSeq: last, cause: "corrupt", detail: "" });
    return rows;
  }

  #reject(row: RejectedRow): void {
    const { settings, quarantine, wallClock } = this.#options;
    try {
      if (quarantine) putInto(quarantine, row, settings, wallClock());
    } catch (failure) {
      this.#fault("quarantine", failure);
    }
    const cause = quarantine ? "quarantined" : "rejected";
    const gap = { of: row.rows[0]?.table ?? "", firstSeq: row.seq, lastSeq: row.seq, detail: row.fault.code };
    this.#lose({ ...gap, cause }, row.fault);
  }

  #lose(gap: Gap, fault?: Fault): void {
    this.#intake.note(gap);
    this.#tellLost(gap, fault);
  }

  #tellLost({ of, firstSeq, lastSeq, cause }: Gap, fault?: Fault): void {
    const span = { table: of, firstSeq, lastSeq, rows: lastSeq - firstSeq + 1 };
    this.#options.reply({ kind: "lost", reason: cause, span, ...(fault && { fault }) });
  }

  #failed(failure: unknown): void {
    this.#options.reply({ kind: "storage", circuit: "open", fault: describeFault(failure) });
  }

  #fault(place: string, fault: unknown): void {
    this.#options.reply({ kind: "fault", place, fault: describeFault(fault) });
  }
}
