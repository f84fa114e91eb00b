import { describe, expect, it } from "vitest";
import { finding, judging } from "../support/judges.ts";
import { recording } from "../support/recording.ts";

describe("closing a decision", () => {
  it("records it with its outcome and status; by default it was delivered, outside of HTTP", () => {
    const watched = recording();
    for (const outcome of ["delivered", "aborted", "failed", "unmodified"] as const)
      watched.open().close({ outcome, status: 304 });
    watched.open().close();
    watched.open().close({});
    watched.open().close({ status: 65_535 });
    expect(watched.rows().map(({ outcome, status }) => [outcome, status])).toEqual([
      ["delivered", 304],
      ["aborted", 304],
      ["failed", 304],
      ["unmodified", 304],
      ["delivered", 0],
      ["delivered", 0],
      ["delivered", 65_535],
    ]);
  });

  it("twice records it once, as it was closed first", () => {
    const watched = recording(
      [],
      judging(() => [finding("T01")]),
    );
    const decision = watched.open();
    expect(decision.isClosed).toBe(false);
    decision.close({ status: 200 });
    decision.close({ status: 500, outcome: "failed" });
    expect(decision.isClosed).toBe(true);
    expect(watched.row()).toMatchObject({ status: 200, outcome: "delivered" });
    expect([...watched.recorder.counters.findings]).toEqual([["T01", 1]]);
    expect(watched.recorder.counters.recorded.get("feed")).toBe(1);
  });

  it("is the end: nothing that comes later is recorded, refused or told", async () => {
    const watched = recording(["profile.age", "vector.user"]);
    const decision = watched.open({ subject: { id: "u1", age: 12 } });
    decision.close();
    const before = watched.row();
    const data = { age: 3 };
    decision.identify({ id: "u2", age: 239 });
    expect(decision.track("profile", data)).toBe(data);
    expect(await decision.read("profile", () => data)).toBe(data);
    decision.uses("vector.user", "\ud800");
    decision.usesTags(["go"]);
    decision.deliver(["a"]);
    decision.intervene({ id: "iv-1", kind: "pin" });
    decision.close();
    expect(decision.hasDelivered).toBe(false);
    expect(watched.rows()).toEqual([before]);
    expect(watched.faults).toEqual([]);
    expect([...watched.recorder.counters.badInput]).toEqual([]);
  });

  it("counts reads of what was tracked as late from then on, over all decisions", () => {
    const watched = recording(["profile.age"]);
    for (let n = 0; n < 3; n += 1) {
      const decision = watched.open();
      const profile = decision.track("profile", { age: n });
      expect(profile.age).toBe(n);
      decision.close();
      expect(profile.age).toBe(n);
    }
    expect(watched.recorder.counters.lateReads).toBe(3);
    expect(watched.rows().map(({ features_read }) => features_read)).toEqual([[0], [0], [0]]);
  });

  it("counts what was recorded by algorithm, those that nobody configured under no name", () => {
    const watched = recording();
    for (const algorithm of ["feed", "ghost", "feed", "phantom"]) watched.open({ algorithm }).close();
    watched.open();
    expect([...watched.recorder.counters.recorded]).toEqual([
      ["feed", 2],
      ["", 2],
    ]);
  });
});
