import { describe, expect, it } from "vitest";
import { c05 } from "../../src/cn/c05-significant-decision.ts";
import { catalogOf, type Given, hitOf } from "../facts.ts";

const catalog = catalogOf();
const whole: NonNullable<Given["details"]> = {
  significant: true,
  explanation: "ex-1",
  reviewRoute: "/appeal",
};

describe("C05, a significant decision without explanation or review", () => {
  it.each<[string, NonNullable<Given["details"]>, string]>([
    ["an explanation that is missing", { ...whole, explanation: "" }, "missing=explanation"],
    ["a review that is missing", { ...whole, reviewRoute: "" }, "missing=review_route"],
    ["both", { significant: true }, "missing=explanation,review_route"],
  ])("finds %s", (_, details, detail) => {
    expect(hitOf(c05, catalog, { details })).toEqual({ features: [], detail });
  });

  it("says nothing where both are there", () => {
    expect(hitOf(c05, catalog, { details: whole })).toBeUndefined();
  });

  it("does not apply to a decision of no significance", () => {
    expect(hitOf(c05, catalog, {})).toBeUndefined();
  });
});
