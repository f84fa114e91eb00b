import { describe, expect, it } from "vitest";
import { o01 } from "../../src/cn/o01-paid-ranking.ts";
import { catalogOf, delivering, type Given, hitOf, holdOf } from "../facts.ts";

const catalog = catalogOf();

describe("O01, a paid rank without a mark", () => {
  it.each<[string, Given, string]>([
    ["a paid rank", delivering(["paid_ranking"]), "items=paid_ranking"],
    [
      "one beside another that is marked",
      delivering(["paid_ranking"], ["paid_ranking", "ad_labelled"]),
      "items=paid_ranking",
    ],
  ])("finds %s", (_, given, detail) => {
    expect(hitOf(o01, catalog, given)).toEqual({ features: [], detail });
  });

  it.each<[string, Given]>([
    ["a paid rank that is marked", delivering(["paid_ranking", "ad", "ad_labelled"])],
    ["an advertisement", delivering(["ad"])],
  ])("says nothing about %s", (_, given) => {
    expect(hitOf(o01, catalog, given)).toBeUndefined();
  });

  it("does not apply where nothing was delivered", () => {
    expect(
      hitOf(o01, catalog, { subject: { ageBand: "u14", elderMode: true }, surface: "hot" }),
    ).toBeUndefined();
  });

  it("warns, and holds nothing", () => {
    expect(holdOf(o01, catalog, {})).toBeUndefined();
  });
});
