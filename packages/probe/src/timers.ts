/** Time, for what waits and for its tests. */
export interface Timers {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Runs `work` once, after so many milliseconds, unless the answer is called before. */
  after(ms: number, work: () => void): () => void;
}

/** The system's own. They keep no process alive: a thread that somebody waits for does that. */
export const systemTimers: Timers = {
  now: () => performance.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms).unref();
    return () => clearTimeout(timer);
  },
};
