import { ITEM_FLAGS } from "@probity/core";
import { describe, expect, it } from "vitest";
import { m01 } from "../../src/cn/m01-minor-marketing.ts";
import { catalogOf, type Given, hitOf } from "../facts.ts";

const ad = ITEM_FLAGS.ad | ITEM_FLAGS.ad_labelled;

describe("M01, automated marketing to a minor", () => {
  it.each<[string, Given, string]>([
    [
      "an under-14's marketing decision",
      { subject: { ageBand: "u14" }, purpose: "marketing" },
      "purpose=marketing",
    ],
    ["a 17-year-old's", { subject: { ageBand: "16-17" }, purpose: "marketing" }, "purpose=marketing"],
    ["one in the minors' mode", { subject: { minorMode: true }, purpose: "marketing" }, "purpose=marketing"],
    [
      "an adult's, in the minors' mode",
      { subject: { ageBand: "adult", minorMode: true }, itemFlags: ad },
      "items=ad",
    ],
    ["an advertisement in a content feed", { subject: { ageBand: "14-15" }, itemFlags: ad }, "items=ad"],
    [
      "both",
      { subject: { ageBand: "u14" }, purpose: "marketing", itemFlags: ad },
      "purpose=marketing items=ad",
    ],
  ])("finds %s", (_, given, detail) => {
    expect(hitOf(m01, catalogOf(), given)).toEqual({ features: [], detail });
  });

  it.each<[string, Given]>([
    ["a minor's content without advertisements", { subject: { ageBand: "u14" } }],
    ["a minor's items with other flags", { subject: { ageBand: "u14" }, itemFlags: ITEM_FLAGS.synthetic }],
    [
      "an item that is labelled without being one",
      { subject: { ageBand: "u14" }, itemFlags: ITEM_FLAGS.ad_labelled },
    ],
    ["an adult's marketing", { subject: { ageBand: "adult" }, purpose: "marketing", itemFlags: ad }],
    ["somebody of unknown age", { purpose: "marketing", itemFlags: ad }],
  ])("says nothing about %s", (_, given) => {
    expect(hitOf(m01, catalogOf(), given)).toBeUndefined();
  });
});
