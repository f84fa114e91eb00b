import { ITEM_FLAGS } from "@probity/core";
import { describe, expect, it } from "vitest";
import { e01 } from "../../src/cn/e01-elder-fraud.ts";
import { catalogOf, delivering, type Given, hitOf, holdOf } from "../facts.ts";

const catalog = catalogOf();

describe("E01, suspected fraud in elder mode", () => {
  it.each<[string, Given, string]>([
    [
      "it in elder mode",
      { subject: { elderMode: true }, ...delivering(["fraud_suspected"]) },
      "items=fraud_suspected",
    ],
  ])("finds %s", (_, given, detail) => {
    expect(hitOf(e01, catalog, given)).toEqual({ features: [], detail });
  });

  it.each<[string, Given]>([
    ["it outside the mode", delivering(["fraud_suspected"])],
    ["other flags in the mode", { subject: { elderMode: true }, ...delivering(["ad"]) }],
  ])("says nothing about %s", (_, given) => {
    expect(hitOf(e01, catalog, given)).toBeUndefined();
  });

  it("does not apply where nothing was delivered", () => {
    expect(
      hitOf(e01, catalog, { subject: { ageBand: "u14", elderMode: true }, surface: "hot" }),
    ).toBeUndefined();
  });

  it("strips such items where it is enforced", () => {
    const hold = holdOf(e01, catalog, { subject: { elderMode: true } });
    expect(hold?.refusesItem?.(ITEM_FLAGS.fraud_suspected)).toBe(true);
    expect(holdOf(e01, catalog, {})).toBeUndefined();
  });
});
