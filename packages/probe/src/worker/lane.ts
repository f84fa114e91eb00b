import type { Timers } from "../timers.ts";
import { Alarm } from "./alarm.ts";
import { Backlog, type BacklogOptions, type Batch, onDisk, type Parcel, type Run } from "./backlog.ts";
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

/** Failures of one batch after which it is put aside, so that others have their turn. */
const MOST_IN_A_ROW = 5;

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
  /** Batches that failed again and again, while others wait. */
  readonly #aside: Sending[] = [];
  #isAsideNext = false;
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
    const aside = this.#aside.map(({ order }) => order);
    return Math.min(this.#current, this.#backlog.oldest, ...aside);
  }

  #go(): void {
    if (!this.#isRunning) void this.#run();
    else if (this.#backlog.dueIn(this.#timers.now()) === 0) this.#gathering.wake();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (!this.#backlog.isEmpty || this.#aside.length > 0) {
      const next = await this.#next();
      if (next) await this.#settle(next);
    }
    this.#isRunning = false; // in the loop's own turn: no add() can slip in between
  }

  /** What was put aside takes turns with what is new. */
  async #next(): Promise<Sending | undefined> {
    if (this.#backlog.isEmpty || this.#isAsideNext) {
      this.#isAsideNext = false;
      const aside = this.#aside.shift();
      if (aside) return aside;
    }
    this.#isAsideNext = this.#aside.length > 0;
    const wait = this.#backlog.dueIn(this.#timers.now());
    if (wait > 0 && this.#backlog.oldest > this.#hurriedUpTo) await this.#gathering.sleep(wait);
    const order = this.#backlog.oldest;
    const batch = this.#backlog.take();
    return batch && { batch, order, attempt: firstAttempt(batch), failures: 0 };
  }

  async #settle(sending: Sending): Promise<void> {
    const { batch, attempt, order } = sending;
    this.#current = order;
    while (!(await this.#attempt(batch, attempt))) {
      sending.failures += 1;
      // It may be this batch that the store can't take: the others must not wait for it.
      if (sending.failures < MOST_IN_A_ROW || this.#backlog.isEmpty) continue;
      this.#aside.push({ ...sending, batch: onDisk(batch) });
      break;
    }
    this.#current = Infinity;
    while (this.#drains[0] && this.#drains[0].upTo < this.#oldest) this.#drains.shift()?.done();
  }

  async #attempt(batch: Batch, attempt: Attempt): Promise<boolean> {
    try {
      await this.#ends.deliver(batch, attempt);
      return true;
    } catch (failure) {
      this.#ends.failed(failure);
      return false;
    }
  }
}

/** A batch on its way. */
interface Sending {
  readonly batch: Batch;
  readonly attempt: Attempt;
  /** Of its oldest chunk. */
  readonly order: number;
  failures: number;
}

function firstAttempt(batch: Batch): Attempt {
  if (batch.kind === "parcels") return { isMarked: false, isUncertain: false, isWhole: true };
  const { isMarked, isUncertain } = batch.run;
  return { isMarked, isUncertain, isWhole: !isUncertain };
}
