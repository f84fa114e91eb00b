import type { Place } from "../spool/log.ts";
import type { Stretch } from "./backlog.ts";

/** How many chunks of each segment wait to be stored, and so which segments may be freed: the oldest first. */
export class Outstanding {
  readonly #waiting: Map<number, number> = new Map();

  /** As many chunks as the stretch has, or one. */
  add({ segment, chunks = 1 }: Place & Partial<Stretch>): void {
    this.#waiting.set(segment, (this.#waiting.get(segment) ?? 0) + chunks);
  }

  settle({ segment, chunks }: Stretch): void {
    const left = (this.#waiting.get(segment) ?? 0) - chunks;
    if (left > 0) this.#waiting.set(segment, left);
    else this.#waiting.delete(segment);
  }

  clear(): void {
    this.#waiting.clear();
  }

  /** The oldest segment in which something waits, `Infinity` when nothing does. */
  get oldest(): number {
    let oldest = Infinity;
    for (const segment of this.#waiting.keys()) oldest = Math.min(oldest, segment);
    return oldest;
  }
}
