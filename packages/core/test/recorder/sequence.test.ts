import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Chunk, ChunkSink, Missing } from "../../src/index.ts";
import { judging, UNENCODABLE } from "../support/judges.ts";
import { recording } from "../support/recording.ts";

/** A sink that takes what it is told to take, and keeps account as the worker does. */
function accounting(takes: () => boolean): {
  readonly sink: ChunkSink;
  readonly told: (Missing | { rows: number; firstSeq: number; lastSeq: number })[];
} {
  const told: (Missing | { rows: number; firstSeq: number; lastSeq: number })[] = [];
  return {
    told,
    sink: {
      accept({ ends, firstSeq, lastSeq }: Chunk) {
        if (!takes()) return false;
        told.push({ rows: ends.length, firstSeq, lastSeq });
        return true;
      },
      missing(_table, ranges) {
        if (!takes()) return false;
        told.push(...ranges);
        return true;
      },
    },
  };
}

describe("sequence numbers", () => {
  it("of refused decisions are told as missing before the next chunk", () => {
    let isOpen = false;
    const { sink, told } = accounting(() => isOpen);
    const { open, recorder } = recording([], { sink });
    for (let n = 0; n < 3; n += 1) {
      open().close();
      recorder.flush();
    }
    isOpen = true;
    open().close();
    recorder.flush();
    expect(told).toEqual([
      { cause: "refused", firstSeq: 1, lastSeq: 3 },
      { rows: 1, firstSeq: 4, lastSeq: 4 },
    ]);
  });

  it("of decisions that can't be encoded are told as missing, and no chunk leaves one out", () => {
    const { sink, told } = accounting(() => true);
    const watched = recording([], {
      sink,
      ...judging(({ subject }) => (subject.minorMode ? UNENCODABLE : [])),
    });
    for (const minorMode of [false, true, false, false])
      watched.open({ subject: { id: "u1", age: 20, minorMode } }).close();
    watched.recorder.flush();
    expect(told).toEqual([
      { rows: 1, firstSeq: 1, lastSeq: 1 },
      { cause: "unencodable", firstSeq: 2, lastSeq: 2 },
      { rows: 2, firstSeq: 3, lastSeq: 4 },
    ]);
  });

  it("are told as missing without a chunk that follows them", () => {
    let isOpen = false;
    const { sink, told } = accounting(() => isOpen);
    const { open, recorder } = recording([], { sink });
    open().close();
    recorder.flush();
    isOpen = true;
    recorder.flush();
    recorder.flush();
    expect(told).toEqual([{ cause: "refused", firstSeq: 1, lastSeq: 1 }]);
  });

  it("are all told, once and in order, whatever is refused and whatever can't be encoded", () => {
    const step = fc.constantFrom("good", "bad", "flush", "shut", "open");
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let isOpen = true;
        const { sink, told } = accounting(() => isOpen);
        const { open, recorder } = recording([], {
          sink,
          ...judging(({ subject }) => (subject.minorMode ? UNENCODABLE : [])),
        });
        let closed = 0;
        for (const each of steps) {
          if (each === "flush") recorder.flush();
          else if (each === "shut" || each === "open") isOpen = each === "open";
          else {
            open({ subject: { id: "u1", age: 20, minorMode: each === "bad" } }).close();
            closed += 1;
          }
        }
        isOpen = true;
        recorder.flush();
        recorder.flush();
        let next = 1;
        for (const { firstSeq, lastSeq, ...each } of told) {
          expect(firstSeq).toBe(next);
          if ("rows" in each) expect(each.rows).toBe(lastSeq - firstSeq + 1);
          next = lastSeq + 1;
        }
        expect(next).toBe(closed + 1);
      }),
    );
  });
});

describe("a decision that begins", () => {
  it("is told of before the service goes on with it", () => {
    const begun: number[] = [];
    const { open, recorder } = recording([], { onBegin: (count) => begun.push(count) });
    open();
    open().close();
    expect(begun).toEqual([1, 2]);
    expect(recorder.begun).toMatchObject({ decisions: 2, remote_calls: 0, coverage: 0 });
  });
});

describe("a receipt", () => {
  it("says open until the decision is closed, and recorded then", async () => {
    const decision = recording().open();
    expect(decision.receipt.stage).toBe("open");
    await expect(decision.receipt.reached("stored", 1000)).resolves.toBe("open");
    decision.close();
    expect(decision.receipt.stage).toBe("recorded");
  });

  it("asks for the decision's own number, and has it handed over without waiting for a full chunk", async () => {
    const asked: unknown[] = [];
    const handedOver = new Promise<Chunk>((resolve) => {
      const { open } = recording([], {
        sink: {
          accept(chunk) {
            resolve(chunk);
            return true;
          },
        },
        progress: {
          stageOf: () => "spooled",
          reached: (...given) => {
            asked.push(given);
            return Promise.resolve("stored");
          },
        },
      });
      open().close();
      const second = open();
      second.close();
      expect(second.receipt.stage).toBe("spooled");
      void second.receipt.reached("stored", 250);
      void second.receipt.reached("spooled", 250);
    });
    expect(await handedOver).toMatchObject({ firstSeq: 1, lastSeq: 2 });
    expect(asked).toEqual([
      [2, "stored", 250],
      [2, "spooled", 250],
    ]);
  });

  it("of a decision that could not be opened says lost", async () => {
    const { open } = recording([], {
      onBegin: () => {
        throw new Error("broken");
      },
    });
    const { receipt } = open();
    expect(receipt.stage).toBe("lost");
    await expect(receipt.reached("stored", 1000)).resolves.toBe("lost");
  });
});
