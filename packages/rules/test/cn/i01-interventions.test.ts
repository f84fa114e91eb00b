import type { InterventionFacts } from "@probity/core";
import { describe, expect, it } from "vitest";
import { i01 } from "../../src/cn/i01-interventions.ts";
import { catalogOf, hitOf, intervention, NOON } from "../facts.ts";

function detailOf(...changes: readonly Partial<InterventionFacts>[]): string | undefined {
  const interventions = changes.map((change) => ({ ...intervention, ...change }));
  return hitOf(i01, catalogOf(), { interventions })?.detail;
}

describe("I01, interventions that are incomplete or out of date", () => {
  it.each<[Partial<InterventionFacts>, string]>([
    [{ operator: "" }, "operator"],
    [{ approver: "" }, "approver"],
    [{ reason: "" }, "reason"],
    [{ ticket: "" }, "ticket"],
    [{ valid_to: null }, "valid_to"],
    [{ valid_to: NOON - 1 }, "expired"],
    [{ valid_to: NOON }, "expired"],
    [{ valid_from: NOON + 1 }, "not_yet_valid"],
    [{ approver: "", ticket: "", valid_to: NOON - 1 }, "approver,ticket,expired"],
    [
      { operator: "", approver: "", reason: "", ticket: "", valid_from: null, valid_to: null },
      "operator,approver,reason,ticket,valid_to",
    ],
  ])("finds %j", (change, defects) => {
    expect(detailOf(change)).toBe(`iv-1(${defects})`);
  });

  it("names only those that have a defect, by id", () => {
    expect(detailOf({}, { id: "iv-2", ticket: "" }, { id: "", valid_to: null })).toBe(
      "iv-2(ticket) ?(valid_to)",
    );
  });

  it("lists eight and counts the rest", () => {
    const listed = Array.from({ length: 8 }, (_, n) => `iv-${String(n)}(ticket)`).join(" ");
    const changes = Array.from({ length: 11 }, (_, n) => ({ id: `iv-${String(n)}`, ticket: "" }));
    expect(detailOf(...changes.slice(0, 8))).toBe(listed);
    expect(detailOf(...changes)).toBe(`${listed} +3`);
  });

  it.each<[string, Partial<InterventionFacts>[]]>([
    ["one that is whole and in force", [{}]],
    ["the first moment of its validity", [{ valid_from: NOON, valid_to: NOON + 1 }]],
    ["one that always was in force", [{ valid_from: null }]],
    ["a decision that nobody touched", []],
  ])("says nothing about %s", (_, changes) => {
    expect(detailOf(...changes)).toBeUndefined();
  });
});
