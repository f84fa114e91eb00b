import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decisionRecord } from "../../src/index.ts";
import { recording } from "../support/recording.ts";

describe("a chunk", () => {
  it("is handed over by flush, once, and not at all where there is nothing", () => {
    const { open, recorder, chunks } = recording();
    recorder.flush();
    open().close();
    expect(chunks).toHaveLength(0);
    recorder.flush();
    recorder.flush();
    recorder.close();
    expect(chunks).toMatchObject([{ table: "decisions", version: decisionRecord.version }]);
  });

  it("is handed over as soon as it holds the bytes it may hold", () => {
    const rowBytes = rowLength();
    const { open, chunks } = recording([], { chunkBytes: rowBytes * 3 });
    const handedOver: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      open().close();
      handedOver.push(chunks.length);
    }
    expect(handedOver).toEqual([0, 0, 1, 1, 1, 2, 2]);
  });

  it("holds one row more than it may where the last byte of the one before was short of it", () => {
    const rowBytes = rowLength();
    const { open, chunks } = recording([], { chunkBytes: rowBytes * 2 + 1 });
    for (let n = 0; n < 3; n += 1) open().close();
    expect(chunks.map(({ ends }) => ends.length)).toEqual([3]);
  });

  it("keeps its bytes while the next one is written", () => {
    const { open, recorder, chunks } = recording();
    open({ route: "/first" }).close();
    recorder.flush();
    const before = chunks[0]?.bytes.slice();
    for (let n = 0; n < 100; n += 1) open({ route: "/second" }).close();
    recorder.flush();
    expect(chunks[0]?.bytes).toEqual(before);
  });

  it("tells where each row ends, and the numbers of its first and last row, however rows fall", () => {
    const script = fc.array(fc.record({ items: fc.nat(60), flush: fc.boolean() }), {
      maxLength: 30,
      size: "max",
    });
    fc.assert(
      fc.property(script, fc.integer({ min: 1, max: 2000 }), (steps, chunkBytes) => {
        const { open, recorder, chunks } = recording([], { chunkBytes });
        for (const { items, flush } of steps) {
          const decision = open();
          decision.deliver(Array.from({ length: items }, (_, n) => `item-${n}`));
          decision.close();
          if (flush) recorder.flush();
        }
        recorder.flush();
        let seq = 0;
        let written = 0;
        for (const { bytes, ends, firstSeq, lastSeq } of chunks) {
          expect(ends.at(-1)).toBe(bytes.length);
          expect([firstSeq, lastSeq]).toEqual([seq + 1, seq + ends.length]);
          let start = 0;
          for (const end of ends) {
            seq += 1;
            const rows = decisionRecord.decode(bytes.subarray(start, end));
            expect(rows.map((row) => [row.seq, row.items.length])).toEqual([[seq, steps[seq - 1]?.items]]);
            start = end;
          }
          written += ends.length;
        }
        expect(written).toBe(steps.length);
      }),
      { numRuns: 60 },
    );
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity])(
    "of %s bytes is refused when the recorder is made",
    (chunkBytes) => {
      expect(() => recording([], { chunkBytes })).toThrow(
        expect.objectContaining({
          code: "INVALID_OPTION",
          message: `a chunk has 1 byte or more, found ${chunkBytes}`,
        }),
      );
    },
  );
});

/** Bytes of the row of an empty decision. */
function rowLength(): number {
  const { open, row, chunks } = recording();
  open().close();
  row();
  return chunks[0]?.bytes.length ?? 0;
}
