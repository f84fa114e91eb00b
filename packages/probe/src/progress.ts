import type { AwaitedStage, Progress, Stage } from "@probity/core";
import { NumberStages } from "./number-stages.ts";
import { NumberSet, type Range } from "./spool/number-set.ts";
import type { Timers } from "./timers.ts";

type Reached = Exclude<Stage, "open">;

interface Waiter {
  readonly stage: AwaitedStage;
  readonly tell: (stage: Reached) => void;
}

export interface ShippingProgressOptions {
  readonly timers: Timers;
  /** Somebody waits for what was handed over to be stored. */
  readonly onHurry: () => void;
  /** Somebody waits, or nobody does any more. */
  readonly onWaiting: (isAnybody: boolean) => void;
}

/** Runs of lost decisions that are told apart, at least. */
const MOST_LOSSES = 10_000;

/** How far each decision of this process has come, by its number, and who waits for it to come further. */
export class ShippingProgress extends NumberStages implements Progress {
  readonly #options: ShippingProgressOptions;
  readonly #lost: NumberSet = new NumberSet();
  /** Runs of lost decisions since `#forgetUpTo` was set. */
  #losses = 0;
  #forgetUpTo = 0;
  readonly #waiters: Map<number, Waiter[]> = new Map();

  constructor(options: ShippingProgressOptions) {
    super();
    this.#options = options;
  }

  stageOf(seq: number): Reached {
    if (this.#lost.overlaps(seq, seq)) return "lost";
    if (this.isSettled(seq)) return "stored";
    return this.isSpooled(seq) ? "spooled" : "recorded";
  }

  reached(seq: number, stage: AwaitedStage, deadlineMs: number): Promise<Reached> {
    const now = this.stageOf(seq);
    if (isReached(now, stage)) return Promise.resolve(now);
    if (stage === "stored") this.#options.onHurry();
    return new Promise((resolve) => {
      const waiter: Waiter = {
        stage,
        tell: (reached) => {
          cancel();
          resolve(reached);
        },
      };
      const cancel = this.#options.timers.after(deadlineMs, () => {
        this.#forget(seq, waiter);
        resolve(this.stageOf(seq));
      });
      this.#remember(seq, waiter);
    });
  }

  override spooled(first: number, last: number): number {
    const added = super.spooled(first, last);
    this.#tell(first, last);
    return added;
  }

  override stored(first: number, last: number): number {
    const added = super.stored(first, last);
    this.#tell(first, last);
    return added;
  }

  override lost(first: number, last: number): number {
    for (const range of this.unsettled(first, last)) this.#addLost(range);
    const added = super.lost(first, last);
    this.#tell(first, last);
    return added;
  }

  // Losses here and there, for days, must not fill the memory: where all is settled long ago, it is forgotten what
  // between them was stored. That is called lost then, too, which promises nothing.
  #addLost({ first, last }: Range): void {
    this.#lost.add(first, last);
    this.#losses += 1;
    if (this.#losses < MOST_LOSSES) return;
    const [unsettled] = this.unsettled(1, this.#forgetUpTo);
    const settledUpTo = unsettled ? unsettled.first - 1 : this.#forgetUpTo;
    if (settledUpTo > 0) this.#lost.add(1, settledUpTo);
    this.#forgetUpTo = last;
    this.#losses = 0;
  }

  #tell(first: number, last: number): void {
    if (this.#waiters.size === 0) return;
    for (let seq = first; seq <= last; seq += 1) {
      const waiters = this.#waiters.get(seq);
      if (!waiters) continue;
      const stage = this.stageOf(seq);
      for (const waiter of waiters) {
        if (!isReached(stage, waiter.stage)) continue;
        this.#forget(seq, waiter);
        waiter.tell(stage);
      }
    }
  }

  #remember(seq: number, waiter: Waiter): void {
    if (this.#waiters.size === 0) this.#options.onWaiting(true);
    const others = this.#waiters.get(seq);
    if (others) others.push(waiter);
    else this.#waiters.set(seq, [waiter]);
  }

  #forget(seq: number, waiter: Waiter): void {
    const others = (this.#waiters.get(seq) ?? []).filter((each) => each !== waiter);
    if (others.length > 0) this.#waiters.set(seq, others);
    else this.#waiters.delete(seq);
    if (this.#waiters.size === 0) this.#options.onWaiting(false);
  }
}

function isReached(stage: Reached, awaited: AwaitedStage): boolean {
  return stage === "stored" || stage === "lost" || stage === awaited;
}
