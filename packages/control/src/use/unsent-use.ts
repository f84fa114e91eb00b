import type { ResolvedUseOptions } from "./use-options.ts";
import type { UseInterval } from "./use-state.ts";

/** A subject's stretches that are kept while they can't be sent: a day has no more long pauses in waking hours. */
const MOST_PER_SUBJECT = 64;

/** Stretches of use that Redis was not told of yet, joined where there is no pause between them. */
export class UnsentUse {
  readonly #breakMs: number;
  readonly #mostSubjects: number;
  readonly #bySubject: Map<string, UseInterval[]> = new Map();
  #lost = 0;

  constructor({ breakMs, generation }: ResolvedUseOptions) {
    this.#breakMs = breakMs;
    this.#mostSubjects = 2 * generation;
  }

  /** How many were given up, since there were too many subjects or too many of one subject. */
  get lost(): number {
    return this.#lost;
  }

  of(subject: string): readonly UseInterval[] {
    return this.#bySubject.get(subject) ?? [];
  }

  add(subject: string, interval: UseInterval): void {
    const intervals = this.#bySubject.get(subject);
    if (intervals) this.#join(intervals, interval);
    else if (this.#bySubject.size < this.#mostSubjects) this.#bySubject.set(subject, [interval]);
    else this.#lost += 1;
  }

  /** Takes out about so many, oldest subject first, a subject's together and in the order of time. */
  take(most: number): (readonly [subject: string, interval: UseInterval])[] {
    const taken: (readonly [string, UseInterval])[] = [];
    for (const [subject, intervals] of this.#bySubject) {
      if (taken.length >= most) break;
      for (const interval of intervals) taken.push([subject, interval]);
      this.#bySubject.delete(subject);
    }
    return taken;
  }

  #join(intervals: UseInterval[], { from, to }: UseInterval): void {
    const near = intervals.findIndex(
      (other) => from - other.to < this.#breakMs && other.from - to < this.#breakMs,
    );
    const other = intervals[near];
    if (other) {
      intervals.splice(near, 1);
      this.#join(intervals, { from: Math.min(other.from, from), to: Math.max(other.to, to) });
    } else if (intervals.length < MOST_PER_SUBJECT) {
      intervals.push({ from, to });
      intervals.sort((a, b) => a.to - b.to);
    } else {
      this.#lost += 1;
    }
  }
}
