import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { bootstrap, holm, seededRandom } from "../../src/index.ts";
import { normalQuantile, normalShare } from "../../src/statistics/normal.ts";
import { medianOf, quantileOfSorted } from "../../src/statistics/quantile.ts";
import { signTest } from "../../src/statistics/sign-test.ts";

describe("random numbers of a seed", () => {
  it("are the same for the same seed, spread evenly, and others for another", () => {
    const draw = (seed: string) => Array.from({ length: 1000 }, seededRandom(seed));
    expect(draw("a")).toEqual(draw("a"));
    expect(draw("a")).not.toEqual(draw("b"));
    const counts = Array.from({ length: 10 }, () => 0);
    for (const value of draw("a")) counts[Math.floor(value * 10)]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(70);
    expect(Math.max(...counts)).toBeLessThan(130);
  });
});

describe("quantiles", () => {
  it("lie between neighbours in proportion", () => {
    expect([0, 0.25, 0.5, 1].map((share) => quantileOfSorted([10, 20, 40], share))).toEqual([10, 15, 20, 40]);
    expect(medianOf([3, 1, 2, 10])).toBe(2.5);
    expect(medianOf([])).toBeNaN();
  });

  it("lie between values that are further apart than a number can say", () => {
    const far = [-Number.MAX_VALUE, Number.MAX_VALUE];
    expect([0, 0.5, 1].map((share) => quantileOfSorted(far, share))).toEqual([far[0], 0, far[1]]);
  });

  it("never leave the range of the values, and never fall as the share rises", () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(values, share, share, (given, one, other) => {
        const sorted = Float64Array.from(given).sort();
        const [low, high] = [Math.min(one, other), Math.max(one, other)].map((at) =>
          quantileOfSorted(sorted, at),
        );
        return sorted[0]! <= low! && low! <= high! && high! <= sorted.at(-1)!;
      }),
    );
  });
});

describe("the normal distribution", () => {
  it("is that of the tables, and its quantiles are the way back", () => {
    expect(normalShare(1.959964)).toBeCloseTo(0.975, 6);
    expect(normalShare(0)).toBeCloseTo(0.5, 6);
    expect(normalQuantile(0.025)).toBeCloseTo(-1.959964, 4);
    for (const share of [0.001, 0.2, 0.5, 0.9])
      expect(normalShare(normalQuantile(share))).toBeCloseTo(share, 6);
  });
});

describe("the sign test", () => {
  it("is exact", () => {
    expect(signTest(5, 0)).toBeCloseTo(2 / 32, 12);
    expect(signTest(8, 2)).toBeCloseTo((2 * (1 + 10 + 45)) / 1024, 12);
    expect([signTest(5, 5), signTest(0, 0), signTest(1, 0)]).toEqual([1, 1, 1]);
  });

  it("holds for many pairs, and for either side alike", () => {
    expect(signTest(400, 600)).toBeCloseTo(signTest(600, 400), 15);
    // By the normal distribution with its correction: z = (100 - 0.5) / sqrt(250).
    expect(signTest(400, 600)).toBeCloseTo(2 * normalShare(-99.5 / Math.sqrt(250)), 6);
  });
});

describe("Holm's adjustment", () => {
  it("is that of the textbook, in the order given", () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holm([])).toEqual([]);
  });

  it("never makes a likelihood smaller, nor larger than Bonferroni's", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }), (given) => {
        const adjusted = holm(given);
        return given.every((likelihood, n) => {
          const most = Math.min(1, likelihood * given.length) + 1e-12;
          return likelihood <= adjusted[n]! && adjusted[n]! <= most;
        });
      }),
    );
  });
});

describe("bootstrap intervals", () => {
  const sample = [2, 4, 4, 5, 7, 9, 11, 12, 15, 30];
  const mean = (times: Uint32Array) =>
    sample.reduce((sum, value, n) => sum + value * times[n]!, 0) / times.reduce((sum, each) => sum + each, 0);

  it("hold the figure, are the same for the same seed, and narrow as the level falls", () => {
    const at = (level: number) => bootstrap(sample.length, mean, { random: seededRandom("mean"), level });
    const { value, low, high } = at(0.95);
    expect(value).toBeCloseTo(9.9, 12);
    expect(low < value && value < high).toBe(true);
    expect(at(0.95)).toEqual({ value, low, high });
    const narrow = at(0.5);
    expect(narrow.low > low && narrow.high < high).toBe(true);
  });

  it("lean to the long side of a skewed sample, when they are corrected", () => {
    const options = { resamples: 4000 };
    const percentile = bootstrap(10, mean, { ...options, random: seededRandom("s"), method: "percentile" });
    const corrected = bootstrap(10, mean, { ...options, random: seededRandom("s"), method: "bca" });
    expect(corrected.low).toBeGreaterThan(percentile.low);
    expect(corrected.high).toBeGreaterThan(percentile.high);
  });

  it("hold the true mean about as often as they say", () => {
    const random = seededRandom("cover");
    let held = 0;
    for (let round = 0; round < 200; round += 1) {
      const drawn = Array.from({ length: 40 }, random);
      const { low, high } = bootstrap(
        40,
        (times) => drawn.reduce((sum, value, n) => sum + value * times[n]!, 0) / 40,
        { random, resamples: 400, level: 0.9 },
      );
      if (low <= 0.5 && 0.5 <= high) held += 1;
    }
    expect(held / 200).toBeGreaterThan(0.84);
    expect(held / 200).toBeLessThan(0.96);
  });

  it("say nothing where samples have no figure, and nothing is drawn of nothing", () => {
    const { low, high } = bootstrap(2, () => Number.NaN, { random: seededRandom("nan") });
    expect([low, high]).toEqual([Number.NaN, Number.NaN]);
    const random = seededRandom("none");
    expect(() => bootstrap(0, () => 1, { random })).toThrow("units must be from 1, got 0");
    expect(() => bootstrap(1, () => 1, { random, resamples: 5 })).toThrow(
      "resamples must be from 100, got 5",
    );
    expect(() => bootstrap(1, () => 1, { random, level: 1 })).toThrow("level must be between 0 and 1, got 1");
  });
});
