import type { Database } from "./database.ts";
import type { Load } from "./load.ts";

/** How often a decision is picked out, and looked for, in milliseconds. */
const EVERY_MS = 250;
/** Most decisions that are looked for at a time; the oldest ones stay. */
const MOST = 200;

interface Watched<Phase> {
  readonly id: string;
  readonly phase: Phase;
  readonly answeredAt: number;
  readonly at: number;
}

/** How long decisions took from their answer until they were found in ClickHouse. */
export interface Delays {
  readonly medianMs: number;
  readonly mostMs: number;
  readonly decisions: number;
}

/** Picks out decisions as they are answered, and looks for them in ClickHouse until they are there. */
export class LiveTraffic<Phase extends string> {
  readonly #database: Database;
  readonly #load: Load;
  readonly #delays: Map<Phase, number[]> = new Map();
  #watched: Watched<Phase>[] = [];
  #phase: Phase | undefined;
  #isClosed = false;
  #watching: Promise<void> | undefined;

  constructor(database: Database, load: Load) {
    this.#database = database;
    this.#load = load;
  }

  /** What is answered from now on counts to this phase. In none, nothing is picked out, and what was is let go. */
  enter(phase: Phase | undefined): void {
    this.#phase = phase;
    if (phase === undefined) this.#watched = [];
    this.#watching ??= this.#watch();
  }

  get delays(): Readonly<Partial<Record<Phase, Delays>>> {
    const all: Partial<Record<Phase, Delays>> = {};
    for (const [phase, delays] of this.#delays) {
      const sorted = delays.toSorted((a, b) => a - b);
      all[phase] = {
        medianMs: sorted[sorted.length >> 1] ?? 0,
        mostMs: sorted.at(-1) ?? 0,
        decisions: sorted.length,
      };
    }
    return all;
  }

  /** Safe to call twice. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#watching;
  }

  async #watch(): Promise<void> {
    while (!this.#isClosed) {
      const started = performance.now();
      this.#pick();
      await this.#look().catch(() => undefined); // ClickHouse is down: that is what this is about
      const left = EVERY_MS - (performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, left)));
    }
  }

  #pick(): void {
    const id = this.#load.exchanges.at(-1)?.decision;
    if (id === undefined || this.#phase === undefined || this.#watched.length >= MOST) return;
    if (this.#watched.some((watched) => watched.id === id)) return;
    this.#watched.push({ id, phase: this.#phase, answeredAt: performance.now(), at: Date.now() });
  }

  async #look(): Promise<void> {
    const [oldest] = this.#watched;
    if (!oldest) return;
    const ids = this.#watched.map(({ id }) => id);
    const stored = await this.#database.storedOf(ids, oldest.at - 10_000);
    for (const { id, phase, answeredAt } of this.#watched) {
      if (!stored.has(id)) continue;
      const delays = this.#delays.get(phase) ?? [];
      delays.push(performance.now() - answeredAt);
      this.#delays.set(phase, delays);
    }
    this.#watched = this.#watched.filter(({ id }) => !stored.has(id));
  }
}
