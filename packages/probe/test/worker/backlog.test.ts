import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { heldBytesOf } from "../../src/protocol.ts";
import type { Place } from "../../src/spool/frame.ts";
import { MemoryBudget } from "../../src/worker/memory-budget.ts";
import { Backlog, type Batch, onDisk, runOf } from "../../src/worker/backlog.ts";
import { chunk } from "../support/chunks.ts";

const limits = { maxRows: 10, maxBytes: 1_000, maxWaitMs: 500 };

type ChunkParts = Parameters<typeof chunk>[0];

/** A backlog that counts what is pushed, and puts each chunk at the next place of segment 1. */
function backlogOf(memoryBytes = 1_000_000) {
  const backlog = new Backlog({ limits, memory: new MemoryBudget(memoryBytes) });
  let order = 0;
  let offset = 8;
  const push = (parts: ChunkParts, { now = 0, isSpooled = false, heldBytes = 0 } = {}): void => {
    const given = chunk(parts);
    const place = isSpooled ? { segment: 1, offset, length: given.bytes.length } : undefined;
    offset += given.bytes.length;
    backlog.push({ chunk: given, place, heldBytes }, (order += 1), now);
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

  it("takes chunks together that came one after the other, also where numbers are left out", () => {
    const { backlog, push } = backlogOf(0);
    for (const isSpooled of [false, true]) {
      push({ firstSeq: 1, rows: 2 }, { isSpooled });
      push({ firstSeq: 5 }, { isSpooled });
      push({ firstSeq: 9 }, { isSpooled });
    }
    expect(rangeOf(backlog.take())).toBe("1-9");
    const holes = [
      { first: 3, last: 4 },
      { first: 6, last: 8 },
    ];
    expect(backlog.take()).toMatchObject({ run: { firstSeq: 1, lastSeq: 9, rows: 4, holes } });
  });

  it("never lets two batches reach into each other", () => {
    const size = heldBytesOf(chunk());
    const { backlog, push } = backlogOf(2 * size);
    const where = [false, true, false, true, true, false, true];
    for (const [index, isSpooled] of where.entries())
      // What is not spooled stays in memory, also where there is no room for it.
      push({ firstSeq: index + 1, capacity: 1_000 }, { isSpooled });
    const taken = [1, 2, 3, 4, 5, 6].map(() => rangeOf(backlog.take()));
    expect(taken).toEqual(["1-1", "run 2-2", "3-3", "run 4-5", "6-6", "run 7-7"]);
  });

  it("keeps in memory what is not safe on disk", () => {
    const { backlog, push } = backlogOf(0);
    push({ firstSeq: 1 }, { isSpooled: true, heldBytes: 14 });
    expect(rangeOf(backlog.take())).toBe("1-1");
  });

  it("once memory was full, waits for room for many before it keeps chunks there again", () => {
    const size = heldBytesOf(chunk({ rows: 10 }));
    const { backlog, push } = backlogOf(4 * size);
    const spool = (firstSeq: number): void => push({ firstSeq, rows: 10 }, { isSpooled: true });
    for (let firstSeq = 1; firstSeq <= 41; firstSeq += 10) spool(firstSeq);
    expect(rangeOf(backlog.take())).toBe("1-10");
    spool(51); // there is room for this one
    expect(rangeOf(backlog.take())).toBe("run 41-50");
    for (const range of ["11-20", "run 51-60", "21-30"]) expect(rangeOf(backlog.take())).toBe(range);
    spool(61); // half of it is free now
    expect(["31-40", "61-70"]).toEqual([1, 2].map(() => rangeOf(backlog.take())));
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

describe("onDisk", () => {
  const place = (offset: number): Place => ({ segment: 1, offset, length: 10 });
  const parcels = [1, 2, 5].map((firstSeq) => ({
    chunk: chunk({ firstSeq }),
    place: place(firstSeq * 10),
    heldBytes: 0,
  }));

  it("lets go of the memory of a batch that is safe on disk, and keeps its numbers", () => {
    expect(onDisk({ kind: "parcels", parcels })).toEqual({
      kind: "run",
      run: {
        table: "decisions",
        version: 1,
        firstSeq: 1,
        lastSeq: 5,
        rows: 3,
        bytes: 30,
        stretches: [
          { segment: 1, offset: 10, length: 20, chunks: 2 },
          { segment: 1, offset: 50, length: 10, chunks: 1 },
        ],
        holes: [{ first: 3, last: 4 }],
        isMarked: false,
        isUncertain: false,
      },
    });
  });

  it.each([
    ["has no place there", { place: undefined }],
    ["is not safe there", { heldBytes: 14 }],
  ])("leaves a batch as it is of which a chunk %s", (_, given) => {
    const [first, ...others] = parcels;
    const batch: Batch = { kind: "parcels", parcels: [...others, { ...first!, ...given }] };
    expect(onDisk(batch)).toBe(batch);
  });
});
