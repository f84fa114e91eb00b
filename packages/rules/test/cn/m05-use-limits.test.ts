import { describe, expect, it } from "vitest";
import { m05 } from "../../src/cn/m05-use-limits.ts";
import { algorithm, catalogOf, type Given, hitOf, holdOf } from "../facts.ts";

const catalog = catalogOf();

describe("M05, use beyond the limits of the minors' mode", () => {
  it.each<[string, Given["subject"], string]>([
    ["more than an hour under 14", { ageBand: "u14", useTodaySec: 3_601 }, "today"],
    ["more than an hour at 15", { ageBand: "14-15", useTodaySec: 3_601 }, "today"],
    ["more than two hours at 17", { ageBand: "16-17", useTodaySec: 7_201 }, "today"],
    ["more than two hours at an unknown age", { useTodaySec: 7_201 }, "today"],
    ["more than half an hour without a break", { ageBand: "16-17", useContinuousSec: 1_801 }, "continuous"],
    ["both", { ageBand: "u14", useTodaySec: 4_000, useContinuousSec: 2_000 }, "today continuous"],
    [
      "no break, whatever a guardian lifted",
      { ageBand: "u14", guardianExempt: true, useTodaySec: 4_000, useContinuousSec: 2_000 },
      "continuous",
    ],
  ])("finds %s", (_, subject, detail) => {
    const given = { subject: { ...subject, minorMode: true } };
    expect(hitOf(m05, catalog, given)).toEqual({ features: [], detail });
  });

  it.each<[string, Given["subject"]]>([
    ["an hour to the second under 16", { ageBand: "14-15", useTodaySec: 3_600 }],
    ["an hour and a half at 16", { ageBand: "16-17", useTodaySec: 5_400 }],
    ["half an hour to the second without a break", { ageBand: "u14", useContinuousSec: 1_800 }],
    ["a day that a guardian exempted", { ageBand: "u14", guardianExempt: true, useTodaySec: 9_000 }],
    ["use that nobody counts", { ageBand: "u14" }],
  ])("says nothing about %s", (_, subject) => {
    expect(hitOf(m05, catalog, { subject: { ...subject, minorMode: true } })).toBeUndefined();
  });

  it("does not apply outside the mode, to decisions for safety, or to education", () => {
    const subject = { ageBand: "u14" as const, useTodaySec: 9_000 };
    expect(hitOf(m05, catalog, { subject })).toBeUndefined();
    const inMode = { ...subject, minorMode: true };
    expect(hitOf(m05, catalog, { subject: inMode, purpose: "safety" })).toBeUndefined();
    expect(m05.compile!({ catalog, algorithm: { ...algorithm, serviceClass: "education" } })).toBeUndefined();
  });

  it("warns and holds nothing", () => {
    expect(holdOf(m05, catalog, { subject: { minorMode: true, useTodaySec: 9_000 } })).toBeUndefined();
  });
});
