import { describe, expect, it } from "vitest";
import type { DecisionFacts, JudgeFactory, OpenedFacts } from "../../src/index.ts";
import { recording } from "../support/recording.ts";

/** Rules that block marketing which comes without a way to refuse it. */
const blocking: JudgeFactory = () => ({
  rules: "test@1",
  enforces: true,
  hold: ({ details }: OpenedFacts) =>
    details.refusal === "missing" ? { mode: "blocked", blockedBy: "T01" } : undefined,
  judge: () => [],
});

describe("what the service says of a decision", () => {
  it("has the rules say anew what is held", () => {
    const { open } = recording([], { judge: blocking });
    const decision = open();
    expect(decision.mode).toBe("as_requested");
    decision.describe({ refusalOffered: false });
    expect([decision.mode, decision.blockedBy]).toEqual(["blocked", "T01"]);
    decision.describe({ refusalOffered: true });
    expect([decision.mode, decision.blockedBy]).toEqual(["as_requested", ""]);
    decision.close();
  });
});

describe("the kinds of items", () => {
  function kindsOf(
    ...items: Parameters<ReturnType<ReturnType<typeof recording>["open"]>["deliver"]>[0]
  ): unknown {
    let seen: unknown;
    const judge: JudgeFactory = () => ({
      rules: "test@1",
      judge(facts: DecisionFacts) {
        seen = [...facts.itemKinds];
        return [];
      },
    });
    const decision = recording([], { judge }).open();
    decision.deliver(items);
    decision.close();
    return seen;
  }

  it("are how many delivered items have each combination of flags, those without any too", () => {
    const kinds = kindsOf(
      { id: "a", flags: ["synthetic"] },
      { id: "b", flags: ["synthetic", "synthetic_labelled"] },
      "c",
      { id: "d", flags: ["synthetic"] },
    );
    expect(kinds).toEqual([
      [4, 2],
      [12, 1],
      [0, 1],
    ]);
  });

  it("are none where no item has a flag", () => {
    expect(kindsOf("a", { id: "b" })).toEqual([]);
  });
});
