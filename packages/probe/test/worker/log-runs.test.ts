import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BatchMark } from "../../src/spool/frame.ts";
import type { RecoveredChunk } from "../../src/spool/recovered.ts";
import { MemoryBudget } from "../../src/worker/memory-budget.ts";
import { Backlog, type Batch, type Run } from "../../src/worker/backlog.ts";
import { runsOf } from "../../src/worker/log-runs.ts";
import { chunk } from "../support/chunks.ts";

function recovered(
  firstSeq: number,
  lastSeq = firstSeq,
  given: Partial<RecoveredChunk> = {},
): RecoveredChunk {
  const rows = lastSeq - firstSeq + 1;
  const place = { segment: 1, offset: firstSeq * 10, length: rows * 10 };
  return { table: "decisions", version: 1, firstSeq, lastSeq, rows, ...place, ...given };
}

function mark(firstSeq: number, lastSeq: number, given: Partial<BatchMark> = {}): BatchMark {
  return { table: "decisions", version: 1, firstSeq, lastSeq, rows: lastSeq - firstSeq + 1, ...given };
}

const rangesOf = (runs: readonly Run[]): string[] =>
  runs.map(({ firstSeq, lastSeq, isMarked }) => `${firstSeq}-${lastSeq}${isMarked ? " marked" : ""}`);

describe("runsOf", () => {
  it("joins the chunks of each mark, and leaves what has none as it is", () => {
    const chunks = [recovered(1, 2), recovered(3), recovered(4, 6), recovered(7), recovered(8), recovered(9)];
    const marks = [mark(1, 3), mark(7, 8)];
    const runs = runsOf({ chunks, marks }, "decisions");
    expect(rangesOf(runs)).toEqual(["1-3 marked", "4-6", "7-8 marked", "9-9"]);
    expect(runs[0]).toMatchObject({
      rows: 3,
      stretches: [{ segment: 1, offset: 10, length: 30, chunks: 2 }],
    });
  });

  it("takes every row for one that may have been sent: a mark that can't be written keeps no batch back", () => {
    const runs = runsOf({ chunks: [recovered(1), recovered(2)], marks: [mark(1, 1)] }, "decisions");
    expect(runs.map(({ isUncertain }) => isUncertain)).toEqual([true, true]);
  });

  it("looks at one table only", () => {
    const chunks = [recovered(1), recovered(1, 1, { table: "gaps" })];
    const marks = [mark(1, 1, { table: "gaps" })];
    expect(rangesOf(runsOf({ chunks, marks }, "decisions"))).toEqual(["1-1"]);
    expect(rangesOf(runsOf({ chunks, marks }, "gaps"))).toEqual(["1-1 marked"]);
  });

  it("keeps a batch together of which chunks were in memory alone or are damaged", () => {
    const [run] = runsOf({ chunks: [recovered(1, 5), recovered(11, 15)], marks: [mark(1, 15)] }, "decisions");
    expect(run).toMatchObject({ firstSeq: 1, lastSeq: 15, rows: 10, holes: [{ first: 6, last: 10 }] });
  });

  it("knows a mark again of which segments are gone already", () => {
    expect(rangesOf(runsOf({ chunks: [recovered(6, 9)], marks: [mark(1, 9)] }, "decisions"))).toEqual([
      "6-9 marked",
    ]);
  });

  it("gives the batches again that were marked, whatever came in what order, in memory or not", () => {
    const parcel = fc.record({ rows: fc.integer({ min: 1, max: 6 }), isSkipped: fc.boolean() });
    fc.assert(
      fc.property(fc.array(parcel), fc.nat(400), fc.nat(10), (given, memoryBytes, takenAfter) => {
        const backlog = new Backlog({
          limits: { maxRows: 10, maxBytes: 1_000, maxWaitMs: 0 },
          memory: new MemoryBudget(memoryBytes),
        });
        const chunks: RecoveredChunk[] = [];
        const marks: BatchMark[] = [];
        const sent: string[] = [];
        const send = (batch: Batch | undefined): void => {
          if (!batch) return;
          const numbers = numbersOf(batch);
          sent.push(numbers.join());
          marks.push(mark(numbers[0]!, numbers.at(-1)!, { rows: numbers.length }));
        };
        let firstSeq = 1;
        for (const [order, { rows, isSkipped }] of given.entries()) {
          if (isSkipped) firstSeq += rows; // dropped, say
          const place = { segment: 1, offset: firstSeq * 10, length: rows * 10 };
          chunks.push(recovered(firstSeq, firstSeq + rows - 1));
          backlog.push({ chunk: chunk({ firstSeq, rows }), place, heldBytes: 0 }, order, 0);
          firstSeq += rows;
          if (order % (takenAfter + 1) === takenAfter) send(backlog.take());
        }
        for (let batch = backlog.take(); batch; batch = backlog.take()) send(batch);
        const again = runsOf({ chunks, marks }, "decisions");
        expect(again.map((run) => numbersOf({ kind: "run", run }).join()).sort()).toEqual(sent.sort());
        expect(again.every(({ isMarked }) => isMarked)).toBe(true);
      }),
    );
  });
});

/** The numbers of a batch's rows. */
function numbersOf(batch: Batch): number[] {
  if (batch.kind === "parcels")
    return batch.parcels.flatMap(({ chunk: each }) => upTo(each.firstSeq, each.lastSeq));
  const { firstSeq, lastSeq, holes } = batch.run;
  const numbers = upTo(firstSeq, lastSeq);
  return numbers.filter((seq) => !holes.some(({ first, last }) => seq >= first && seq <= last));
}

function upTo(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
