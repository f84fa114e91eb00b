import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MERGE_SCRIPT } from "../../src/use/merge-script.ts";
import { layOver, type UseInterval, type UseState } from "../../src/use/use-state.ts";
import { ScriptRedis } from "./script-redis.ts";

const BREAK = 300_000;
const NOON = Date.UTC(2026, 2, 2, 4);
const HOUR = 3_600_000;

const interval = fc
  .record({ to: fc.integer({ min: NOON - 30 * HOUR, max: NOON + 30 * HOUR }), ms: fc.nat(HOUR) })
  .map(({ to, ms }) => ({ from: to - ms, to }));

function play(intervals: readonly UseInterval[]): UseState | undefined {
  return intervals.reduce<UseState | undefined>((state, each) => layOver(state, each, BREAK), undefined);
}

describe("laying stretches of use over what is counted", () => {
  it("gives no absurd count, whatever the clock does", () => {
    fc.assert(
      fc.property(fc.array(interval, { minLength: 1, maxLength: 30 }), (intervals) => {
        const state = play(intervals)!;
        const sinceMidnight = (state.last + 8 * HOUR) % (24 * HOUR);
        const given = intervals.reduce((sum, { from, to }) => sum + to - from, 0);
        expect(state.todayMs).toBeGreaterThanOrEqual(0);
        expect(state.todayMs).toBeLessThanOrEqual(sinceMidnight);
        expect(state.continuousMs).toBeGreaterThanOrEqual(0);
        expect(state.continuousMs).toBeLessThanOrEqual(given + intervals.length * BREAK);
      }),
    );
  });

  it("counts the same stretch once, however often it comes", () => {
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 10 }), interval, (intervals, last) => {
        const state = play([...intervals, last]);
        expect(layOver(state, last, BREAK)).toEqual(state);
      }),
    );
  });

  it("counts of several processes what one would count, in whatever order they tell", () => {
    const steps = fc.array(fc.integer({ min: 0, max: BREAK - 1 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(steps, fc.func(fc.nat(2)), (gaps, processOf) => {
        const moments = gaps.map((_, i) => NOON + gaps.slice(0, i + 1).reduce((sum, gap) => sum + gap, 0));
        const one = play(moments.map((at) => ({ from: at, to: at })));
        const parts = [0, 1, 2].map((part) => moments.filter((at) => processOf(at) === part));
        const told = parts
          .filter((part) => part.length > 0)
          .map((part) => ({ from: part[0]!, to: part.at(-1)! }))
          .sort((a, b) => a.from - b.from);
        const now = moments.at(-1)!;
        const state = told.reduce<UseState | undefined>(
          (sum, each) => layOver(sum, each, BREAK, now),
          undefined,
        );
        // A process that saw a part of it with gaps longer than a pause would tell two stretches: here it tells one.
        expect(state).toEqual(one);
      }),
    );
  });

  it("is what the script does", () => {
    const said = fc.record({ each: interval, late: fc.integer({ min: -HOUR, max: HOUR }) });
    fc.assert(
      fc.property(fc.array(said, { minLength: 1, maxLength: 12 }), (stretches) => {
        const redis = new ScriptRedis();
        let state: UseState | undefined;
        for (const { each, late } of stretches) {
          const now = each.to + late;
          state = layOver(state, each, BREAK, now);
          const times = [BREAK, 1000, now, each.from, each.to].map(String);
          expect(redis.command(["EVAL", MERGE_SCRIPT, "1", "k", ...times])).toEqual([
            `${state.day} ${state.todayMs} ${state.continuousMs} ${state.last}`,
          ]);
          expect(redis.expiries.get("k")).toBe(1000);
        }
      }),
      { numRuns: 60 },
    );
  });
});
