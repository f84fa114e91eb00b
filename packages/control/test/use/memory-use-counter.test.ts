import { describe, expect, it } from "vitest";
import { isControlError } from "../../src/errors.ts";
import { MemoryUseCounter } from "../../src/use/memory-use-counter.ts";

/** 2026-03-02 12:00 in Shanghai. */
const NOON = Date.UTC(2026, 2, 2, 4);
const MINUTE = 60_000;

function counting(...minutes: readonly number[]): {
  readonly todaySec: number;
  readonly continuousSec: number;
} {
  const counter = new MemoryUseCounter();
  let seen = { todaySec: -1, continuousSec: -1 };
  for (const minute of minutes) seen = counter.seen("aa", NOON + minute * MINUTE);
  return seen;
}

describe("MemoryUseCounter", () => {
  it("counts the time between decisions", () => {
    expect(counting(0)).toEqual({ todaySec: 0, continuousSec: 0 });
    expect(counting(0, 1, 5, 9.5)).toEqual({ todaySec: 570, continuousSec: 570 });
  });

  it("ends continuous use at a pause, which is no use", () => {
    expect(counting(0, 4, 9, 10)).toEqual({ todaySec: 300, continuousSec: 60 });
    expect(counting(0, 4, 8.99, 10)).toEqual({ todaySec: 600, continuousSec: 600 });
  });

  it("takes another pause for one where it is told so", () => {
    const counter = new MemoryUseCounter({ breakSeconds: 60 });
    counter.seen("aa", NOON);
    expect(counter.seen("aa", NOON + MINUTE)).toEqual({ todaySec: 0, continuousSec: 0 });
  });

  it("begins a new day at midnight in Shanghai, and goes on with continuous use", () => {
    const midnight = 12 * 60;
    expect(counting(midnight - 4, midnight - 1)).toEqual({ todaySec: 180, continuousSec: 180 });
    expect(counting(midnight - 4, midnight - 1, midnight + 2)).toEqual({ todaySec: 120, continuousSec: 360 });
    expect(counting(0, 3, 24 * 60)).toEqual({ todaySec: 0, continuousSec: 0 });
  });

  it("counts what somebody dwelt on, up to an hour, and no minute twice", () => {
    const counter = new MemoryUseCounter();
    counter.seen("aa", NOON);
    counter.dwelt("aa", NOON + 20 * MINUTE, 20 * 60);
    expect(counter.seen("aa", NOON + 20 * MINUTE)).toEqual({ todaySec: 1200, continuousSec: 1200 });
    counter.dwelt("aa", NOON + 21 * MINUTE, 600);
    expect(counter.seen("aa", NOON + 21 * MINUTE)).toEqual({ todaySec: 1260, continuousSec: 1260 });
    counter.dwelt("bb", NOON, 1e9);
    expect(counter.seen("bb", NOON)).toEqual({ todaySec: 3600, continuousSec: 3600 });
  });

  it("adds nothing when the clock goes back, by a little or by a lot, and goes on from there", () => {
    expect(counting(0, 4, 3)).toEqual({ todaySec: 240, continuousSec: 240 });
    expect(counting(0, 4, 3, 5)).toEqual({ todaySec: 300, continuousSec: 300 });
    expect(counting(0, 4, -60, -59)).toEqual({ todaySec: 300, continuousSec: 300 });
    expect(counting(0, 4, 60 * 24 * 365, 5, 6)).toEqual({ todaySec: 60, continuousSec: 60 });
  });

  it("adds nothing when the clock leaps ahead", () => {
    expect(counting(0, 4, 60, 61)).toEqual({ todaySec: 300, continuousSec: 60 });
  });

  it.each([NaN, Infinity, -Infinity, 1e300])("takes %d for no moment", (at) => {
    const counter = new MemoryUseCounter();
    expect(counter.seen("aa", at)).toEqual({ todaySec: 0, continuousSec: 0 });
    counter.seen("aa", NOON);
    counter.dwelt("aa", at, 60);
    counter.dwelt("aa", NOON + MINUTE, NaN);
    counter.dwelt("aa", NOON + MINUTE, -1);
    expect(counter.seen("aa", at)).toEqual({ todaySec: 0, continuousSec: 0 });
  });

  it("keeps subjects apart, and forgets whoever was not seen lately when there are many", () => {
    const counter = new MemoryUseCounter({ mostSubjects: 10 });
    counter.seen("aa", NOON);
    for (let i = 0; i < 4; i += 1) counter.seen(`other-${i}`, NOON);
    expect(counter.seen("aa", NOON + MINUTE).todaySec).toBe(60);
    for (let i = 0; i < 100; i += 1) counter.seen(`many-${i}`, NOON);
    expect(counter.seen("aa", NOON + 2 * MINUTE).todaySec).toBe(0);
  });

  it.each([
    [{ breakSeconds: 0 }, "breakSeconds must be a whole number from 1 to 86400, got 0"],
    [{ breakSeconds: 1.5 }, "breakSeconds must be a whole number from 1 to 86400, got 1.5"],
    [{ mostSubjects: 1 }, "mostSubjects must be a whole number from 2 to 10000000, got 1"],
  ])("refuses %j", (options, message) => {
    const error = caught(() => new MemoryUseCounter(options));
    expect(isControlError(error, "INVALID_OPTION")).toBe(true);
    expect((error as Error).message).toBe(message);
  });
});

function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
