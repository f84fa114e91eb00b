import { describe, expect, it } from "vitest";
import { Recorder } from "../../src/index.ts";
import { finding, judging, UNENCODABLE } from "../support/judges.ts";
import { recording, WRITER } from "../support/recording.ts";

describe("the sequence of a writer", () => {
  it("counts the rows from 1 without a gap, in the order in which decisions close", () => {
    const { open, rows } = recording([], { epoch: 7 });
    const decisions = ["/a", "/b", "/c"].map((route) => open({ route }));
    for (const decision of decisions.toReversed()) decision.close();
    expect(rows().map(({ seq, route, writer, epoch }) => [seq, route, writer, epoch])).toEqual([
      [1, "/c", WRITER, 7],
      [2, "/b", WRITER, 7],
      [3, "/a", WRITER, 7],
    ]);
  });

  it("goes on from chunk to chunk", () => {
    const { open, rows, recorder } = recording([], { chunkBytes: 1 });
    for (let n = 0; n < 10; n += 1) {
      open().close();
      if (n % 3 === 0) recorder.flush();
    }
    expect(rows().map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it("has a gap where a row was lost before it got into a chunk, so that the loss shows", () => {
    const { open, rows } = recording(
      [],
      judging(({ itemFlags }) => (itemFlags === 1 ? UNENCODABLE : [finding("T01")])),
    );
    for (const flags of [[], ["ad"], []] as const) {
      const decision = open();
      decision.deliver([{ id: "a", flags }]);
      decision.close();
    }
    expect(rows().map(({ seq }) => seq)).toEqual([1, 3]);
  });

  it("is that of a random writer in its first epoch where none is given", () => {
    const made = Array.from({ length: 2 }, () => {
      const { recorder, catalog } = recording();
      return new Recorder({
        service: "s",
        catalog,
        algorithms: [],
        pseudonyms: recorder.pseudonyms,
        sink: NO_SINK,
      });
    });
    expect(made.map(({ epoch }) => epoch)).toEqual([1, 1]);
    expect(new Set(made.map(({ writer }) => writer)).size).toBe(2);
  });

  it.each([
    ["a writer that is no UUID", { writer: "writer-1" }, "writer: expected a UUID, found string"],
    ["an epoch below 0", { epoch: -1 }, "epoch: expected an integer from 0 to 4294967295, found -1"],
    ["half an epoch", { epoch: 1.5 }, "epoch: expected an integer from 0 to 4294967295, found 1.5"],
  ])("needs what a row can hold, and not %s", (_, options, message) => {
    expect(() => recording([], options)).toThrow(expect.objectContaining({ code: "INVALID_VALUE", message }));
  });
});

const NO_SINK = { accept: (): boolean => false };
