import { describe, expect, it } from "vitest";
import { c04 } from "../../src/cn/c04-marketing-refusal.ts";
import { catalogOf, type Given, hitOf, holdOf } from "../facts.ts";

const catalog = catalogOf();

describe("C04, marketing without a way to refuse it", () => {
  it.each<[string, Given, string]>([
    [
      "marketing that says there is none",
      { purpose: "marketing", details: { refusal: "missing" } },
      "refusal=missing",
    ],
    ["a push message that says nothing of it", { purpose: "marketing", surface: "push" }, "refusal=unknown"],
  ])("finds %s", (_, given, detail) => {
    expect(hitOf(c04, catalog, given)).toEqual({ features: [], detail });
  });

  it.each<[string, Given]>([
    ["a push message with one", { purpose: "marketing", surface: "push", details: { refusal: "offered" } }],
    ["marketing in a feed that says nothing of it", { purpose: "marketing" }],
    ["what is no marketing", { surface: "push", details: { refusal: "missing" } }],
  ])("says nothing about %s", (_, given) => {
    expect(hitOf(c04, catalog, given)).toBeUndefined();
  });

  it("blocks what says that there is none, and nothing of which nobody said anything yet", () => {
    const missing: Given = { purpose: "marketing", surface: "push", details: { refusal: "missing" } };
    expect(holdOf(c04, catalog, missing)).toEqual({ mode: "blocked", blockedBy: "C04" });
    expect(holdOf(c04, catalog, { purpose: "marketing", surface: "push" })).toBeUndefined();
  });
});
