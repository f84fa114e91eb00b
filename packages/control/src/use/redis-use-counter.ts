import { RecentMap } from "@probity/core";
import { MERGE_SCRIPT } from "./merge-script.ts";
import { parseState } from "./parse-state.ts";
import { UnsentUse } from "./unsent-use.ts";
import type { UseCounter, UseCounterOptions, UseSeen } from "./use-counter.ts";
import { intervalOf, seenOf } from "./use-intervals.ts";
import { requireWhole, type ResolvedUseOptions, resolveUseOptions } from "./use-options.ts";
import { layOver, type UseInterval, type UseState } from "./use-state.ts";

/**
 * Sends one command to Redis and gives its answer: `(words) => client.sendCommand([...words])` with node-redis,
 * `([name, ...rest]) => client.call(name, ...rest)` with ioredis. The client is the caller's: to connect and to close.
 */
export type RedisCommand = (words: readonly [name: string, ...rest: string[]]) => Promise<unknown>;

export interface RedisUseCounterOptions extends UseCounterOptions {
  readonly command: RedisCommand;
  /** Before every key. What stands in braces keeps all keys in one slot of a cluster. @default "{probity}:use:" */
  readonly prefix?: string;
  /** How often processes tell each other, from 100 to 60,000. @default 1_000 */
  readonly flushMs?: number;
  /** How long an answer is waited for, from 100 to 60,000. @default 2_000 */
  readonly timeoutMs?: number;
  /** Told once when Redis can't be used, and again for each other fault. Must not throw. @default nothing */
  readonly onFault?: (where: "use.redis", fault: unknown) => void;
}

/** Redis keeps what was not written for so long that it tells of no day any more. */
const TIME_TO_LIVE_MS = 2 * 86_400_000;

/** Stretches in one command: it keeps Redis from everything else for a millisecond or two. */
const MOST_SENT = 500;

/**
 * Counts what several processes see, through Redis. Every `flushMs` a process sends the stretches of use that it saw and
 * takes over what came of them all; between, it counts on from there by itself. So a count lacks what others saw in the
 * last second, and what they saw before where the subject is new to this process; then it is too low, and soon right.
 *
 * While Redis is away each process counts what it sees and sends it later; what then ends before what another process
 * told is not added. Keys are pseudonyms, values are
 * four numbers, and both expire after two days.
 */
export class RedisUseCounter implements UseCounter {
  readonly #command: RedisCommand;
  readonly #prefix: string;
  readonly #timeoutMs: number;
  readonly #onFault: (where: "use.redis", fault: unknown) => void;
  readonly #options: ResolvedUseOptions;
  readonly #states: RecentMap<string, UseState>;
  readonly #unsent: UnsentUse;
  readonly #timer: NodeJS.Timeout;
  #flushing: Promise<void> | undefined;
  #isAway = false;
  /** The latest word on what time it is. */
  #now = 0;

  /** Throws `INVALID_OPTION` for an option that makes no sense. */
  constructor(options: RedisUseCounterOptions) {
    const { command, prefix = "{probity}:use:", flushMs = 1000, timeoutMs = 2000 } = options;
    requireWhole("flushMs", flushMs, 100, 60_000);
    requireWhole("timeoutMs", timeoutMs, 100, 60_000);
    this.#command = command;
    this.#prefix = prefix;
    this.#timeoutMs = timeoutMs;
    this.#onFault = options.onFault ?? (() => {});
    this.#options = resolveUseOptions(options);
    this.#states = new RecentMap(this.#options.generation);
    this.#unsent = new UnsentUse(this.#options);
    this.#timer = setInterval(() => void this.flush(), flushMs).unref();
  }

  /** Whether the last try to reach Redis failed. */
  get isAway(): boolean {
    return this.#isAway;
  }

  /** Stretches of use that were given up because Redis was away for too long: they count in this process alone. */
  get lost(): number {
    return this.#unsent.lost;
  }

  seen(subjectHex: string, at: number): UseSeen {
    return seenOf(this.#note(subjectHex, intervalOf(at, 0)));
  }

  dwelt(subjectHex: string, at: number, seconds: number): void {
    this.#note(subjectHex, intervalOf(at, seconds));
  }

  /** Sends what was seen since the last time. Never rejects; with a flush under way, waits for that one. */
  flush(): Promise<void> {
    return (this.#flushing ??= this.#exchange().finally(() => (this.#flushing = undefined)));
  }

  /** Sends what is left and stops. The client stays open. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#flushing;
    await this.flush();
  }

  #note(subjectHex: string, interval: UseInterval | undefined): UseState | undefined {
    const known = this.#states.get(subjectHex);
    if (!interval) return known;
    const state = layOver(known, interval, this.#options.breakMs);
    this.#states.set(subjectHex, state);
    this.#unsent.add(subjectHex, interval);
    this.#now = interval.to;
    return state;
  }

  async #exchange(): Promise<void> {
    for (let sent = this.#unsent.take(MOST_SENT); sent.length > 0; sent = this.#unsent.take(MOST_SENT)) {
      try {
        this.#takeOver(sent, await this.#send(sent));
        this.#isAway = false;
      } catch (fault) {
        // Whether Redis laid them over is not known; laying them over again changes nothing.
        for (const [subject, interval] of sent) this.#unsent.add(subject, interval);
        if (!this.#isAway) this.#onFault("use.redis", fault);
        this.#isAway = true;
        return;
      }
    }
  }

  async #send(sent: readonly SentUse[]): Promise<unknown> {
    const keys = sent.map(([subject]) => this.#prefix + subject);
    const times = sent.flatMap(([, { from, to }]) => [String(from), String(to)]);
    const { breakMs } = this.#options;
    const head = [keys.length, ...keys, breakMs, TIME_TO_LIVE_MS, this.#now].map(String);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const error = new Error(`Redis did not answer within ${this.#timeoutMs} ms`);
      timer = setTimeout(() => reject(error), this.#timeoutMs).unref();
    });
    try {
      return await Promise.race([this.#command(["EVAL", MERGE_SCRIPT, ...head, ...times]), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  // What this process saw while the answer was under way is laid over it.
  #takeOver(sent: readonly SentUse[], answer: unknown): void {
    const { breakMs } = this.#options;
    const states: Map<string, UseState> = new Map();
    for (const [i, [subject]] of sent.entries()) {
      states.set(subject, parseState(Array.isArray(answer) ? (answer as unknown[])[i] : undefined));
    }
    for (const [subject, merged] of states) {
      const since = this.#unsent.of(subject);
      this.#states.set(
        subject,
        since.reduce((state, interval) => layOver(state, interval, breakMs, this.#now), merged),
      );
    }
  }
}

type SentUse = readonly [subject: string, interval: UseInterval];
