import type { Chunk } from "@probity/core";
import type { Fault } from "../fault.ts";
import type { BatchLimits, Span } from "../protocol.ts";
import type { Timers } from "../timers.ts";
import { Alarm } from "./alarm.ts";
import { LONGEST_PAUSE_MS, pauseAfter } from "./back-off.ts";
import { Backlog, type Batch } from "./backlog.ts";

/** Longest pause while somebody waits for the lane to be empty, who has a deadline. */
const LONGEST_PAUSE_WHEN_DRAINING_MS = 1_000;

/** What a lane does with a batch, and who is told how it went. */
export interface LaneEnds {
  /**
   * Stores a batch; may be called again with the same one, and must then not double it. Resolves with a fault when
   * the batch can never be stored, because of what is in it. Throws when another attempt may go better.
   */
  store(batch: Batch): Promise<Fault | undefined>;
  stored(span: Span, tookMs: number): void;
  rejected(span: Span, fault: Fault): void;
  /** An attempt failed; there will be another. */
  failed(failure: unknown): void;
}

export interface LaneOptions {
  readonly limits: BatchLimits;
  readonly ends: LaneEnds;
  readonly timers: Timers;
  /** @default Math.random */
  readonly random?: () => number;
}

/**
 * The way of one table's rows into the store: one batch at a time, in order, each tried until it is stored or
 * rejected. A failure that may pass is tried again for ever; what bounds the memory meanwhile is the sender.
 */
export class Lane {
  readonly #ends: LaneEnds;
  readonly #timers: Timers;
  readonly #random: () => number;
  readonly #backlog: Backlog;
  readonly #gathering: Alarm;
  readonly #backOff: Alarm;
  readonly #drains: { readonly upTo: number; readonly done: () => void }[] = [];
  #added = 0;
  #settled = 0;
  #isRunning = false;

  constructor({ limits, ends, timers, random = Math.random }: LaneOptions) {
    this.#ends = ends;
    this.#timers = timers;
    this.#random = random;
    this.#backlog = new Backlog(limits);
    this.#gathering = new Alarm(timers);
    this.#backOff = new Alarm(timers);
  }

  add(chunk: Chunk): void {
    this.#added += 1;
    this.#backlog.push(chunk, this.#timers.now());
    if (!this.#isRunning) void this.#run();
    else if (this.#backlog.dueIn(this.#timers.now()) === 0) this.#gathering.wake();
  }

  /** Resolves once every chunk added so far is settled. Until then nothing waits for company. */
  drain(): Promise<void> {
    if (this.#settled === this.#added) return Promise.resolve();
    return new Promise((done) => {
      this.#drains.push({ upTo: this.#added, done });
      this.#gathering.wake();
      this.#backOff.wake();
    });
  }

  get #isDraining(): boolean {
    return this.#drains.length > 0;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (!this.#backlog.isEmpty) {
      const wait = this.#backlog.dueIn(this.#timers.now());
      if (wait > 0 && !this.#isDraining) await this.#gathering.sleep(wait);
      const batch = this.#backlog.take();
      if (batch) await this.#settle(batch);
    }
    this.#isRunning = false; // in the loop's own turn: no add() can slip in between
  }

  async #settle(batch: Batch): Promise<void> {
    for (let failures = 1; !(await this.#attempt(batch)); failures += 1) {
      const longest = this.#isDraining ? LONGEST_PAUSE_WHEN_DRAINING_MS : LONGEST_PAUSE_MS;
      await this.#backOff.sleep(pauseAfter(failures, longest, this.#random));
    }
    this.#settled += batch.chunks.length;
    while (this.#drains[0] && this.#drains[0].upTo <= this.#settled) this.#drains.shift()?.done();
  }

  /** True when the batch is settled. */
  async #attempt(batch: Batch): Promise<boolean> {
    const started = this.#timers.now();
    let fault: Fault | undefined;
    try {
      fault = await this.#ends.store(batch);
    } catch (failure) {
      this.#ends.failed(failure);
      return false;
    }
    if (fault) this.#ends.rejected(batch.span, fault);
    else this.#ends.stored(batch.span, this.#timers.now() - started);
    return true;
  }
}
