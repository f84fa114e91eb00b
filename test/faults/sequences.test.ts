import { describe, expect, it } from "vitest";
import { holesOf, rangesOf } from "./sequences.ts";

const range = (firstSeq: number, lastSeq = firstSeq) => ({ firstSeq, lastSeq });
const claimed = (firstSeq: number, lastSeq = firstSeq) => ({ firstSeq, lastSeq, as: `as ${firstSeq}` });

describe("rangesOf", () => {
  it("joins neighbours in any order and keeps what is there twice apart", () => {
    expect(rangesOf([range(3), range(1), range(2), range(7)])).toEqual([range(1, 3), range(7)]);
    expect(rangesOf([range(1), range(2), range(2), range(3)])).toEqual([range(1, 2), range(2, 3)]);
  });
});

describe("holesOf", () => {
  it("finds nothing where every number is there once", () => {
    expect(holesOf([])).toEqual([]);
    expect(holesOf([claimed(4, 9), claimed(1, 3)])).toEqual([]);
  });

  it.each([
    [[claimed(2, 3)], ["1 to 1 are neither stored nor in a gap"]],
    [[claimed(1, 3), claimed(6)], ["4 to 5 are neither stored nor in a gap"]],
    [[claimed(1, 3), claimed(3, 5)], ["3 to 3 are there twice, as 1 and as 3"]],
    [[claimed(1, 9), claimed(4, 5)], ["4 to 5 are there twice, as 1 and as 4"]],
  ])("tells of %j", (ranges, holes) => {
    expect(holesOf(ranges)).toEqual(holes);
  });
});
