import { describe, expect, it, vi } from "vitest";
import type { DecisionFacts, Finding, JudgeScope } from "../../src/index.ts";
import { fakeClock, NEW_YEAR } from "../support/fake-clock.ts";
import { finding, judging } from "../support/judges.ts";
import { FEED, recording } from "../support/recording.ts";

describe("the rules", () => {
  it("see everything of a decision when it closes", () => {
    let seen: unknown;
    const look = (facts: DecisionFacts): Finding[] => {
      const { openedAt, purpose, surface, subject, unregistered, tagsUsed, itemFlags, interventions } = facts;
      const used = facts.used.numbers;
      seen = { openedAt, purpose, surface, subject, used, unregistered, tagsUsed, itemFlags, interventions };
      return [];
    };
    const features = ["profile.age", { name: "profile.tags[]", tags: true }, "vector.user"];
    const watched = recording(features, { ...judging(look), clock: fakeClock() });
    const decision = watched.open({ outlet: "home", purpose: "search", subject: { id: "u1", age: 15 } });
    const profile = decision.track("profile", { tags: ["go"], hat: "red" });
    JSON.stringify(profile);
    decision.uses("vector.user", "vector.item");
    decision.usesTags(["chess"]);
    decision.deliver([
      { id: "a", flags: ["ad"] },
      { id: "b", flags: ["synthetic"] },
    ]);
    decision.intervene({ id: "iv-1", kind: "pin" });
    decision.close();
    expect(seen).toMatchObject({
      openedAt: NEW_YEAR,
      purpose: "search",
      surface: "feed",
      subject: { ageBand: "14-15", ageSource: "self_declared", minorMode: false },
      used: [1, 2],
      unregistered: [
        { source: "profile", name: "hat", how: "read" },
        { source: "vector", name: "item", how: "declared" },
      ],
      tagsUsed: ["go", "chess"],
      itemFlags: 5,
      interventions: [{ id: "iv-1", kind: "pin" }],
    });
  });

  it("see a decision without an outlet on another surface, and without data as using nothing", () => {
    const { open } = recording([], judging(look));
    let seen: unknown;
    function look({
      surface,
      used,
      unregistered,
      tagsUsed,
      itemFlags,
      interventions,
    }: DecisionFacts): Finding[] {
      seen = { surface, isEmpty: used.isEmpty, unregistered, tagsUsed, itemFlags, interventions };
      return [];
    }
    open().close();
    expect(seen).toEqual({
      surface: "other",
      isEmpty: true,
      unregistered: [],
      tagsUsed: [],
      itemFlags: 0,
      interventions: [],
    });
  });

  it("are made ready once for each algorithm, and once for all that nobody configured", () => {
    const factory = vi.fn((_: JudgeScope) => ({ rules: "pack@3", judge: () => [] }));
    const other = { ...FEED, id: "hot" };
    const watched = recording([], { judge: factory, algorithms: [FEED, other], outlets: [] });
    for (const algorithm of ["feed", "hot", "ghost", "feed", "phantom", "ghost"])
      watched.open({ algorithm }).close();
    expect(factory.mock.calls.map(([{ catalog, algorithm }]) => [catalog, algorithm.id])).toEqual([
      [watched.catalog, "feed"],
      [watched.catalog, "hot"],
      [watched.catalog, "ghost"],
    ]);
    expect(new Set(watched.rows().map(({ rules }) => rules))).toEqual(new Set(["pack@3"]));
  });

  it("have their findings recorded as they are, in order, and counted by rule", () => {
    const found = [
      finding("M01", { features: [3, 1], detail: "profile.age" }),
      finding("S02", { severity: "critical", action: "block", mode: "enforce", rule_version: 2 }),
      finding("M01", { severity: "info", action: "record", mode: "shadow" }),
    ];
    const { open, row, recorder } = recording(
      [],
      judging(() => found),
    );
    open().close();
    expect(row()).toMatchObject({ findings: found, input_faults: [] });
    expect([...recorder.counters.findings]).toEqual([
      ["M01", 2],
      ["S02", 1],
    ]);
  });
});

describe("rules that throw", () => {
  const recordedWith = (thrown: unknown) => {
    const judge = (): Finding[] => {
      throw thrown;
    };
    const watched = recording([], judging(judge));
    watched.open({ subject: { age: 239 } }).close();
    return { row: watched.row(), watched, counters: watched.recorder.counters };
  };

  it("leave a row that says so, and a fault", () => {
    const broken = new Error("M01 divided by zero");
    const { row, watched, counters } = recordedWith(broken);
    expect(row).toMatchObject({ findings: [], input_faults: ["subject.age", "rules.failed"] });
    expect(watched.faults.at(-1)).toEqual({ where: "rules", fault: broken });
    expect([...counters.lost]).toEqual([]);
    expect([...counters.badInput]).toEqual([["subject.age", 1]]);
  });

  it("keep the findings that the error carries", () => {
    const found = [finding("M02"), finding("S01")];
    const { row, counters } = recordedWith(Object.assign(new Error("M01"), { findings: found }));
    expect(row).toMatchObject({ findings: found, input_faults: ["subject.age", "rules.failed"] });
    expect([...counters.findings]).toEqual([
      ["M02", 1],
      ["S01", 1],
    ]);
  });

  it.each([null, undefined, "text", 7, { findings: "none" }, { findings: null }])(
    "%j cost no row",
    (thrown) => {
      const { row, counters } = recordedWith(thrown);
      expect(row).toMatchObject({ findings: [], input_faults: ["subject.age", "rules.failed"] });
      expect([...counters.lost]).toEqual([]);
    },
  );
});

describe("rules that answer with something that can't be recorded", () => {
  it.each<[string, unknown]>([
    ["no list", { rule: "M01" }],
    ["a hole", [finding("M01"), null]],
    ["an unknown action", [finding("M01", { action: "shout" as never })]],
    ["no severity", [{ ...finding("M01"), severity: undefined }]],
  ])("(%s) cost the row, which is counted, and their findings are not", (_, answer) => {
    const { open, rows, recorder } = recording(
      [],
      judging(() => answer as Finding[]),
    );
    open().close();
    expect(rows()).toEqual([]);
    expect([...recorder.counters.lost]).toEqual([["unencodable", 1]]);
    expect([...recorder.counters.findings]).toEqual([]);
  });
});
