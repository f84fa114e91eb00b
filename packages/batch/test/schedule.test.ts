import { describe, expect, it } from "vitest";

import { firstWindow, isBatchError, runOnSchedule, type Window } from "../src/index.ts";

const HOUR = 3_600_000;
const T0 = Date.parse("2026-11-21T00:00:00+08:00");

/** A schedule on a clock that only waiting, and runs that take their time, move on. */
function play(about: {
  at?: number;
  since?: number;
  runs: number;
  takes?: (run: number) => number;
  fails?: (run: number) => boolean;
}) {
  const { at = T0, since, runs, takes = () => 0, fails = () => false } = about;
  let now = at;
  let count = 0;
  let under = 0;
  const ran: [window: number, at: number][] = [];
  const told: string[] = [];
  const done = runOnSchedule({
    everyMs: HOUR,
    settleMs: 60_000,
    since,
    now: () => now,
    wait: (milliseconds) => {
      now += milliseconds;
      return Promise.resolve();
    },
    isEnded: () => count >= runs,
    run: async (window: Window) => {
      under += 1;
      if (under > 1) told.push("two at once");
      count += 1;
      ran.push([(window.from - T0) / HOUR, (now - T0) / HOUR]);
      now += takes(count);
      await Promise.resolve();
      under -= 1;
      if (fails(count)) throw new Error("away");
    },
    failed: (error, window) => told.push(`${String(error)} ${(window.from - T0) / HOUR}`),
    behind: (windows) => told.push(`behind ${windows}`),
  });
  return done.then(() => ({ ran, told }));
}

describe("a schedule", () => {
  it("runs the last window that is over, then each when it is over and has settled", async () => {
    const { ran, told } = await play({ at: T0 + 0.5 * HOUR, runs: 3 });
    expect(ran.map(([window]) => window)).toEqual([-1, 0, 1]);
    expect(ran.map(([, at]) => at)).toEqual([0.5, 1 + 1 / 60, 2 + 1 / 60]);
    expect(told).toEqual([]);
  });

  it("begins where it is told to, and catches up window by window", async () => {
    const { ran, told } = await play({ at: T0 + 0.5 * HOUR, since: T0 - 3 * HOUR, runs: 4 });
    expect(ran.map(([window]) => window)).toEqual([-3, -2, -1, 0]);
    expect(told).toEqual(["behind 2", "behind 1"]);
  });

  it("comes back to a window that failed, and leaves none out while the database is away", async () => {
    const { ran, told } = await play({ runs: 6, fails: (run) => run > 1 && run < 5 });
    expect(ran.map(([window]) => window)).toEqual([-2, -1, -1, -1, -1, 0]);
    expect(told.filter((each) => each.startsWith("Error: away"))).toHaveLength(3);
  });

  it("never runs two at once, and leaves none out where a run takes longer than its period", async () => {
    const { ran, told } = await play({ runs: 5, takes: () => 1.5 * HOUR });
    expect(ran.map(([window]) => window)).toEqual([-2, -1, 0, 1, 2]);
    expect(told).not.toContain("two at once");
    expect(told.at(-1)).toBe("behind 2");
  });

  it("has windows in step with the clocks of China", () => {
    const noon = Date.parse("2026-11-21T04:00:00Z");
    expect(firstWindow(24 * HOUR, noon)).toEqual({ from: T0, to: T0 + 24 * HOUR });
    for (const everyMs of [5000, Number.NaN, 1.5 * 60_000 + 0.5]) {
      expect(() => firstWindow(everyMs, noon)).toThrow(
        expect.toSatisfy((error: unknown) => isBatchError(error, "INVALID_WINDOW")) as Error,
      );
    }
  });
});
