import { describe, expect, it } from "vitest";
import { m03 } from "../../src/cn/m03-minor-mode.ts";
import { catalogOf, type Given, hitOf, holdOf } from "../facts.ts";

const catalog = catalogOf();
const inMode = { minorMode: true };

describe("M03, the minors' mode disregarded", () => {
  it.each<[string, Given, string]>([
    ["the general pool in the mode", { subject: inMode, details: { pool: "general" } }, "pool=general"],
    ["a pool that nobody tells of", { subject: inMode }, "pool=unknown"],
    ["an adult's device in the mode", { subject: { ...inMode, ageBand: "adult" } }, "pool=unknown"],
  ])("finds %s", (_, given, detail) => {
    expect(hitOf(m03, catalog, given)).toEqual({ features: [], detail });
  });

  it.each<[string, Given]>([
    ["the minors' pool", { subject: inMode, details: { pool: "minors" } }],
    ["a minor outside the mode", { subject: { ageBand: "u14" }, details: { pool: "general" } }],
    ["a decision made for safety", { subject: inMode, purpose: "safety" }],
    ["nobody in particular", {}],
  ])("says nothing about %s", (_, given) => {
    expect(hitOf(m03, catalog, given)).toBeUndefined();
    expect(holdOf(m03, catalog, given)).toBeUndefined();
  });

  it("falls back where it is enforced", () => {
    expect(holdOf(m03, catalog, { subject: inMode })).toEqual({ mode: "non_personalised" });
  });
});
