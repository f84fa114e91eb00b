import { describe, expect, it } from "vitest";
import { m02 } from "../../src/cn/m02-under-14.ts";
import { catalogOf, type Given, hitOf } from "../facts.ts";

const catalog = catalogOf(
  { name: "u.age", purposes: ["safety"] },
  { name: "u.city", purposes: ["content", "safety"] },
  { name: "u.likes" },
  { name: "u.stock", personal: false },
);
const everything = ["u.age", "u.city", "u.likes", "u.stock"];

describe("M02, personalising for an under-14", () => {
  it.each<[string, Given["subject"], string]>([
    ["without consent or rules", {}, "missing=guardian_consent,minor_rules"],
    ["without consent", { minorRules: "2025-1" }, "missing=guardian_consent"],
    ["without rules", { guardianConsent: true }, "missing=minor_rules"],
  ])("finds the personal features used %s", (_, subject, detail) => {
    const hit = hitOf(m02, catalog, { subject: { ageBand: "u14", ...subject }, used: everything });
    expect(hit).toEqual({ features: ["u.city", "u.likes"], detail });
  });

  it.each<[string, Given]>([
    [
      "consent and rules",
      { subject: { ageBand: "u14", guardianConsent: true, minorRules: "2025-1" }, used: everything },
    ],
    ["protective and impersonal features", { subject: { ageBand: "u14" }, used: ["u.age", "u.stock"] }],
    ["no feature at all", { subject: { ageBand: "u14" } }],
    ["a 14-year-old", { subject: { ageBand: "14-15" }, used: everything }],
    ["the minors' mode without an age", { subject: { minorMode: true }, used: everything }],
  ])("says nothing about %s", (_, given) => {
    expect(hitOf(m02, catalog, given)).toBeUndefined();
  });

  it("isn't asked where the catalog has no personal feature", () => {
    const impersonal = catalogOf({ name: "u.stock", personal: false });
    expect(
      m02.compile!({
        catalog: impersonal,
        algorithm: { id: "", version: "", type: "ranking", purpose: "content" },
      }),
    ).toBeUndefined();
  });
});
