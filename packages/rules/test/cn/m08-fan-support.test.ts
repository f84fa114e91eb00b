import { ITEM_FLAGS } from "@probity/core";
import { describe, expect, it } from "vitest";
import { m08 } from "../../src/cn/m08-fan-support.ts";
import { catalogOf, delivering, type Given, hitOf, holdOf } from "../facts.ts";

const catalog = catalogOf();

describe("M08, fan support for minors", () => {
  it.each<[string, Given, string]>([
    [
      "it for a minor",
      { subject: { ageBand: "16-17" }, ...delivering(["fan_support"]) },
      "items=fan_support",
    ],
    [
      "it in the minors' mode",
      { subject: { minorMode: true }, ...delivering(["fan_support", "ad"]) },
      "items=ad,fan_support",
    ],
  ])("finds %s", (_, given, detail) => {
    expect(hitOf(m08, catalog, given)).toEqual({ features: [], detail });
  });

  it.each<[string, Given]>([
    ["an adult", { subject: { ageBand: "adult" }, ...delivering(["fan_support"]) }],
    ["a minor and another flag", { subject: { ageBand: "16-17" }, ...delivering(["own_product"]) }],
  ])("says nothing about %s", (_, given) => {
    expect(hitOf(m08, catalog, given)).toBeUndefined();
  });

  it("does not apply where nothing was delivered", () => {
    expect(
      hitOf(m08, catalog, { subject: { ageBand: "u14", elderMode: true }, surface: "hot" }),
    ).toBeUndefined();
  });

  it("strips such items where it is enforced", () => {
    const hold = holdOf(m08, catalog, { subject: { ageBand: "u14" } });
    expect(hold?.refusesItem?.(ITEM_FLAGS.fan_support)).toBe(true);
  });
});
