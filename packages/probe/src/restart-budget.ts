/** Lets something happen so many times in any minute. */
export class RestartBudget {
  readonly #perMinute: number;
  readonly #taken: number[] = [];

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Takes one turn if one is left: 0. Otherwise the milliseconds until there is one. */
  take(now: number): number {
    while (this.#taken[0] !== undefined && this.#taken[0] + 60_000 <= now) this.#taken.shift();
    const [oldest] = this.#taken;
    if (oldest !== undefined && this.#taken.length >= this.#perMinute) return oldest + 60_000 - now;
    this.#taken.push(now);
    return 0;
  }
}
