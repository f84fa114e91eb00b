import type { CatalogRow } from "@probity/core";
import { ProbeError } from "../errors.ts";
import type { Fault } from "../fault.ts";
import type { Circuit, Span, WorkerSettings } from "../protocol.ts";
import { DECISIONS } from "../record-kinds.ts";
import { isSpoolError } from "../spool/errors.ts";
import type { Gap } from "../spool/gap-chunk.ts";
import type { Quarantine } from "../spool/quarantine.ts";
import type { Timers } from "../timers.ts";
import { Alarm } from "./alarm.ts";
import { LONGEST_PAUSE_MS, pauseAfter } from "./back-off.ts";
import { type Batch, type Parcel, rowsOf, type Run } from "./backlog.ts";
import type { BatchStore } from "./batch-store.ts";
import { Breaker } from "./breaker.ts";
import { Catalogs } from "./catalogs.ts";
import { Lane } from "./lane.ts";
import { MemoryBudget } from "./memory-budget.ts";
import type { OwnLog } from "./own-log.ts";
import { type PartedGap, partGap } from "./part-gap.ts";
import { Refusals } from "./refusals.ts";
import { countRows, type Rows, spansOf } from "./rows.ts";
import { type Attempt, type RejectedRow, Sender } from "./sender.ts";

export interface CourierOptions {
  readonly settings: Pick<WorkerSettings, "writer" | "epoch" | "service" | "batch" | "memoryBytes">;
  readonly store: BatchStore;
  /** Undefined when nothing is spooled. */
  readonly log: OwnLog | undefined;
  /** Where rejected rows are kept. */
  readonly quarantine: Quarantine | undefined;
  readonly timers: Timers;
  /** Milliseconds since the epoch. */
  readonly wallClock: () => number;
  /** @default Math.random */
  readonly random?: () => number;
  readonly ends: CourierEnds;
}

/** Who is told what the courier did. */
export interface CourierEnds {
  /** These rows are stored; `tookMs` is the time that it took to bring them there, if that was now. */
  stored(spans: readonly Span[], tookMs: number | undefined): void;
  /** These will never be stored. */
  lost(gap: Gap, fault?: Fault): void;
  /** Every row of a batch is stored or lost; those that are lost were told before. */
  settled(batch: Batch, isAnyLost: boolean): void;
  /** How the way to the store stands; with a failure, there will be another attempt. */
  storage(circuit: Circuit, failure?: unknown): void;
  /** Something went wrong that costs no row. */
  fault(place: string, fault: unknown): void;
}

/** How long a part of the log that can't be read is left alone, in milliseconds. */
const UNREADABLE_PAUSE_MS = 1_000;

/** Brings rows to the store: a lane for each table, over one way that it keeps off when the store fails. */
export class Courier {
  readonly #options: CourierOptions;
  readonly #lanes: Map<string, Lane> = new Map();
  readonly #memory: MemoryBudget;
  readonly #catalogs: Catalogs;
  readonly #breaker: Breaker;
  readonly #sender: Sender;
  readonly #refusals: Refusals;

