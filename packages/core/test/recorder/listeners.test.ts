import { describe, expect, it } from "vitest";
import type { RecordNote } from "../../src/index.ts";
import { finding, judging, UNENCODABLE } from "../support/judges.ts";
import { recording } from "../support/recording.ts";

describe("onRecord", () => {
  it("tells of each decision that was recorded what telemetry may say of it", () => {
    const notes: RecordNote[] = [];
    const findings = [finding("T01")];
    const watched = recording(
      ["profile.age"],
      judging(() => findings),
    );
    watched.recorder.onRecord((note) => notes.push(note));
    const decision = watched.open();
    decision.uses("profile.age");
    decision.deliver(["a", "b"]);
    expect(notes).toEqual([]);
    decision.close({ outcome: "aborted", status: 499 });
    const facts = { isPersonalised: true, items: 2, outcome: "aborted", status: 499 };
    expect(notes).toEqual([{ decision, seq: 1, findings, ...facts }]);
  });

  it("tells nothing of decisions that could not be recorded, or came too late", () => {
    const watched = recording(
      [],
      judging(() => UNENCODABLE),
    );
    watched.recorder.onRecord(() => expect.unreachable("nothing was recorded"));
    watched.open().close();
    watched.recorder.close();
    watched.open().close();
    expect(watched.faults.map(({ where }) => where)).toEqual(["encode"]);
  });

  it("swallows and counts what a listener throws, and tells the others", () => {
    const told: number[] = [];
    const { open, recorder, faults, rows } = recording();
    recorder.onRecord(() => {
      throw new Error("no exporter");
    });
    recorder.onRecord(({ seq }) => told.push(seq));
    open().close();
    open().close();
    expect(told).toEqual([1, 2]);
    expect(rows()).toHaveLength(2);
    expect([...recorder.counters.faults]).toEqual([["onRecord", 2]]);
    expect(faults.map(({ where }) => where)).toEqual(["onRecord", "onRecord"]);
  });

  it("ends with what it gave back, also while it tells", () => {
    const told: string[] = [];
    const { open, recorder } = recording();
    const endFirst = recorder.onRecord(() => {
      told.push("first");
      endFirst();
    });
    const same = (): void => void told.push("second");
    const endSecond = recorder.onRecord(same);
    recorder.onRecord(same);
    open().close();
    endSecond();
    endSecond();
    open().close();
    expect(told).toEqual(["first", "second", "second", "second"]);
  });

  it("may record decisions itself", () => {
    const { open, recorder, rows } = recording();
    const seen: number[] = [];
    recorder.onRecord(({ seq }) => {
      seen.push(seq);
      if (seq < 3) open().close();
    });
    open().close();
    expect(rows().map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(seen).toEqual([1, 2, 3]);
  });
});
