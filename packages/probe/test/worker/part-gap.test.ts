import fc from "fast-check";
import { expect, it } from "vitest";
import type { Gap } from "../../src/spool/gap-chunk.ts";
import { partGap } from "../../src/worker/part-gap.ts";

const gap: Gap = { of: "decisions", firstSeq: 4, lastSeq: 9, cause: "worker_died", detail: "" };

it("parts what is missing from what is stored", () => {
  expect(partGap(gap, new Set([1, 4, 7, 8, 12]))).toEqual({
    missing: [
      { ...gap, firstSeq: 5, lastSeq: 6 },
      { ...gap, firstSeq: 9, lastSeq: 9 },
    ],
    stored: [
      { table: "decisions", firstSeq: 4, lastSeq: 4, rows: 1 },
      { table: "decisions", firstSeq: 7, lastSeq: 8, rows: 2 },
    ],
  });
});

it("leaves a gap whole of which nothing is stored", () => {
  expect(partGap(gap, new Set())).toEqual({ missing: [gap], stored: [] });
});

it("has each number once, in as few parts as possible", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 12 })), (stored) => {
      const parts = partGap(gap, new Set(stored));
      const all = [...parts.missing, ...parts.stored].sort((a, b) => a.firstSeq - b.firstSeq);
      let next = 4;
      for (const { firstSeq, lastSeq } of all) {
        expect(firstSeq).toBe(next);
        next = lastSeq + 1;
      }
      expect(next).toBe(10);
      const isStored = all.map((part) => "rows" in part);
      expect(isStored.every((is, index) => is !== isStored[index - 1])).toBe(true);
    }),
  );
});
