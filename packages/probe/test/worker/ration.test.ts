import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { heldBytesOf } from "../../src/protocol.ts";
import { RECORDED_KINDS } from "../../src/record-kinds.ts";
import { ration, type Room } from "../../src/worker/ration.ts";
import { decisionChunk, decisionsIn, FLAGGED } from "../support/decision-chunks.ts";
import { feedbackChunk } from "../support/feedback-chunks.ts";

const plain = decisionChunk(1, [{}, {}, {}]);
const mixed = decisionChunk(4, [{}, FLAGGED, {}, FLAGGED]);
const dwells = feedbackChunk(1, ["dwell", "not_interested"]);
const ACTS = ["choices", "control_changes", "interventions"];
const size = 1_000; // more than one of these takes

const kept = (room: Room) => {
  const given = ration([plain, mixed], room);
  return {
    kept: given.kept.flatMap(({ chunk }) => decisionsIn(chunk)).map(({ seq }) => seq),
    dropped: given.dropped.map(({ firstSeq, lastSeq }) => [firstSeq, lastSeq]),
  };
};

describe("ration", () => {
  it("keeps all where there is room", () => {
    const { kept, dropped, freedBytes } = ration([plain, mixed], { free: 100 * size, capacity: 5 * size });
    expect(kept).toEqual([plain, mixed].map((chunk) => ({ chunk, heldBytes: heldBytesOf(chunk) })));
    expect([dropped, freedBytes]).toEqual([[], 0]);
  });

  it("keeps only the rows that are kept longest where nothing but the reserve is left", () => {
    expect(kept({ free: 100 * size, capacity: 500 * size })).toEqual({
      kept: [5, 7],
      dropped: [
        [1, 3],
        [4, 4],
        [6, 6],
      ],
    });
  });

  it("drops those, too, where nothing is left", () => {
    expect(kept({ free: 10, capacity: 0 })).toEqual({
      kept: [],
      dropped: [
        [1, 3],
        [4, 7],
      ],
    });
    expect(kept({ free: -16_384, capacity: 0 }).kept).toEqual([]);
  });

  it.each([
    [50, ["coverage", "list_snapshots", "findings", "remote_calls", "feedback", "decisions", ...ACTS]],
    [35, ["list_snapshots", "findings", "remote_calls", "feedback", "decisions", ...ACTS]],
    [25, ["feedback", "decisions", ...ACTS]],
    [15, ACTS],
    [0, []],
  ])(
    "of %s free of 100 has room for %j: coverage goes first, and what persons did last",
    (percent, tables) => {
      const chunks = RECORDED_KINDS.map(({ table }) => (table === "feedback" ? dwells : { ...plain, table }));
      const room = { free: percent * 10_000, capacity: 1_000_000 };
      const given = ration(chunks, room);
      expect(given.kept.map(({ chunk }) => chunk.table).toSorted()).toEqual(tables.toSorted());
      expect(given.dropped.map(({ of }) => of).toSorted()).toEqual(
        chunks
          .map(({ table }) => table)
          .filter((table) => !tables.includes(table))
          .toSorted(),
      );
    },
  );

  it("calls what it drops dropped", () => {
    expect(ration([plain], { free: 0, capacity: 0 }).dropped).toEqual([
      { of: "decisions", firstSeq: 1, lastSeq: 3, cause: "dropped", detail: "" },
    ]);
  });

  it("keeps or drops each row once, gives each chunk's memory back once, and stays within the room", () => {
    const chunks = fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), { maxLength: 6 });
    fc.assert(
      fc.property(chunks, fc.nat(20_000), fc.nat(100_000), (given, free, capacity) => {
        let next = 1;
        const made = given.map((flags) => {
          const each = decisionChunk(
            next,
            flags.map((isFlagged) => (isFlagged ? FLAGGED : {})),
          );
          next += flags.length;
          return each;
        });
        const { kept, dropped, freedBytes } = ration(made, { free, capacity });
        const numbers = [...kept.map(({ chunk }) => chunk), ...dropped].flatMap(({ firstSeq, lastSeq }) =>
          Array.from({ length: lastSeq - firstSeq + 1 }, (_, index) => firstSeq + index),
        );
        expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: next - 1 }, (_, i) => i + 1));
        const back = kept.reduce((sum, { heldBytes }) => sum + heldBytes, freedBytes);
        expect(back).toBe(made.reduce((sum, each) => sum + heldBytesOf(each), 0));
        expect(kept.reduce((sum, { chunk }) => sum + chunk.bytes.length, 0)).toBeLessThanOrEqual(free);
      }),
    );
  });
});
