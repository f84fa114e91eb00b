import type { Timers } from "../timers.ts";

/** A sleep that can be cut short; one sleeper at a time. */
export class Alarm {
  readonly #timers: Timers;
  #ring: (() => void) | undefined;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** Resolves after so many milliseconds, or when woken. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#timers.after(ms, () => this.wake());
      this.#ring = () => {
        cancel();
        resolve();
      };
    });
  }

  /** Ends the sleep, if there is one. */
  wake(): void {
    const ring = this.#ring;
    this.#ring = undefined;
    ring?.();
  }
}
