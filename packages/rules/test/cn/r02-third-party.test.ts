import { createCatalog, FeatureSet } from "@probity/core";
import { describe, expect, it } from "vitest";
import { r02 } from "../../src/cn/r02-third-party.ts";
import { algorithm, hitOf, holdOf, NOON } from "../facts.ts";

const catalog = createCatalog({
  sources: [
    { name: "agreed", recipient: "Acme", contract: "C-1" },
    { name: "own" },
    { name: "partner", recipient: "Acme" },
  ],
  features: [
    { name: "agreed.segment" },
    { name: "own.likes" },
    { name: "partner.segment" },
    { name: "partner.weather", personal: false },
  ],
});

describe("R02, exchange with a third party without a basis", () => {
  it("finds personal features of another company's source without a contract", () => {
    const used = ["agreed.segment", "own.likes", "partner.segment", "partner.weather"];
    expect(hitOf(r02, catalog, { used })).toEqual({
      features: ["partner.segment"],
      detail: "sources_without_basis=1",
    });
    expect(r02.inspect!({ catalog, algorithm }, NOON)).toBe("sources_without_basis=1");
  });

  it("says nothing about one with a contract, our own sources, and what isn't personal", () => {
    const used = ["agreed.segment", "own.likes", "partner.weather"];
    expect(hitOf(r02, catalog, { used })).toBeUndefined();
  });

  it("isn't asked where the catalog has no such source", () => {
    const own = createCatalog({ sources: [{ name: "own" }], features: [{ name: "own.likes" }] });
    expect(r02.compile!({ catalog: own, algorithm })).toBeUndefined();
    expect(r02.inspect!({ catalog: own, algorithm }, NOON)).toBeUndefined();
  });

  it("strips them where it is enforced", () => {
    expect(holdOf(r02, catalog, {})).toEqual({ features: FeatureSet.of(4, [2]) });
  });
});
