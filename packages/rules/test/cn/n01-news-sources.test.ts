import { ITEM_FLAGS } from "@probity/core";
import { describe, expect, it } from "vitest";
import { n01 } from "../../src/cn/n01-news-sources.ts";
import { catalogOf, delivering, type Given, hitOf, holdOf } from "../facts.ts";

const catalog = catalogOf();

describe("N01, news of unlisted sources", () => {
  it.each<[string, Given, string]>([
    ["news of a source that is not listed", delivering(["unlisted_news"]), "items=unlisted_news"],
  ])("finds %s", (_, given, detail) => {
    expect(hitOf(n01, catalog, given)).toEqual({ features: [], detail });
  });

  it.each<[string, Given]>([
    ["other items", delivering(["ad"], [])],
    ["no items", {}],
  ])("says nothing about %s", (_, given) => {
    expect(hitOf(n01, catalog, given)).toBeUndefined();
  });

  it("does not apply where nothing was delivered", () => {
    expect(
      hitOf(n01, catalog, { subject: { ageBand: "u14", elderMode: true }, surface: "hot" }),
    ).toBeUndefined();
  });

  it("strips such items where it is enforced", () => {
    expect(holdOf(n01, catalog, {})?.refusesItem?.(ITEM_FLAGS.unlisted_news)).toBe(true);
  });
});
