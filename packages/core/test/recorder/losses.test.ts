import { describe, expect, it } from "vitest";
import { judging, UNENCODABLE } from "../support/judges.ts";
import { recording } from "../support/recording.ts";

describe("a lost decision", () => {
  it("is counted when the sink refuses its chunk", () => {
    const { open, recorder, faults } = recording([], { sink: { accept: () => false } });
    for (let n = 0; n < 3; n += 1) open().close();
    expect([...recorder.counters.lost]).toEqual([]);
    recorder.flush();
    expect([...recorder.counters.lost]).toEqual([["refused", 3]]);
    open().close();
    recorder.flush();
    expect([...recorder.counters.lost]).toEqual([["refused", 4]]);
    expect(faults).toEqual([]);
  });

  it("is counted when the sink throws, and the service is not told", () => {
    const gone = new Error("the worker is gone");
    const sink = {
      accept: () => {
        throw gone;
      },
    };
    const { open, recorder, faults } = recording([], { sink, chunkBytes: 1 });
    for (let n = 0; n < 2; n += 1) open().close();
    expect([...recorder.counters.lost]).toEqual([["refused", 2]]);
    expect([...recorder.counters.faults]).toEqual([["sink", 2]]);
    expect(faults).toEqual([
      { where: "sink", fault: gone },
      { where: "sink", fault: gone },
    ]);
  });

  it("is counted when it can't be encoded, and the rows before and after it are whole", () => {
    const watched = recording(
      [],
      judging(({ subject }) => (subject.minorMode ? UNENCODABLE : [])),
    );
    for (const minorMode of [false, true, false]) {
      const decision = watched.open({ subject: { id: "u1", age: 20, minorMode } });
      decision.deliver(["a", "b"]);
      decision.close({ status: 200 });
    }
    const [first, last, ...more] = watched.rows();
    expect(more).toEqual([]);
    expect({ ...last, id: "", ts: 0, seq: 0, took_us: 0 }).toEqual({
      ...first,
      id: "",
      ts: 0,
      seq: 0,
      took_us: 0,
    });
    expect(first).toMatchObject({ status: 200, items: [{}, {}] });
    expect([first?.seq, last?.seq]).toEqual([1, 3]);
    expect([...watched.recorder.counters.lost]).toEqual([["unencodable", 1]]);
    expect(watched.recorder.counters.recorded.get("feed")).toBe(2);
    expect(watched.faults).toMatchObject([
      {
        where: "encode",
        fault: { code: "INVALID_VALUE", message: expect.stringContaining("expected one of") },
      },
    ]);
  });

  it("is counted when it closes after the recorder", () => {
    const { open, recorder, rows } = recording();
    const decision = open();
    open().close();
    recorder.close();
    recorder.close();
    decision.close();
    open().close();
    expect(rows()).toHaveLength(1);
    expect([...recorder.counters.lost]).toEqual([["closed", 2]]);
  });

  it("is counted when it closes while the recorder hands over its last chunk", () => {
    const watched = recording([], {
      sink: {
        accept() {
          late.close();
          return true;
        },
      },
    });
    const late = watched.open();
    watched.open().close();
    watched.recorder.close();
    expect([...watched.recorder.counters.lost]).toEqual([["closed", 1]]);
  });
});
