import { ITEM_FLAGS } from "@probity/core";
import { describe, expect, it } from "vitest";
import { i03 } from "../../src/cn/i03-synthetic-label.ts";
import { catalogOf, delivering, type Given, hitOf, holdOf } from "../facts.ts";

const catalog = catalogOf();

describe("I03, synthetic content without a label", () => {
  it.each<[string, Given, string]>([
    ["an item without one", delivering(["synthetic"]), "items=synthetic"],
    [
      "one without beside one with a label",
      delivering(["synthetic"], ["synthetic", "synthetic_labelled"]),
      "items=synthetic",
    ],
  ])("finds %s", (_, given, detail) => {
    expect(hitOf(i03, catalog, given)).toEqual({ features: [], detail });
  });

  it.each<[string, Given]>([
    ["labelled items", delivering(["synthetic", "synthetic_labelled"])],
    ["a label on something that is not synthetic", delivering(["synthetic_labelled"])],
    ["other items", delivering(["ad"], [])],
  ])("says nothing about %s", (_, given) => {
    expect(hitOf(i03, catalog, given)).toBeUndefined();
  });

  it("does not apply where nothing was delivered", () => {
    expect(
      hitOf(i03, catalog, { subject: { ageBand: "u14", elderMode: true }, surface: "hot" }),
    ).toBeUndefined();
  });

  it("strips the unlabelled where it is enforced", () => {
    const hold = holdOf(i03, catalog, {});
    expect(hold?.refusesItem?.(ITEM_FLAGS.synthetic)).toBe(true);
    expect(hold?.refusesItem?.(ITEM_FLAGS.synthetic | ITEM_FLAGS.synthetic_labelled)).toBe(false);
  });
});
