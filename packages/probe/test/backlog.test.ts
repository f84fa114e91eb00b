import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Backlog } from "../src/worker/backlog.ts";
import { chunk } from "./support/chunks.ts";

const limits = { maxRows: 10, maxBytes: 1_000, maxWaitMs: 500 };

describe("Backlog", () => {
  it("is due when its oldest chunk has waited long enough", () => {
    const backlog = new Backlog(limits);
    expect(backlog.dueIn(0)).toBe(Infinity);
    backlog.push(chunk(), 100);
    backlog.push(chunk(), 300);
    expect(backlog.dueIn(300)).toBe(300);
    expect(backlog.dueIn(700)).toBe(0);
  });

  it.each([
    ["rows", chunk({ rows: 10, bytesPerRow: 1 })],
    ["bytes", chunk({ rows: 1, bytesPerRow: 1_000 })],
  ])("is due at once when it has enough %s", (_, full) => {
    const backlog = new Backlog(limits);
    backlog.push(full, 0);
    expect(backlog.dueIn(0)).toBe(0);
  });

  it("takes whole chunks up to the limits, and says which rows they are", () => {
    const backlog = new Backlog(limits);
    backlog.push(chunk({ firstSeq: 1, rows: 6, capacity: 100 }), 0);
    backlog.push(chunk({ firstSeq: 7, rows: 4 }), 0);
    backlog.push(chunk({ firstSeq: 11, rows: 1 }), 0);
    expect(backlog.take()?.span).toEqual({
      table: "decisions",
      firstSeq: 1,
      lastSeq: 10,
      rows: 10,
      heldBytes: 100 + 6 * 4 + 40 + 4 * 4,
    });
    expect(backlog.take()?.span).toMatchObject({ firstSeq: 11, lastSeq: 11 });
    expect(backlog.take()).toBeUndefined();
  });

  it("takes a chunk that alone is over the limits", () => {
    const backlog = new Backlog(limits);
    backlog.push(chunk({ rows: 11 }), 0);
    backlog.push(chunk({ rows: 1, firstSeq: 12 }), 0);
    expect(backlog.take()?.span.rows).toBe(11);
    expect(backlog.take()?.span.rows).toBe(1);
  });

  it("never mixes record versions in a batch", () => {
    const backlog = new Backlog(limits);
    backlog.push(chunk({ firstSeq: 1, version: 1 }), 0);
    backlog.push(chunk({ firstSeq: 2, version: 2 }), 0);
    expect([backlog.take()?.version, backlog.take()?.version]).toEqual([1, 2]);
  });

  it("gives back every chunk once, in order, whatever their sizes", () => {
    const sizes = fc.array(
      fc.record({ rows: fc.integer({ min: 1, max: 15 }), version: fc.integer({ min: 1, max: 2 }) }),
    );
    fc.assert(
      fc.property(sizes, (given) => {
        const backlog = new Backlog(limits);
        const chunks = given.map((parts, i) => chunk({ ...parts, firstSeq: i * 20 + 1, bytesPerRow: 90 }));
        for (const each of chunks) backlog.push(each, 0);
        const taken = [];
        for (let batch = backlog.take(); batch; batch = backlog.take()) {
          const bytes = batch.chunks.reduce((sum, each) => sum + each.bytes.length, 0);
          expect(batch.chunks.length === 1 || (batch.span.rows <= 10 && bytes <= 1_000)).toBe(true);
          taken.push(...batch.chunks);
        }
        expect(taken).toEqual(chunks);
        expect(backlog.dueIn(0)).toBe(Infinity);
      }),
    );
  });
});
