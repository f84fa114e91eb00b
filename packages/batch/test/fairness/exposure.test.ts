import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  disparateImpactRatio,
  disparateTreatmentRatio,
  exposureByGroup,
  exposureParity,
  logarithmicBias,
  type RankedItem,
  type RankedList,
  seededRandom,
} from "../../src/index.ts";
import { quantileOfSorted } from "../../src/statistics/quantile.ts";

const item = (group: string, utility?: number, isEngaged = false): RankedItem => ({
  group,
  utility,
  isEngaged,
});
const OPTIONS = { group: "b", reference: "a", minLists: 1 } as const;
const seeded = (seed = "test") => ({ ...OPTIONS, random: seededRandom(seed) });

describe("exposure of groups", () => {
  it("is that of the textbook: 1, 0.6309, 0.5, 0.4307 for the first four ranks", () => {
    expect([1, 2, 3, 4].map((rank) => Number(logarithmicBias(rank).toFixed(4)))).toEqual([
      1, 0.6309, 0.5, 0.4307,
    ]);
  });

  it("is counted by hand over two lists", () => {
    // a at ranks 1 and 2, and 1; b at rank 3, and 2.
    const lists = [
      [item("a", 0.8), item("a", 0.6), item("b", 0.6, true)],
      [item("a", 0.7, true), item("b", 0.5)],
    ];
    const log3 = 1 / Math.log2(3);
    const [a, b] = exposureByGroup(lists);
    expect(a).toMatchObject({ group: "a", lists: 2, items: 3 });
    expect(a?.exposure).toBeCloseTo(2 + log3, 12);
    expect(a?.meanUtility).toBeCloseTo(0.7, 12);
    expect(a?.engagement).toBeCloseTo(1 / 3, 12);
    expect(b).toMatchObject({ group: "b", lists: 2, items: 2 });
    expect(b?.exposure).toBeCloseTo(0.5 + log3, 12);
    expect(b?.share).toBeCloseTo((0.5 + log3) / (2.5 + 2 * log3), 12);
    // Parity: mean exposure of b over that of a. Treatment: exposure for each unit of utility.
    const parity = (0.5 + log3) / 2 / ((2 + log3) / 3);
    const treatment = (0.5 + log3) / 1.1 / ((2 + log3) / 2.1);
    expect(exposureParity(lists, seeded())?.value).toBeCloseTo(parity, 12);
    expect(disparateTreatmentRatio(lists, seeded())?.value).toBeCloseTo(treatment, 12);
    expect(disparateImpactRatio(lists, seeded())?.value).toBeCloseTo(1 / 1.1 / (1 / 2.1), 12);
  });

  it("takes another bias, and items of no group take up their places", () => {
    const lists = [[{ group: undefined }, item("a"), item("b")]];
    const [a, b] = exposureByGroup(lists, { bias: (rank) => 1 / rank });
    expect([a?.exposure, b?.exposure]).toEqual([1 / 2, 1 / 3]);
    expect(exposureByGroup([])).toEqual([]);
  });
});

describe("ratios between groups", () => {
  it("say nothing of groups in too few lists, or that aren't there", () => {
    const lists = [[item("a"), item("b")]];
    expect(exposureParity(lists, { ...seeded(), minLists: 2 })).toBeUndefined();
    expect(exposureParity(lists, { ...seeded(), group: "c" })).toBeUndefined();
    expect(exposureParity([], seeded())).toBeUndefined();
    expect(() => exposureParity(lists, { ...seeded(), group: "a" })).toThrow('got "a" twice');
  });

  it.each([undefined, -1, Number.NaN, Infinity])(
    "say nothing of treatment where a utility is %s",
    (utility) => {
      const lists = [[item("a", 1), item("b", utility)]];
      expect(disparateTreatmentRatio(lists, seeded())).toBeUndefined();
      expect(exposureParity(lists, seeded())?.value).toBeCloseTo(1 / Math.log2(3), 12);
    },
  );

  it("say nothing where a group deserves nothing at all", () => {
    const lists = [[item("a", 0), item("b", 0)]];
    expect(disparateTreatmentRatio(lists, seeded())).toBeUndefined();
    expect(disparateImpactRatio(lists, seeded())).toBeUndefined();
  });
});

