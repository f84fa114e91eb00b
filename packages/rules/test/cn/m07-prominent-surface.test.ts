import { ITEM_FLAGS } from "@probity/core";
import { describe, expect, it } from "vitest";
import { m07 } from "../../src/cn/m07-prominent-surface.ts";
import { catalogOf, delivering, type Given, hitOf, holdOf } from "../facts.ts";

const catalog = catalogOf();

describe("M07, content that may harm minors in a prominent place", () => {
  it.each<[string, Given, string]>([
    [
      "it on the hot list, for an adult",
      { surface: "hot", subject: { ageBand: "adult" }, ...delivering(["harms_values"]) },
      "items=harms_values",
    ],
    [
      "it on the first screen, for nobody known",
      { surface: "home_first", ...delivering(["misuses_minors_image"]) },
      "items=misuses_minors_image",
    ],
    [
      "it in a popup",
      { surface: "popup", ...delivering(["induces_bad_conduct"]) },
      "items=induces_bad_conduct",
    ],
    [
      "it in the recommended feed",
      { surface: "feed", ...delivering(["induces_bad_conduct"]) },
      "items=induces_bad_conduct",
    ],
  ])("finds %s", (_, given, detail) => {
    expect(hitOf(m07, catalog, given)).toEqual({ features: [], detail });
  });

  it.each<[string, Given]>([
    ["search results", { surface: "search", ...delivering(["harms_values"]) }],
    ["related items", { surface: "related", ...delivering(["harms_values"]) }],
    ["an advertisement on the hot list", { surface: "hot", ...delivering(["ad"]) }],
  ])("says nothing about %s", (_, given) => {
    expect(hitOf(m07, catalog, given)).toBeUndefined();
  });

  it("does not apply where nothing was delivered", () => {
    expect(
      hitOf(m07, catalog, { subject: { ageBand: "u14", elderMode: true }, surface: "hot" }),
    ).toBeUndefined();
  });

  it("strips such items for everybody where it is enforced", () => {
    const hold = holdOf(m07, catalog, { surface: "list" });
    expect(hold?.refusesItem?.(ITEM_FLAGS.harms_values)).toBe(true);
    expect(holdOf(m07, catalog, { surface: "search" })).toBeUndefined();
  });
});
