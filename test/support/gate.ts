import type { AwaitedStage, Progress, Stage } from "@probity/core";
import { expect } from "vitest";

type Reached = Exclude<Stage, "open">;

interface Wait {
  readonly seq: number;
  readonly stage: AwaitedStage;
  readonly deadlineMs: number;
  readonly resolve: (stage: Reached) => void;
}

/** How far decisions have come, as a test says. Its deadline passes when the test says so, too. */
export class Gate implements Progress {
  readonly waits: Wait[] = [];
  readonly #stages: Map<number, Reached> = new Map();

  /** One through which every decision passes at once, to that stage. */
  static opened(stage: Reached): Progress {
    return {
      stageOf: () => stage,
      reached: () => new Promise((resolve) => setImmediate(resolve, stage)),
    };
  }

  stageOf(seq: number): Reached {
    return this.#stages.get(seq) ?? "recorded";
  }

  reached(seq: number, stage: AwaitedStage, deadlineMs: number): Promise<Reached> {
    return new Promise((resolve) => this.waits.push({ seq, stage, deadlineMs, resolve }));
  }

  /** Waits until so many answers are held. */
  async held(count = 1): Promise<void> {
    await expect.poll(() => this.waits.length, { interval: 1, timeout: 4000 }).toBe(count);
  }

  /** Lets the decision of that number come to `stage`, which ends the wait for it. */
  pass(stage: Reached, seq = 1): void {
    this.#stages.set(seq, stage);
    for (const wait of this.waits) if (wait.seq === seq) wait.resolve(stage);
  }
}
