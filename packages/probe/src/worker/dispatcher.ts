import type { CatalogRow, Chunk } from "@probity/core";
import { describeFault, type Fault } from "../fault.ts";
import { type Reply, type Request, tokenOf, type WorkerSettings } from "../protocol.ts";
import type { Timers } from "../timers.ts";
import { Alarm } from "./alarm.ts";
import { LONGEST_PAUSE_MS, pauseAfter } from "./back-off.ts";
import type { Batch } from "./backlog.ts";
import { Lane, type LaneEnds } from "./lane.ts";

/** The store as the worker needs it. No method is called before the first request. */
export interface BatchStore {
  /** Looks at the server and the schema: what is doubtful about them, one text each. Throws what is in the way. */
  check(): Promise<readonly string[]>;
  /** May be called again with the same rows. */
  registerCatalog(rows: readonly CatalogRow[]): Promise<unknown>;
  /** Stores rows of one table once per token, however often it is called with it. */
  insertBatch(batch: InsertableBatch): Promise<void>;
  /** True for an error of `insertBatch` that is about what is in the batch: it would come again. */
  isRejection(error: unknown): boolean;
  close(): Promise<void>;
}

export interface InsertableBatch {
  readonly table: string;
  /** Record version. */
  readonly version: number;
  /** RowBinary, in pieces. */
  readonly bytes: readonly Uint8Array[];
  readonly token: string;
}

export interface DispatcherOptions {
  readonly settings: WorkerSettings;
  readonly store: BatchStore;
  readonly reply: (reply: Reply) => void;
  readonly timers: Timers;
  /** @default Math.random */
  readonly random?: () => number;
}

/**
 * What the worker does, without the thread: takes requests, ships what they bring, and answers. Every fault becomes
 * a reply. A spool has its place before the lanes: append the chunk, reply `spooled`, and free it when it is stored.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #lanes: Map<string, Lane> = new Map();
  readonly #catalogs: (readonly CatalogRow[])[] = [];
  #registering: Promise<void> | undefined;
  #isUp: boolean | undefined;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Looks at the store until it is fit for use, so that what is wrong is told before the first row is late. */
  async check(): Promise<void> {
    const { store, timers, random = Math.random, reply } = this.#options;
    for (let failures = 1; ; failures += 1) {
      try {
        for (const message of await store.check()) {
          reply({ kind: "fault", place: "store", fault: { code: "STORAGE_UNFIT", message } });
        }
        this.#wentUp();
        return;
      } catch (failure) {
        this.#wentDown(failure);
        await new Alarm(timers).sleep(pauseAfter(failures, LONGEST_PAUSE_MS, random));
      }
    }
  }

  /** Everything but `close`, which is the thread's. */
  handle(request: Exclude<Request, { readonly kind: "close" }>): void {
    switch (request.kind) {
      case "catalog":
        this.#catalogs.push(request.rows);
        break;
      case "chunk":
        this.#laneOf(request.chunk).add(request.chunk);
        break;
      case "drain":
        void this.#drain(request.id);
    }
  }

  async #drain(id: number): Promise<void> {
    await Promise.all([...this.#lanes.values()].map((lane) => lane.drain()));
    this.#options.reply({ kind: "drained", id });
  }

  #laneOf({ table }: Chunk): Lane {
    let lane = this.#lanes.get(table);
    if (!lane) {
      const { settings, timers, random = Math.random } = this.#options;
      lane = new Lane({ limits: settings.batch, ends: this.#ends, timers, random });
      this.#lanes.set(table, lane);
    }
    return lane;
  }

  readonly #ends: LaneEnds = {
    store: (batch) => this.#store(batch),
    stored: (span, tookMs) => {
      this.#wentUp();
      this.#options.reply({ kind: "reached", stage: "stored", span, tookMs });
    },
    rejected: (span, fault) => {
      this.#wentUp();
      this.#options.reply({ kind: "lost", reason: "rejected", span, fault });
    },
    failed: (failure) => this.#wentDown(failure),
  };

  async #store({ span, version, chunks }: Batch): Promise<Fault | undefined> {
    const { settings, store } = this.#options;
    await this.#registerCatalogs();
    try {
      await store.insertBatch({
        table: span.table,
        version,
        bytes: chunks.map(({ bytes }) => bytes),
        token: tokenOf(settings.writer, settings.epoch, span),
      });
    } catch (error) {
      if (store.isRejection(error)) return describeFault(error);
      throw error;
    }
    return undefined;
  }

  // One at a time, also when two lanes ask: a catalog leaves the list only when it is registered.
  async #registerCatalogs(): Promise<void> {
    while (this.#catalogs.length > 0) {
      this.#registering ??= this.#registerNext().finally(() => (this.#registering = undefined));
      await this.#registering;
    }
  }

  async #registerNext(): Promise<void> {
    await this.#options.store.registerCatalog(this.#catalogs[0] ?? []);
    this.#catalogs.shift();
  }

  #wentUp(): void {
    if (this.#isUp !== true) this.#options.reply({ kind: "storage", isUp: true });
    this.#isUp = true;
  }

  #wentDown(failure: unknown): void {
    this.#isUp = false;
    this.#options.reply({ kind: "storage", isUp: false, fault: describeFault(failure) });
  }
}
