import type { Timers } from "../timers.ts";
import { Alarm } from "./alarm.ts";
import { Backlog, type BacklogOptions, type Batch, type Parcel, type Run } from "./backlog.ts";
import type { Attempt } from "./sender.ts";

/** What a lane does with a batch. */
export interface LaneEnds {
  /**
   * Has a batch stored, and answers for it; may be called again with the same one. Throws when another attempt may go
   * better, and has then waited long enough for it.
   */
  deliver(batch: Batch, attempt: Attempt): Promise<void>;
  /** An attempt failed; there will be another. */
  failed(failure: unknown): void;
}

export interface LaneOptions extends BacklogOptions {
  readonly ends: LaneEnds;
  readonly timers: Timers;
}

/**
 * The way of one table's rows into the store: one batch at a time, each tried until it is stored or rejected. A
 * failure that may pass is tried again for ever; what bounds the memory meanwhile is the sender.
 */
export class Lane {
  readonly #ends: LaneEnds;
  readonly #timers: Timers;
  readonly #backlog: Backlog;
  readonly #gathering: Alarm;
  readonly #drains: { readonly upTo: number; readonly done: () => void }[] = [];
  /** Chunks that ever came. */
  #added = 0;
  /** The oldest chunk of the batch that is on its way. */
  #current = Infinity;
  #hurriedUpTo = 0;
  #isRunning = false;

  constructor(options: LaneOptions) {
    this.#ends = options.ends;
    this.#timers = options.timers;
    this.#backlog = new Backlog(options);
    this.#gathering = new Alarm(options.timers);
  }

  add(parcel: Parcel): void {
    this.#added += 1;
    this.#backlog.push(parcel, this.#added, this.#timers.now());
    this.#go();
  }

  /** Adds what is on disk alone: what an earlier life left. */
  addRun(run: Run): void {
    this.#added += 1;
    this.#backlog.pushRun(run, this.#added);
    this.#go();
  }

  /** What was added so far waits for no company. */
  hurry(): void {
    this.#hurriedUpTo = this.#added;
    this.#gathering.wake();
  }

  /** Resolves once every chunk added so far is settled, without delay. */
  drain(): Promise<void> {
    if (this.#oldest > this.#added) return Promise.resolve();
    this.hurry();
    return new Promise((done) => this.#drains.push({ upTo: this.#added, done }));
  }

  get #oldest(): number {
    return Math.min(this.#current, this.#backlog.oldest);
  }

  #go(): void {
    if (!this.#isRunning) void this.#run();
    else if (this.#backlog.dueIn(this.#timers.now()) === 0) this.#gathering.wake();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (!this.#backlog.isEmpty) {
      const wait = this.#backlog.dueIn(this.#timers.now());
      if (wait > 0 && this.#backlog.oldest > this.#hurriedUpTo) await this.#gathering.sleep(wait);
      this.#current = this.#backlog.oldest;
      const batch = this.#backlog.take();
      if (batch) await this.#settle(batch);
    }
    this.#isRunning = false; // in the loop's own turn: no add() can slip in between
  }

  async #settle(batch: Batch): Promise<void> {
    const isMarked = batch.kind === "run" && batch.run.isMarked;
    const attempt: Attempt = { isMarked, isUncertain: isMarked };
    for (;;) {
      try {
        await this.#ends.deliver(batch, attempt);
        break;
      } catch (failure) {
        this.#ends.failed(failure);
      }
    }
    this.#current = Infinity;
    while (this.#drains[0] && this.#drains[0].upTo < this.#oldest) this.#drains.shift()?.done();
  }
}
