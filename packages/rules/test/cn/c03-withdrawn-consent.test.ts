import { FeatureSet } from "@probity/core";
import { describe, expect, it } from "vitest";
import { c03 } from "../../src/cn/c03-withdrawn-consent.ts";
import { algorithm, catalogOf, type Given, hitOf, holdOf, NOON } from "../facts.ts";

const catalog = catalogOf(
  { name: "u.age", purposes: ["safety"] },
  { name: "u.likes" },
  { name: "u.stock", personal: false },
);
const used = ["u.age", "u.likes", "u.stock"];

describe("C03, processing after consent was withdrawn", () => {
  it.each<[string, number]>([
    ["before", NOON - 1],
    ["at the very moment", NOON],
  ])("finds personal features where it was withdrawn %s", (_, consentWithdrawnAt) => {
    const hit = hitOf(c03, catalog, { subject: { consentWithdrawnAt }, used });
    expect(hit).toEqual({ features: ["u.likes"], detail: "" });
  });

  it.each<[string, Given]>([
    ["a withdrawal that came after", { subject: { consentWithdrawnAt: NOON + 1 }, used }],
    [
      "protective and impersonal features",
      { subject: { consentWithdrawnAt: NOON }, used: ["u.age", "u.stock"] },
    ],
    ["who withdrew nothing", { used }],
  ])("says nothing about %s", (_, given) => {
    expect(hitOf(c03, catalog, given)).toBeUndefined();
  });

  it("isn't asked where the catalog has nothing personal", () => {
    expect(
      c03.compile!({ catalog: catalogOf({ name: "u.stock", personal: false }), algorithm }),
    ).toBeUndefined();
  });

  it("falls back and holds the features where it is enforced", () => {
    expect(holdOf(c03, catalog, { subject: { consentWithdrawnAt: NOON } })).toEqual({
      mode: "non_personalised",
      features: FeatureSet.of(3, [1]),
    });
  });
});
