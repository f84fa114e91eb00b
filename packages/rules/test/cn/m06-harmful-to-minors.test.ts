import { ITEM_FLAGS } from "@probity/core";
import { describe, expect, it } from "vitest";
import { m06 } from "../../src/cn/m06-harmful-to-minors.ts";
import { catalogOf, delivering, type Given, hitOf, holdOf } from "../facts.ts";

const catalog = catalogOf();

describe("M06, content that may harm minors", () => {
  it.each<[string, Given, string]>([
    [
      "a class of it for a minor",
      { subject: { ageBand: "14-15" }, ...delivering(["harms_values"]) },
      "items=harms_values",
    ],
    [
      "any class in the minors' mode",
      { subject: { minorMode: true }, ...delivering(["induces_bad_conduct"], ["misuses_minors_data"]) },
      "items=induces_bad_conduct,misuses_minors_data",
    ],
  ])("finds %s", (_, given, detail) => {
    expect(hitOf(m06, catalog, given)).toEqual({ features: [], detail });
  });

  it.each<[string, Given]>([
    ["an adult", { subject: { ageBand: "adult" }, ...delivering(["harms_values"]) }],
    ["an unknown age", delivering(["harms_values"])],
    ["other flags", { subject: { ageBand: "u14" }, ...delivering(["ad", "synthetic"]) }],
    ["items without flags", { subject: { ageBand: "u14" }, ...delivering([]) }],
  ])("says nothing about %s", (_, given) => {
    expect(hitOf(m06, catalog, given)).toBeUndefined();
  });

  it("does not apply where nothing was delivered", () => {
    expect(
      hitOf(m06, catalog, { subject: { ageBand: "u14", elderMode: true }, surface: "hot" }),
    ).toBeUndefined();
  });

  it("strips such items, and no others, where it is enforced", () => {
    const hold = holdOf(m06, catalog, { subject: { ageBand: "u14" } });
    expect(hold?.refusesItem?.(ITEM_FLAGS.misuses_minors_image | ITEM_FLAGS.ad)).toBe(true);
    expect(hold?.refusesItem?.(ITEM_FLAGS.ad)).toBe(false);
    expect(holdOf(m06, catalog, { subject: { ageBand: "adult" } })).toBeUndefined();
  });
});
