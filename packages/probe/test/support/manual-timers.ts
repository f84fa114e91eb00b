import type { Timers } from "../../src/timers.ts";

interface Pending {
  readonly at: number;
  readonly work: () => void;
}

/** Time that passes only when told to. */
export class ManualTimers implements Timers {
  #now = 0;
  readonly #pending: Set<Pending> = new Set();

  now(): number {
    return this.#now;
  }

  after(ms: number, work: () => void): () => void {
    const pending = { at: this.#now + ms, work };
    this.#pending.add(pending);
    return () => this.#pending.delete(pending);
  }

  /** Lets time pass, timer by timer, with whatever promises hang on each. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (;;) {
      const next = [...this.#pending].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#pending.delete(next);
      this.#now = next.at;
      next.work();
      await settled();
    }
    this.#now = end;
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#pending.size;
  }
}

/** Resolves when every promise that can go on without time or I/O has done so. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
