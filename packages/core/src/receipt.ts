/**
 * How far a decision has come. `open`: not closed. `recorded`: encoded, in this process's memory. `spooled`: in a file
 * of this machine. `stored`: ClickHouse acknowledged it. `lost`: it will not be stored, and a gap says why.
 */
export type Stage = "open" | "recorded" | "spooled" | "stored" | "lost";

/** A stage that somebody may wait for. */
export type AwaitedStage = "spooled" | "stored";

/** Says how far one decision has come. */
export interface Receipt {
  /** As far as is known at this moment. */
  readonly stage: Stage;
  /**
   * Resolves with the stage that was reached once that is `stage`, or a later one, or `lost`; at the latest after
   * `deadlineMs`, with whatever was reached by then. A decision that is not closed yet is `open` at once. Never
   * rejects. Where nothing is spooled, `spooled` is reached with `stored`.
   */
  reached(stage: AwaitedStage, deadlineMs: number): Promise<Stage>;
}

/** Knows how far the records of one writer have come: what is behind the sink. */
export interface Progress {
  /** Of a record that was handed over, or refused. */
  stageOf(seq: number): Exclude<Stage, "open">;
  /** As {@link Receipt.reached}, of a record that was handed over. */
  reached(seq: number, stage: AwaitedStage, deadlineMs: number): Promise<Exclude<Stage, "open">>;
}

/** Behind a sink that tells nothing. */
export const UNKNOWN_PROGRESS: Progress = {
  stageOf: () => "recorded",
  reached: () => Promise.resolve("recorded"),
};

/** No record will come, and that was counted. */
export const LOST_RECEIPT: Receipt = { stage: "lost", reached: () => Promise.resolve("lost") };

/**
 * Has records handed over as soon as somebody waits for one, rather than when a chunk is full. Those that are waited
 * for in the same turn of the event loop go together.
 */
export function promptly(progress: Progress, flush: () => void): Progress {
  let isDue = false;
  const flushSoon = (): void => {
    if (isDue) return;
    isDue = true;
    setImmediate(() => {
      isDue = false;
      flush();
    });
  };
  return {
    stageOf: (seq) => progress.stageOf(seq),
    reached: (seq, stage, deadlineMs) => {
      flushSoon();
      return progress.reached(seq, stage, deadlineMs);
    },
  };
}

/** A receipt that asks whoever knows. */
export class SequenceReceipt implements Receipt {
  readonly #seq: () => number;
  readonly #progress: Progress;

  /** `seq` gives the decision's number, 0 as long as it has none. */
  constructor(seq: () => number, progress: Progress) {
    this.#seq = seq;
    this.#progress = progress;
  }

  get stage(): Stage {
    const seq = this.#seq();
    return seq === 0 ? "open" : this.#progress.stageOf(seq);
  }

  async reached(stage: AwaitedStage, deadlineMs: number): Promise<Stage> {
    const seq = this.#seq();
    return seq === 0 ? "open" : this.#progress.reached(seq, stage, deadlineMs);
  }
}
