import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timeOfDecisionId } from "../../src/index.ts";
import { fakeClock, NEW_YEAR } from "../support/fake-clock.ts";
import { recording } from "../support/recording.ts";

describe("the time of a decision", () => {
  it("is that of the wall clock when it opened, in its row and in its id", () => {
    const clock = fakeClock();
    const watched = recording([], { clock });
    clock.pass(12.75);
    const decision = watched.open();
    clock.pass(30.5);
    decision.close();
    const { id, ts, took_us } = watched.row();
    expect([ts, took_us]).toEqual([NEW_YEAR + 12, 30_500]);
    expect([id, timeOfDecisionId(id)]).toEqual([decision.id, ts]);
  });

  it("is worked out from the other clock in between: the wall clock is read once a second at most", () => {
    const clock = fakeClock();
    const watched = recording([], { clock });
    for (let n = 0; n < 1000; n += 1) {
      watched.open().close();
      clock.pass(3);
    }
    expect(watched.rows().map(({ ts }) => ts)).toEqual(
      Array.from({ length: 1000 }, (_, n) => NEW_YEAR + n * 3),
    );
    expect(clock.wallReads).toBeLessThanOrEqual(4); // one of them when the recorder was made
  });

  it("follows a wall clock that was set, within a second, forward and back", () => {
    const clock = fakeClock();
    const watched = recording([], { clock });
    const opened = (): number => {
      watched.open().close();
      return watched.rows().at(-1)?.ts ?? Number.NaN;
    };
    expect(opened()).toBe(NEW_YEAR);
    clock.setWall(NEW_YEAR + 60_000);
    clock.pass(999);
    expect(opened()).toBe(NEW_YEAR + 999);
    clock.pass(2);
    expect(opened()).toBe(NEW_YEAR + 61_001);
    clock.setWall(NEW_YEAR);
    clock.pass(1001);
    expect(opened()).toBe(NEW_YEAR + 1001);
  });

  it("never runs ahead of the wall clock, nor lags by more than a clock drifts in a second", () => {
    const step = fc.record({
      ms: fc.double({ min: 0, max: 1500, noNaN: true }),
      drift: fc.double({ min: 0, max: 2, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: "max" }), (steps) => {
        const clock = fakeClock();
        const watched = recording([], { clock });
        let drifted = 0;
        const walls: number[] = [];
        for (const { ms, drift } of steps) {
          clock.pass(ms);
          // The wall clock is set forward a little, as time servers do.
          clock.setWall(clock.now() + drift);
          drifted = Math.max(drifted, drift);
          walls.push(clock.now());
          watched.open().close();
        }
        const rows = watched.rows();
        let before = 0;
        for (const [n, { ts }] of rows.entries()) {
          expect(ts).toBeLessThanOrEqual(walls[n]! + 0.001);
          expect(ts).toBeGreaterThanOrEqual(before);
          before = ts;
        }
      }),
      { numRuns: 50 },
    );
  });

  it("taken is none where the clock goes back, and the most that a row holds where it is too long", () => {
    const clock = fakeClock();
    const watched = recording([], { clock });
    const [backwards, forever] = [watched.open(), watched.open()];
    clock.pass(-5);
    backwards.close();
    clock.pass(2 * 60 * 60 * 1000);
    forever.close();
    expect(watched.rows().map(({ took_us }) => took_us)).toEqual([0, 0xffff_ffff]);
  });

  it("is the system's where nobody says otherwise", () => {
    const before = Date.now();
    const watched = recording();
    const decision = watched.open();
    decision.close();
    expect(watched.row().ts).toBeGreaterThanOrEqual(before - 1);
    expect(watched.row().ts).toBeLessThanOrEqual(Date.now() + 1);
  });
});
