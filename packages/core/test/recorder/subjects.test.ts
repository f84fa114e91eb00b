import { describe, expect, it } from "vitest";
import type { Meeting, Pseudonym, SubjectFacts, SubjectPort } from "../../src/index.ts";
import { fakeClock, NEW_YEAR } from "../support/fake-clock.ts";
import { recording } from "../support/recording.ts";

describe("what ledgers know of a subject", () => {
  it("is laid over what the service said, before the rules are asked and before it is recorded", () => {
    const met: [SubjectFacts, Pseudonym, Meeting][] = [];
    const subjects: SubjectPort = {
      complete(facts, pseudonym, meeting) {
        met.push([facts, pseudonym, meeting]);
        return { ...facts, personalisationOff: true, personalisationOffAt: NEW_YEAR - 9, useTodaySec: 60 };
      },
    };
    const watched = recording([], {
      clock: fakeClock(),
      subjects,
      judge: () => ({
        rules: "",
        enforces: true,
        judge: () => [],
        hold: ({ subject }) => (subject.personalisationOff ? { mode: "non_personalised" } : undefined),
      }),
    });
    const decision = watched.open({ outlet: "home" });
    expect([decision.mode, met.length]).toEqual(["as_requested", 0]);
    decision.identify({ id: "u1", age: 15, use: { continuousSec: 30 } });
    expect(decision.mode).toBe("non_personalised");
    decision.close();
    const row = watched.row();
    expect(row).toMatchObject({
      age_band: "14-15",
      personalisation_off: true,
      personalisation_off_at: NEW_YEAR - 9,
      use_today_s: 60,
      use_continuous_s: 30,
    });
    const [[facts, pseudonym, meeting] = []] = met;
    expect(facts).toMatchObject({ ageBand: "14-15", personalisationOff: false, useTodaySec: null });
    expect(Buffer.from(pseudonym!.bytes).toString("hex")).toBe(row.subject);
    expect(meeting).toEqual({ at: NEW_YEAR, outlet: "home" });
  });

  it("is not asked for where nobody is signed in", () => {
    const subjects: SubjectPort = { complete: () => expect.unreachable() };
    const watched = recording([], { subjects });
    watched.open({ subject: { age: 15 } }).close();
    expect(watched.row()).toMatchObject({ age_band: "14-15", input_faults: [] });
  });

  it.each<[string, () => SubjectFacts]>([
    [
      "throws",
      () => {
        throw new Error("broken");
      },
    ],
    ["answers with nothing", () => undefined as never],
    ["answers with a text", () => "canary" as never],
  ])("by one that %s is counted, on record, and leaves what the service said", (_, complete) => {
    const watched = recording([], { subjects: { complete } });
    watched.open({ subject: { id: "u1", age: 15 } }).close();
    expect(watched.row()).toMatchObject({ age_band: "14-15", input_faults: ["subjects.failed"] });
    expect(watched.row().subject).not.toBe("0".repeat(64));
    expect([...watched.recorder.counters.faults]).toEqual([["subjects", 1]]);
    expect(String(watched.faults[0]?.fault)).not.toContain("canary");
  });
});
