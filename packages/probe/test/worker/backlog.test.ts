import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { heldBytesOf } from "../../src/protocol.ts";
import { Backlog, type Batch, runOf } from "../../src/worker/backlog.ts";
import { chunk } from "../support/chunks.ts";

const limits = { maxRows: 10, maxBytes: 1_000, maxWaitMs: 500 };

type ChunkParts = Parameters<typeof chunk>[0];

/** A backlog that counts what is pushed, and puts each chunk at the next place of segment 1. */
function backlogOf(memoryBytes = 1_000_000) {
  const backlog = new Backlog({ limits, memoryBytes });
  let order = 0;
  let offset = 8;
  const push = (parts: ChunkParts, { now = 0, isSpooled = false } = {}): void => {
    const given = chunk(parts);
    const place = isSpooled ? { segment: 1, offset, length: given.bytes.length } : undefined;
    offset += given.bytes.length;
    backlog.push({ chunk: given, place, heldBytes: 0 }, (order += 1), now);
  };
  return { backlog, push };
}

function rangeOf(batch: Batch | undefined): string {
  if (!batch) return "nothing";
  if (batch.kind === "run") return `run ${batch.run.firstSeq}-${batch.run.lastSeq}`;
  return `${batch.parcels[0]?.chunk.firstSeq}-${batch.parcels.at(-1)?.chunk.lastSeq}`;
}

describe("Backlog", () => {
  it("is due when its oldest chunk has waited long enough", () => {
    const { backlog, push } = backlogOf();
    expect(backlog.dueIn(0)).toBe(Infinity);
    push({}, { now: 100 });
    push({ firstSeq: 2 }, { now: 300 });
    expect(backlog.dueIn(300)).toBe(300);
    expect(backlog.dueIn(700)).toBe(0);
  });

  it.each([
    ["rows", { rows: 10, bytesPerRow: 1 }],
    ["bytes", { rows: 1, bytesPerRow: 1_000 }],
  ])("is due at once when it has enough %s", (_, full) => {
    const { backlog, push } = backlogOf();
    push(full);
    expect(backlog.dueIn(0)).toBe(0);
  });

  it("takes whole chunks up to the limits", () => {
    const { backlog, push } = backlogOf();
    push({ firstSeq: 1, rows: 6, capacity: 100 });
    push({ firstSeq: 7, rows: 4 });
    push({ firstSeq: 11, rows: 1 });
    expect(["1-10", "11-11", "nothing"]).toEqual([1, 2, 3].map(() => rangeOf(backlog.take())));
  });

  it("takes a chunk that alone is over the limits", () => {
    const { backlog, push } = backlogOf();
    push({ rows: 11 });
    push({ firstSeq: 12 });
    expect([rangeOf(backlog.take()), rangeOf(backlog.take())]).toEqual(["1-11", "12-12"]);
  });

  it("never mixes record versions in a batch", () => {
    const { backlog, push } = backlogOf(0);
    push({ firstSeq: 1, version: 1 });
    push({ firstSeq: 2, version: 2 });
    push({ firstSeq: 3, version: 2 }, { isSpooled: true });
    push({ firstSeq: 4, version: 1 }, { isSpooled: true });
    const taken = [1, 2, 3, 4].map(() => rangeOf(backlog.take()));
    expect(taken).toEqual(["1-1", "run 3-3", "2-2", "run 4-4"]);
  });

  it("keeps what is spooled in memory as long as there is room, and what finds none on disk alone", () => {
    const { backlog, push } = backlogOf(2 * heldBytesOf(chunk({ rows: 5 })));
    for (let seq = 1; seq <= 21; seq += 5) push({ firstSeq: seq, rows: 5 }, { isSpooled: true });
    const taken = [1, 2, 3].map(() => rangeOf(backlog.take()));
    expect(taken).toEqual(["1-10", "run 11-20", "run 21-25"]);
    expect(backlog.isEmpty).toBe(true);
  });

  it("is due at once for what is on disk alone, and lets what is live take turns with it", () => {
    const { backlog, push } = backlogOf(heldBytesOf(chunk({ rows: 5 })));
    for (let seq = 1; seq <= 31; seq += 5) push({ firstSeq: seq, rows: 5 }, { isSpooled: true });
    expect(backlog.dueIn(0)).toBe(0);
    expect(rangeOf(backlog.take())).toBe("1-5");
    push({ firstSeq: 36 }, { isSpooled: true });
    push({ firstSeq: 37 }, { isSpooled: true });
    expect(rangeOf(backlog.take())).toBe("run 6-15");
    expect(rangeOf(backlog.take())).toBe("36-37");
    expect(rangeOf(backlog.take())).toBe("run 16-25");
    expect(rangeOf(backlog.take())).toBe("run 26-35");
  });

  it("reads neighbours on disk as one stretch", () => {
    const { backlog, push } = backlogOf(0);
    for (let seq = 1; seq <= 3; seq += 1) push({ firstSeq: seq }, { isSpooled: true });
    const batch = backlog.take();
    expect(batch).toMatchObject({
      kind: "run",
      run: { rows: 3, stretches: [{ segment: 1, offset: 8, length: 30, chunks: 3 }] },
    });
  });

  it("leaves a batch that may have been sent as it is", () => {
    const { backlog } = backlogOf();
    const place = { segment: 1, offset: 8, length: 10 };
    for (const [seq, isMarked] of [true, true, false, false].entries())
      backlog.pushRun({ ...runOf(chunk({ firstSeq: seq + 1 }), place), isMarked }, seq);
    expect([1, 2, 3].map(() => rangeOf(backlog.take()))).toEqual(["run 1-1", "run 2-2", "run 3-4"]);
  });

  it("never lets a run leave a number out", () => {
    const { backlog, push } = backlogOf(0);
    push({ firstSeq: 1 }, { isSpooled: true });
    push({ firstSeq: 3 }, { isSpooled: true });
    expect([rangeOf(backlog.take()), rangeOf(backlog.take())]).toEqual(["run 1-1", "run 3-3"]);
  });

  it("gives back every chunk once, within the limits, whatever their sizes and wherever they are", () => {
    const parts = fc.record({
      rows: fc.integer({ min: 1, max: 15 }),
      version: fc.integer({ min: 1, max: 2 }),
      isSpooled: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(parts), fc.integer({ min: 0, max: 5_000 }), (given, memoryBytes) => {
        const { backlog, push } = backlogOf(memoryBytes);
        let firstSeq = 1;
        for (const { isSpooled, ...each } of given) {
          push({ ...each, firstSeq, bytesPerRow: 90 }, { isSpooled });
          firstSeq += each.rows;
        }
        const taken: number[] = [];
        for (let batch = backlog.take(); batch; batch = backlog.take()) {
          const spans = batch.kind === "run" ? [batch.run] : batch.parcels.map((parcel) => parcel.chunk);
          const numbers = spans.flatMap((span) =>
            Array.from({ length: span.lastSeq - span.firstSeq + 1 }, (_, i) => span.firstSeq + i),
          );
          const chunks = batch.kind === "run" ? (batch.run.stretches[0]?.chunks ?? 0) : batch.parcels.length;
          expect(chunks === 1 || numbers.length <= 10 || (batch.kind === "run" && batch.run.rows <= 10)).toBe(
            true,
          );
          taken.push(...numbers);
        }
        expect(taken.toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: firstSeq - 1 }, (_, i) => i + 1),
        );
        expect(backlog.oldest).toBe(Infinity);
      }),
    );
  });
});
