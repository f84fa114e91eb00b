import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FeatureSet, lowestBit, noBits } from "../src/feature-set.ts";

/** Two sets of features of one catalog. */
const sets = fc.integer({ min: 1, max: 130 }).chain((size) => {
  const numbers = fc.array(fc.nat(size - 1), { maxLength: 200, size: "max" });
  return fc.record({ size: fc.constant(size), a: numbers, b: numbers });
});
const ascending = (numbers: Iterable<number>): number[] => [...numbers].toSorted((x, y) => x - y);

describe("a set of features", () => {
  it("does what a set of numbers does", () => {
    fc.assert(
      fc.property(sets, ({ size, a, b }) => {
        const [one, two] = [FeatureSet.of(size, a), FeatureSet.of(size, b)];
        const [modelOne, modelTwo] = [new Set(a), new Set(b)];
        expect(one.numbers).toEqual(ascending(modelOne));
        expect(one.isEmpty).toBe(modelOne.size === 0);
        expect(one.union(two).numbers).toEqual(ascending(new Set([...a, ...b])));
        expect(one.common(two)).toEqual(ascending(modelOne).filter((n) => modelTwo.has(n)));
        expect(one.intersects(two)).toBe(a.some((n) => modelTwo.has(n)));
        for (let n = 0; n < size; n += 1) expect(one.has(n)).toBe(modelOne.has(n));
      }),
    );
  });

  it("takes one more at a time, the same one as often as it likes", () => {
    fc.assert(
      fc.property(sets, ({ size, a }) => {
        const set = FeatureSet.empty(size);
        for (const number of a) set.add(number);
        expect(set.numbers).toEqual(ascending(new Set(a)));
      }),
    );
  });

  it("leaves both sets as they are when they are united", () => {
    const [one, two] = [FeatureSet.of(40, [1, 31]), FeatureSet.of(40, [32, 39])];
    one.union(two).add(7);
    expect([one.numbers, two.numbers]).toEqual([
      [1, 31],
      [32, 39],
    ]);
  });

  it("has nothing beyond its features", () => {
    const set = FeatureSet.of(32, [31]);
    expect([32, 63, 64, 1000].map((number) => set.has(number))).toEqual([false, false, false, false]);
  });

  it("takes one word for 32 features", () => {
    expect([0, 1, 32, 33, 64, 65].map((features) => FeatureSet.empty(features).words.length)).toEqual([
      0, 1, 1, 2, 2, 3,
    ]);
    expect(noBits(3)).toEqual([0, 0, 0]);
  });

  it("finds the lowest bit of every word", () => {
    for (let bit = 0; bit < 32; bit += 1) {
      expect(lowestBit(1 << bit)).toBe(bit);
      expect(lowestBit(-1 << bit)).toBe(bit);
    }
  });
});
