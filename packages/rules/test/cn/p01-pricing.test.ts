import { describe, expect, it } from "vitest";
import { p01, PRICING_CODES } from "../../src/cn/p01-pricing.ts";
import { isKnownCode } from "../../src/taxonomy/taxonomy.ts";
import { algorithm, catalogOf, hitOf } from "../facts.ts";

const catalog = catalogOf(
  { name: "u.city", codes: ["LEG.COARSELOC"] },
  { name: "u.clicks", codes: ["LEG.BROWSE"] },
  { name: "u.income", codes: ["SPI.FIN.INCOME", "LEG.PROP"] },
  { name: "u.interests", tags: true },
  { name: "u.wtp", codes: ["DRV.PRICESENS"], inferred: true },
  { name: "u.stock", personal: false },
);
const used = catalog.features.map(({ name }) => name);

describe("P01, preference, habit and ability to pay in pricing", () => {
  it("finds the features that carry such codes, and interest tags", () => {
    expect(hitOf(p01, catalog, { purpose: "pricing", used })).toEqual({
      features: ["u.clicks", "u.income", "u.interests", "u.wtp"],
      detail: "codes=LEG.BROWSE,LEG.PROP,DRV.PRICESENS,SPI.FIN.INCOME,tags",
    });
  });

  it("finds one of them alone", () => {
    expect(hitOf(p01, catalog, { purpose: "pricing", used: ["u.city", "u.wtp"] })).toEqual({
      features: ["u.wtp"],
      detail: "codes=DRV.PRICESENS",
    });
  });

  it("says nothing about other features in pricing, or about these outside it", () => {
    expect(hitOf(p01, catalog, { purpose: "pricing", used: ["u.city", "u.stock"] })).toBeUndefined();
    expect(hitOf(p01, catalog, { purpose: "content", used })).toBeUndefined();
    expect(hitOf(p01, catalog, { purpose: "marketing", used })).toBeUndefined();
  });

  it("isn't asked where no feature carries such a code", () => {
    expect(p01.compile!({ catalog: catalogOf({ name: "u.city" }), algorithm })).toBeUndefined();
  });

  it("names codes of the taxonomy", () => {
    expect(PRICING_CODES.filter((code) => !isKnownCode(code))).toEqual([]);
  });
});