const group = fc.constantFrom("a", "b", undefined);
const anyItem = fc.record({
  group,
  utility: fc.double({ min: 0.01, max: 1, noNaN: true }),
  isEngaged: fc.boolean(),
});
const anyList = fc.array(anyItem, { maxLength: 8 });
// Both groups in the first list, so that there is something to say.
const anyLists = fc
  .array(anyList, { maxLength: 12 })
  .map((lists): RankedList[] => [[item("a", 0.5), item("b", 0.5)], ...lists]);

describe("properties", () => {
  it("shares of all groups come to one, and a group against itself renamed is at par", () => {
    fc.assert(
      fc.property(anyLists, (lists) => {
        const sum = exposureByGroup(lists).reduce((total, { share }) => total + share, 0);
        return Math.abs(sum - 1) < 1e-9;
      }),
    );
  });

  it("turning groups round turns the ratio round, and scaling every utility changes nothing", () => {
    fc.assert(
      fc.property(anyLists, (lists) => {
        const ratio = disparateTreatmentRatio(lists, seeded())?.value ?? Number.NaN;
        const back = disparateTreatmentRatio(lists, { ...seeded(), group: "a", reference: "b" })?.value;
        const scaled = lists.map((list) =>
          list.map((each) => ({ ...each, utility: (each.utility ?? 0) * 8 })),
        );
        expect(ratio * (back ?? Number.NaN)).toBeCloseTo(1, 9);
        expect(disparateTreatmentRatio(scaled, seeded())?.value).toBeCloseTo(ratio, 9);
      }),
      { numRuns: 30 },
    );
  });

  it("all agrees with a slow reference that draws lists one by one", () => {
    fc.assert(
      fc.property(anyLists, (lists) => {
        const options = { ...OPTIONS, resamples: 100, method: "percentile" as const };
        const fast = disparateTreatmentRatio(lists, { ...options, random: seededRandom("same") });
        const slow = slowTreatmentRatio(lists, seededRandom("same"), 100);
        expect(fast?.value).toBeCloseTo(slow.value, 9);
        for (const side of ["low", "high"] as const) {
          if (Number.isNaN(slow[side])) expect(fast?.[side]).toBeNaN();
          else expect(fast?.[side]).toBeCloseTo(slow[side], 9);
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** The ratio as it is defined, and its interval by copying the lists that are drawn. */
function slowTreatmentRatio(lists: readonly RankedList[], random: () => number, resamples: number) {
  const rate = (drawn: readonly RankedList[], name: string): number => {
    const places = drawn.flatMap((list) =>
      list.map((each, n) => ({ ...each, exposure: 1 / Math.log2(n + 2) })),
    );
    const own = places.filter((each) => each.group === name);
    const exposure = own.reduce((sum, each) => sum + each.exposure, 0) / own.length;
    const utility = own.reduce((sum, each) => sum + (each.utility ?? Number.NaN), 0) / own.length;
    return exposure / utility;
  };
  const ratio = (drawn: readonly RankedList[]): number => rate(drawn, "b") / rate(drawn, "a");
  const figures: number[] = [];
  for (let sample = 0; sample < resamples; sample += 1) {
    const drawn = lists.map(() => lists[Math.floor(random() * lists.length)] ?? []);
    const figure = ratio(drawn);
    if (Number.isFinite(figure)) figures.push(figure);
  }
  figures.sort((a, b) => a - b);
  const isTold = figures.length >= resamples * 0.95;
  const at = (share: number): number => (isTold ? quantileOfSorted(figures, share) : Number.NaN);
  return { value: ratio(lists), low: at(0.025), high: at(0.975) };
}
