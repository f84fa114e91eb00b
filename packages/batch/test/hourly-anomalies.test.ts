import { describe, expect, it } from "vitest";

import { hourlyAnomalies, seededRandom } from "../src/index.ts";

const HOUR = 3_600_000;
const BEGIN = Date.parse("2026-09-01T00:00:00Z");
const WEEK = 168;
const options = (from: number, hours = 24) => ({
  ...{ from: BEGIN + from * HOUR, to: BEGIN + (from + hours) * HOUR, score: 6, minTimes: 10 },
});
const counts = (hours: number, count: (hour: number) => number) =>
  new Map(Array.from({ length: hours }, (_, n) => [BEGIN + n * HOUR, count(n)]));

describe("hours out of the ordinary", () => {
  it("are held against the same hour of the weeks before, so that a busy Monday is none", () => {
    const weekly = (hour: number) => (hour % WEEK === 10 ? 80 : 4);
    expect(hourlyAnomalies(counts(6 * WEEK, weekly), options(5 * WEEK))).toEqual([]);
    const spike = counts(6 * WEEK, (hour) => (hour === 5 * WEEK + 11 ? 80 : weekly(hour)));
    expect(hourlyAnomalies(spike, options(5 * WEEK))).toMatchObject([
      { hour: BEGIN + (5 * WEEK + 11) * HOUR, times: 80, expected: 4 },
    ]);
  });

  it("are told by hand: 30 where 4 are usual, of five weeks", () => {
    const given = counts(6 * WEEK, (hour) => (hour === 5 * WEEK ? 30 : 4));
    const [found] = hourlyAnomalies(given, options(5 * WEEK));
    expect(found?.score).toBeCloseTo(26 / Math.sqrt(4 * (1 + Math.PI / 10)), 9);
  });

  it("don't hide behind an older one, and silence is one too", () => {
    const given = counts(6 * WEEK, (hour) => {
      if (hour === 2 * WEEK + 5) return 900;
      if (hour === 5 * WEEK + 5) return 100;
      return hour === 5 * WEEK + 6 ? 0 : 50;
    });
    const found = hourlyAnomalies(given, options(5 * WEEK));
    expect(found.map(({ times, expected }) => [times, expected])).toEqual([
      [100, 50],
      [0, 50],
    ]);
  });

  it("are held against the days before where there are no four weeks, and with no week not at all", () => {
    const given = (from: number) => counts(from + 24, (hour) => (hour === from + 3 ? 70 : 5));
    expect(hourlyAnomalies(given(8 * 24), options(8 * 24))).toHaveLength(1);
    expect(hourlyAnomalies(given(6 * 24), options(6 * 24))).toEqual([]);
    expect(hourlyAnomalies(new Map(), options(0))).toEqual([]);
  });

  it("are not made of few, nor of hours that lie in the window in part", () => {
    const few = counts(6 * WEEK, (hour) => (hour === 5 * WEEK ? 9 : 0));
    expect(hourlyAnomalies(few, options(5 * WEEK))).toEqual([]);
    const spike = counts(6 * WEEK, (hour) => (hour === 5 * WEEK ? 90 : 4));
    const half = { ...options(5 * WEEK), to: BEGIN + (5 * WEEK + 0.5) * HOUR };
    expect(hourlyAnomalies(spike, half)).toEqual([]);
  });

  it("come by chance in fewer than one of a thousand hours, also where counts scatter more than by chance", () => {
    const random = seededRandom("false alarms");
    let alarms = 0;
    for (let series = 0; series < 40; series += 1) {
      const mean = 1 + 40 * random();
      const given = counts(6 * WEEK, () => poisson(mean * (0.6 + 0.8 * random()), random));
      alarms += hourlyAnomalies(given, options(5 * WEEK, WEEK)).length;
    }
    expect(alarms / (40 * WEEK)).toBeLessThan(1e-3);
  });
});

function poisson(mean: number, random: () => number): number {
  const limit = Math.exp(-mean);
  let count = -1;
  for (let product = 1; product > limit; product *= random()) count += 1;
  return count;
}
