import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NumberSet, type Range } from "../../src/spool/number-set.ts";

const range = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.nat(8))
  .map(([first, more]): Range => ({ first, last: first + more }));

function numbersOf(ranges: readonly Range[]): number[] {
  return ranges.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, n) => first + n));
}

describe("a set of numbers", () => {
  it("knows what it holds, and what it doesn't, as a set of single numbers would", () => {
    fc.assert(
      fc.property(fc.array(range), range, (added, asked) => {
        const ranges = new NumberSet();
        for (const { first, last } of added) ranges.add(first, last);
        const numbers = new Set(numbersOf(added));
        const asNumbers = numbersOf([asked]);
        expect(ranges.next).toBe(Math.max(0, ...numbers) + 1);
        expect(ranges.overlaps(asked.first, asked.last)).toBe(asNumbers.some((n) => numbers.has(n)));
        const absent = ranges.absent(asked.first, asked.last);
        expect(numbersOf(absent)).toEqual(asNumbers.filter((n) => !numbers.has(n)));
        expect(absent.slice(1).every(({ first }, i) => first > (absent[i] as Range).last + 1)).toBe(true);
      }),
    );
  });
});
