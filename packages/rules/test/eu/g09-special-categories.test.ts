import { FeatureSet } from "@probity/core";
import { describe, expect, it } from "vitest";
import { g09 } from "../../src/eu/g09-special-categories.ts";
import { algorithm, catalogOf, hitOf, holdOf } from "../facts.ts";

const catalog = catalogOf(
  { name: "u.card", codes: ["SPI.FIN.ACCOUNT"] },
  { name: "u.ethnic_guess", codes: ["DRV.ETHNIC"] },
  { name: "u.illness", codes: ["SPI.MED.COND"] },
  { name: "u.likes" },
);
const used = catalog.features.map(({ name }) => name);

describe("G09, special categories without explicit consent", () => {
  it("finds them, inferred ones too", () => {
    expect(hitOf(g09, catalog, { used })).toEqual({
      features: ["u.ethnic_guess", "u.illness"],
      detail: "codes=DRV.ETHNIC,SPI.MED.COND",
    });
  });

  it("takes a consent to a code or its class, and no blanket one", () => {
    const left = (...separateConsents: readonly string[]): readonly string[] | undefined =>
      hitOf(g09, catalog, { used, subject: { separateConsents } })?.features;
    expect(left("SPI.MED")).toEqual(["u.ethnic_guess"]);
    expect(left("SPI.MED.COND")).toEqual(["u.ethnic_guess"]);
    expect(left("SPI", "DRV.ETHNIC")).toEqual(["u.illness"]);
    expect(left("DRV.ETHNIC", "SPI.MED")).toBeUndefined();
  });

  it("says nothing about data that only other laws call sensitive", () => {
    expect(hitOf(g09, catalog, { used: ["u.card", "u.likes"] })).toBeUndefined();
  });

  it("isn't asked where the catalog has none", () => {
    expect(g09.compile!({ catalog: catalogOf({ name: "u.likes" }), algorithm })).toBeUndefined();
  });

  it("strips them where it is enforced", () => {
    expect(holdOf(g09, catalog, {})).toEqual({ features: FeatureSet.of(4, [1, 2]) });
  });
});
