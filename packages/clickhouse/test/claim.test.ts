import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { claimOf } from "../src/queries/claim.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const NO_TRACE = "0".repeat(32);
const interval = (ts: number, tookMs: number, trace_id = TRACE) => ({ ts, took_us: tookMs * 1000, trace_id });

describe("claimOf", () => {
  it.each([
    ["the same trace", TRACE, TRACE, true],
    ["another trace", "1".padStart(32, "0"), TRACE, false],
    ["no trace on either side", NO_TRACE, NO_TRACE, false],
  ])("with %s is borne out or not", (_, called, decision, isBorneOut) => {
    expect(claimOf(interval(0, 1, called), interval(0, 1, decision)).isBorneOut).toBe(isBorneOut);
  });

  it.each([
    ["inside", 10, 20, { startMs: 10, shiftMs: 0, shiftsMs: [-11, 71] }],
    ["before it", -40, 20, { startMs: -40, shiftMs: 39, shiftsMs: [39, 121] }],
    ["after it", 95, 20, { startMs: 95, shiftMs: -14, shiftsMs: [-96, -14] }],
    ["longer than it", 10, 200, { startMs: 10, shiftMs: null, shiftsMs: null }],
    ["as long as it, within the millisecond that times are told to", 1, 100, { startMs: 1, shiftMs: 0 }],
  ])("tells by how much what lies %s would have to be shifted", (_, start, took, expected) => {
    expect(claimOf(interval(1000 + start, took), interval(1000, 100))).toMatchObject(expected);
  });

  it("expects of what came by a queue only that it began after the decision", () => {
    const called = { ...interval(5000, 10), protocol: "kafka" as const };
    expect(claimOf(called, interval(1000, 100))).toMatchObject({ shiftMs: 0, shiftsMs: [-4001, null] });
    expect(claimOf({ ...called, ts: 900 }, interval(1000, 100))).toMatchObject({ shiftMs: 99 });
  });

  it("names a shift that does, and none that is smaller", () => {
    const ms = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(ms, ms, ms, ms, (start, took, from, length) => {
        const decision = interval(from, length);
        const { shiftMs } = claimOf(interval(start, took), decision);
        const fits = (shift: number) =>
          start + shift >= from - 1 && start + took + shift <= from + length + 1;
        if (shiftMs === null) expect(took).toBeGreaterThan(length + 2);
        else {
          expect(fits(shiftMs)).toBe(true);
          if (shiftMs !== 0) expect(fits(shiftMs - Math.sign(shiftMs) * 0.001)).toBe(false);
        }
      }),
    );
  });
});