  constructor(options: CourierOptions) {
    this.#options = options;
    const { settings, store, quarantine, timers, wallClock, random, ends } = options;
    this.#memory = new MemoryBudget(settings.memoryBytes);
    this.#catalogs = new Catalogs((rows) => store.registerCatalog(rows));
    this.#breaker = new Breaker({
      timers,
      ...(random && { random }),
      onChange: (circuit) => ends.storage(circuit),
    });
    this.#sender = new Sender({ store, onForbidden: (error) => ends.fault("store", error) });
    const onFault = (place: string, fault: unknown): void => ends.fault(place, fault);
    this.#refusals = new Refusals({ identity: settings, quarantine, wallClock, onFault });
  }

  add(parcel: Parcel): void {
    this.#laneOf(parcel.chunk.table).add(parcel);
  }

  /** Adds what an earlier worker left in the log. */
  addRun(run: Run): void {
    this.#laneOf(run.table).addRun(run);
  }

  /** Registered before any row that is sent from now on. */
  addCatalog(rows: readonly CatalogRow[]): void {
    this.#catalogs.add(rows);
  }

  /** Looks at the store until it is fit for use, so that what is wrong is told before the first row is late. */
  async check(): Promise<void> {
    const { timers, random = Math.random } = this.#options;
    for (let failures = 1; !(await this.#isFit()); failures += 1)
      await new Alarm(timers).sleep(pauseAfter(failures, LONGEST_PAUSE_MS, random));
  }

  async #isFit(): Promise<boolean> {
    try {
      const doubts = await this.#breaker.attempt(() => doubtsAbout(this.#options.store));
      for (const doubt of doubts) this.#options.ends.fault("store", doubt);
      return true;
    } catch (failure) {
      this.#failed(failure);
      return false;
    }
  }

  /**
   * Runs an attempt to reach the store in its turn, again and again until it goes well; throws the last failure when
   * there were `most` of them. @default for ever
   */
  async persist(attempt: () => Promise<unknown>, most?: number): Promise<void> {
    for (let failures = 1; ; failures += 1) {
      try {
        await this.#breaker.attempt(attempt);
        return;
      } catch (failure) {
        this.#failed(failure);
        if (most !== undefined && failures >= most) throw failure;
      }
    }
  }

  /** Tells what became of numbers of which the log holds nothing: the store knows which went there from memory. */
  async lookFor(missing: readonly Gap[]): Promise<void> {
    for (const gap of missing) {
      let parted: PartedGap | undefined;
      await this.persist(async () => (parted = await this.#look(gap)));
      if (parted) this.#tell(parted);
    }
  }

  /** What was added so far waits for no company. */
  hurry(): void {
    for (const lane of this.#lanes.values()) lane.hurry();
  }

  /** Resolves once all that was added of a table is settled, without delay. */
  async drain(table: string): Promise<void> {
    await this.#lanes.get(table)?.drain();
  }

  /** Pauses less while `work` goes on, which somebody waits for, up to a deadline in milliseconds. */
  hurried<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
    return this.#breaker.hurry(work, deadlineMs);
  }

  /** Sends nothing any more. */
  close(): void {
    this.#breaker.close();
  }

  #laneOf(table: string): Lane {
    let lane = this.#lanes.get(table);
    if (!lane) {
      const { settings, timers } = this.#options;
      lane = new Lane({
        limits: settings.batch,
        memory: this.#memory,
        timers,
        ends: {
          deliver: (batch, attempt) => this.#deliver(batch, attempt),
          failed: (failure) => this.#failed(failure),
        },
      });
      this.#lanes.set(table, lane);
    }
    return lane;
  }

  async #deliver(batch: Batch, attempt: Attempt): Promise<void> {
    const { rows, damaged } = batch.kind === "run" ? await this.#load(batch.run) : whole(batch.parcels);
    const { parted, rejected } = await this.#attempt(tableOf(batch), async () => {
      const looks: PartedGap[] = [];
      for (const gap of damaged) looks.push(attempt.isUncertain ? await this.#look(gap) : nothingOf(gap));
      return { parted: looks, rejected: rows.length > 0 ? await this.#send(batch, rows, attempt) : 0 };
    });
    // Only now, or it would be told again with every attempt.
    for (const each of parted) this.#tell(each);
    this.#options.ends.settled(batch, damaged.length + rejected > 0);
  }

  // A table that is not there yet, or that the user may not write to, must not hold up the decisions.
  async #attempt<T>(table: string, work: () => Promise<T>): Promise<T> {
    if (table === DECISIONS) return this.#breaker.attempt(work);
    const outcome = await this.#breaker.attempt(async () => {
      try {
        return { value: await work() };
      } catch (failure) {
        if (!this.#isOfTable(failure)) throw failure;
        return { failure };
      }
    });
    if ("value" in outcome) return outcome.value;
    await new Alarm(this.#options.timers).sleep(LONGEST_PAUSE_MS);
    throw outcome.failure;
  }

  #isOfTable(failure: unknown): boolean {
    return this.#breaker.circuit === "closed" && this.#options.store.isOfTable(failure);
  }

  /** Gives how many rows were rejected. */
  async #send(batch: Batch, rows: Rows, attempt: Attempt): Promise<number> {
    const { settings, log, timers, ends } = this.#options;
    const started = timers.now();
    if (isInLog(batch)) log?.mark(rows, attempt);
    await this.#catalogs.registered();
    const { rejected, known } = await this.#sender.deliver(rows, settings, attempt);
    for (const row of rejected) this.#reject(row);
    const spans = spansOf(rows, new Set(rejected.map(({ seq }) => seq)));
    const isSent = known < countRows(rows);
    if (spans.length > 0) ends.stored(spans, isSent ? timers.now() - started : undefined);
    return rejected.length;
  }

  /** What is in a run, and what of it can't be read any more. Where the disk fails for a while, so does this. */
  async #load(run: Run): Promise<Loaded> {
    const { log, timers } = this.#options;
    try {
      const { rows, damaged } = log?.load(run) ?? { rows: [], damaged: [] };
      return { rows, damaged: damaged.map(({ first, last }) => corrupt(run.table, first, last)) };
    } catch (failure) {
      await new Alarm(timers).sleep(UNREADABLE_PAUSE_MS);
      throw failure;
    }
  }

  async #look(gap: Gap): Promise<PartedGap> {
    const { of: table, firstSeq, lastSeq } = gap;
    const { settings } = this.#options;
    return partGap(gap, await this.#sender.storedAmong({ table, firstSeq, lastSeq }, settings));
  }

  #tell({ missing, stored }: PartedGap): void {
    const { ends } = this.#options;
    if (stored.length > 0) ends.stored(stored, undefined);
    for (const gap of missing) ends.lost(gap);
  }

  #reject(row: RejectedRow): void {
    const gap = this.#refusals.take(row);
    // An earlier worker may have been told so before.
    if (gap && !this.#options.log?.isOnRecord(gap.of, row.seq)) this.#options.ends.lost(gap, row.fault);
  }

  #failed(failure: unknown): void {
    const { ends } = this.#options;
    if (isSpoolError(failure)) ends.fault("spool", failure);
    else if (this.#isOfTable(failure)) ends.fault("store", failure);
    else ends.storage(this.#breaker.circuit ?? "open", failure);
  }
}

async function doubtsAbout(store: BatchStore): Promise<readonly unknown[]> {
  try {
    return (await store.check()).map((doubt) => new ProbeError("STORAGE_UNFIT", doubt));
  } catch (failure) {
    if (store.isForbidden(failure)) return [failure]; // it answers, and may take rows all the same
    throw failure;
  }
}

/** The rows of a batch, and the gaps in place of those that are no more. */
interface Loaded {
  readonly rows: Rows;
  readonly damaged: readonly Gap[];
}

function whole(parcels: readonly Parcel[]): Loaded {
  return { rows: rowsOf(parcels), damaged: [] };
}

function tableOf(batch: Batch): string {
  return batch.kind === "run" ? batch.run.table : (batch.parcels[0]?.chunk.table ?? "");
}

function isInLog(batch: Batch): boolean {
  return batch.kind === "run" || batch.parcels.some(({ place }) => place !== undefined);
}

function corrupt(of: string, firstSeq: number, lastSeq: number): Gap {
  return { of, firstSeq, lastSeq, cause: "corrupt", detail: "" };
}

function nothingOf(gap: Gap): PartedGap {
  return { missing: [gap], stored: [] };
}
