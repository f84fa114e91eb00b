import type { Circuit } from "../protocol.ts";
import type { Timers } from "../timers.ts";
import { Alarm } from "./alarm.ts";
import { LONGEST_PAUSE_MS, pauseAfter } from "./back-off.ts";

/** Longest pause while somebody waits, who has a deadline. */
const LONGEST_PAUSE_WHEN_HURRIED_MS = 1_000;

export interface BreakerOptions {
  readonly timers: Timers;
  readonly onChange: (circuit: Circuit) => void;
  /** @default Math.random */
  readonly random?: () => number;
}

/**
 * Keeps all that is sent to one store off a server that fails: after a failure there is a pause, which doubles with
 * every failure in a row; then a single attempt goes, and the others follow when it went well. Nothing is told of the
 * way before the first attempt.
 */
export class Breaker {
  readonly #options: Required<BreakerOptions>;
  readonly #pause: Alarm;
  #circuit: Circuit | undefined;
  #failures = 0;
  #opening: Promise<void> | undefined;
  #hurried = 0;
  #isClosed = false;
  #trying: Promise<unknown> | undefined;

  constructor(options: BreakerOptions) {
    this.#options = { random: Math.random, ...options };
    this.#pause = new Alarm(options.timers);
  }

  /** What the last attempt showed; undefined before the first. */
  get circuit(): Circuit | undefined {
    return this.#circuit;
  }

  /** Starts no attempt any more: those that wait wait for ever. */
  close(): void {
    this.#isClosed = true;
  }

  /** Runs an attempt when its turn has come; gives and throws what it does. Every throw counts as a failure. */
  async attempt<T>(work: () => Promise<T>): Promise<T> {
    while (this.#opening ?? this.#trying) await (this.#opening ?? this.#trying);
    if (this.#isClosed) return new Promise<never>(() => undefined);
    if (this.#circuit === "open") this.#change("half_open");
    const attempt = this.#run(work);
    if (this.#circuit !== "half_open") return attempt;
    this.#trying = attempt.then(done, done).finally(() => (this.#trying = undefined));
    return attempt;
  }

  /** Shortens the pauses while `work` goes on, which somebody waits for, up to a deadline in milliseconds. */
  async hurry<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
    let isHurried = true;
    const slowDown = (): void => {
      if (isHurried) this.#hurried -= 1;
      isHurried = false;
    };
    this.#hurried += 1;
    this.#pause.wake();
    const cancel = this.#options.timers.after(deadlineMs, slowDown);
    try {
      return await work;
    } finally {
      cancel();
      slowDown();
    }
  }

  async #run<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      this.#failures = 0;
      this.#change("closed");
      return result;
    } catch (failure) {
      this.#open();
      throw failure;
    }
  }

  // Attempts that were under way together fail together: that is one failure.
  #open(): void {
    this.#change("open");
    if (this.#opening) return;
    this.#failures += 1;
    this.#opening = this.#wait().finally(() => (this.#opening = undefined));
  }

  #wait(): Promise<void> {
    const longest = this.#hurried > 0 ? LONGEST_PAUSE_WHEN_HURRIED_MS : LONGEST_PAUSE_MS;
    return this.#pause.sleep(pauseAfter(this.#failures, longest, this.#options.random));
  }

  #change(circuit: Circuit): void {
    if (this.#circuit === circuit) return;
    this.#circuit = circuit;
    this.#options.onChange(circuit);
  }
}

const done = (): void => undefined;
