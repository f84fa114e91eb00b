import { FeatureSet } from "@probity/core";
import { describe, expect, it } from "vitest";
import { LABEL_CODES, s05 } from "../../src/cn/s05-inferred-labels.ts";
import { algorithm, catalogOf, hitOf, holdOf } from "../facts.ts";

const catalog = catalogOf(
  { name: "u.addicted", codes: ["DRV.VULN"], purposes: ["safety"] },
  { name: "u.faith", codes: ["SPI.REL.FAITH"] },
  { name: "u.faith_guess", codes: ["SPI.REL.FAITH"], inferred: true },
  { name: "u.likes" },
  { name: "u.pregnant_guess", codes: ["DRV.HEALTH"], purposes: ["content"] },
  { name: "u.wtp", codes: ["DRV.PRICESENS"], inferred: true },
);
const all = catalog.features.map(({ name }) => name);

describe("S05, inferred labels", () => {
  it("finds labels by code, and sensitive data that is inferred", () => {
    expect(hitOf(s05, catalog, { used: all })).toEqual({
      features: ["u.faith_guess", "u.pregnant_guess"],
      detail: "codes=DRV.HEALTH,SPI.REL.FAITH",
    });
  });

  it.each(LABEL_CODES.map((code) => [code]))("finds %s", (code) => {
    const one = catalogOf({ name: "u.label", codes: [code] });
    expect(hitOf(s05, one, { used: ["u.label"] })?.detail).toBe(`codes=${code}`);
  });

  it("says nothing about data that was collected, labels kept for safety, and other inferences", () => {
    expect(hitOf(s05, catalog, { used: ["u.faith", "u.addicted", "u.wtp", "u.likes"] })).toBeUndefined();
  });

  it("isn't asked where the catalog has no label", () => {
    expect(s05.compile!({ catalog: catalogOf({ name: "u.likes" }), algorithm })).toBeUndefined();
  });

  it("strips them where it is enforced", () => {
    expect(holdOf(s05, catalog, {})).toEqual({ features: FeatureSet.of(6, [2, 4]) });
  });
});
