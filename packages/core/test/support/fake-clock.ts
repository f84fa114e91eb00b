import type { Clock } from "../../src/index.ts";

/** 2026-01-01T00:00:00Z, where a fake clock starts. */
export const NEW_YEAR = Date.UTC(2026, 0, 1);

/** Time that passes when a test says so. */
export interface FakeClock extends Clock {
  /** Both clocks go on by that many milliseconds. */
  pass(milliseconds: number): void;
  /** Somebody sets the wall clock; the other one goes on as it did. */
  setWall(milliseconds: number): void;
  /** How often the wall clock was read. */
  readonly wallReads: number;
}

export function fakeClock(wall: number = NEW_YEAR): FakeClock {
  let nowMs = wall;
  let monotonicUs = 5_000_000;
  let wallReads = 0;
  return {
    now() {
      wallReads += 1;
      return nowMs;
    },
    monotonicUs: () => monotonicUs,
    pass(milliseconds) {
      nowMs += milliseconds;
      monotonicUs += milliseconds * 1000;
    },
    setWall(milliseconds) {
      nowMs = milliseconds;
    },
    get wallReads() {
      return wallReads;
    },
  };
}
