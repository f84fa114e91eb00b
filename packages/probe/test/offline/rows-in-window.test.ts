import { ByteWriter, type Chunk, type DecisionRow, decisionRecord } from "@probity/core";
import { describe, expect, it } from "vitest";
import { plainDecision } from "../../../../test/support/decision-row.ts";
import { rowsInWindow } from "../../src/offline/rows-in-window.ts";
import { gapChunk } from "../../src/spool/gap-chunk.ts";
import { identity } from "../spool/support/logs.ts";
import { chunk } from "../support/chunks.ts";

/** Decisions that were opened at these times, numbered from 1. */
function decisionsAt(...times: readonly number[]): Chunk {
  const bytes = new ByteWriter(4096);
  const ends = times.map((ts, index) => {
    const row: DecisionRow = plainDecision({
      ts,
      seq: index + 1,
      items: [{ id: "a".repeat(16), score: 1, flags: 0 }],
    });
    decisionRecord.encode(bytes, row);
    return bytes.length;
  });
  const { name: table, version } = decisionRecord;
  return {
    table,
    version,
    bytes: bytes.take(),
    ends: Uint32Array.from(ends),
    firstSeq: 1,
    lastSeq: times.length,
  };
}

/** The numbers of each run, and the times in its bytes. */
function shown(chunks: readonly Chunk[]): readonly unknown[] {
  return chunks.map(({ firstSeq, lastSeq, bytes, version }) => ({
    numbers: [firstSeq, lastSeq],
    times: decisionRecord.decode(bytes, version).map(({ ts }) => ts),
  }));
}

describe("rowsInWindow", () => {
  it("gives the rows from the beginning of the window up to, but not at, its end", () => {
    const rows = rowsInWindow(decisionsAt(99, 100, 150, 200), { from: 100, to: 200 });
    expect(shown(rows)).toEqual([{ numbers: [2, 3], times: [100, 150] }]);
  });

  it("gives runs that leave no number out", () => {
    const rows = rowsInWindow(decisionsAt(5, 1, 5, 5, 9), { from: 5 });
    expect(shown(rows)).toEqual([
      { numbers: [1, 1], times: [5] },
      { numbers: [3, 5], times: [5, 5, 9] },
    ]);
  });

  it("gives nothing of a chunk outside of the window, and all of one inside", () => {
    const all = decisionsAt(1, 2, 3);
    expect(rowsInWindow(all, { to: 1 })).toEqual([]);
    expect(rowsInWindow(all, { from: 1 })).toEqual([all]);
    expect(rowsInWindow(all, {})).toEqual([all]);
  });

  it("goes by the time at which a gap was noticed", () => {
    const gap = { of: "decisions", firstSeq: 1, lastSeq: 9, cause: "dropped", detail: "" } as const;
    const gaps = gapChunk(identity, 4, [gap], 1_000);
    expect(rowsInWindow(gaps, { from: 1_000 })).toEqual([gaps]);
    expect(rowsInWindow(gaps, { from: 1_001 })).toEqual([]);
  });

  it("throws for rows that have no time in them", () => {
    expect(() => rowsInWindow(chunk({ firstSeq: 7 }), { from: 1 })).toThrow(
      expect.objectContaining({ code: "CORRUPT", message: "decisions: record 7 has no time in it" }),
    );
  });
});
