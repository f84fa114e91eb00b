import { FeatureSet } from "@probity/core";
import { describe, expect, it } from "vitest";
import { d26 } from "../../src/eu/d26-special-category-ads.ts";
import { algorithm, catalogOf, delivering, hitOf, holdOf } from "../facts.ts";

const catalog = catalogOf({ name: "u.illness", codes: ["SPI.MED.COND"] }, { name: "u.likes" });
const used = ["u.illness", "u.likes"];

describe("D26, advertisements by special categories", () => {
  it("finds such a feature in a decision for marketing", () => {
    expect(hitOf(d26, catalog, { used, purpose: "marketing" })).toEqual({
      features: ["u.illness"],
      detail: "codes=SPI.MED.COND",
    });
  });

  it("finds one in a feed that holds an advertisement", () => {
    expect(hitOf(d26, catalog, { used, ...delivering(["ad"], []) })).toEqual({
      features: [],
      detail: "items=ad codes=SPI.MED.COND",
    });
  });

  it("says nothing about other features, and about content without advertisements", () => {
    expect(hitOf(d26, catalog, { used: ["u.likes"], purpose: "marketing" })).toBeUndefined();
    expect(hitOf(d26, catalog, { used, ...delivering(["own_product"]) })).toBeUndefined();
  });

  it("isn't asked where the catalog has no such feature", () => {
    expect(d26.compile!({ catalog: catalogOf({ name: "u.likes" }), algorithm })).toBeUndefined();
  });

  it("strips them from decisions for marketing where it is enforced", () => {
    expect(holdOf(d26, catalog, { purpose: "marketing" })).toEqual({ features: FeatureSet.of(2, [0]) });
    expect(holdOf(d26, catalog, {})).toBeUndefined();
  });
});
