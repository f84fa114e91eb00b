import { describe, expect, it } from "vitest";
import { g15 } from "../../src/eu/g15-logic-involved.ts";
import { catalogOf, hitOf } from "../facts.ts";

const catalog = catalogOf();

describe("G15, no explanation to give access to", () => {
  it("finds a significant decision without", () => {
    expect(hitOf(g15, catalog, { details: { significant: true } })?.detail).toBe("missing=explanation");
  });

  it("says nothing about one with", () => {
    expect(hitOf(g15, catalog, { details: { significant: true, explanation: "ex-1" } })).toBeUndefined();
  });

  it("does not apply to a decision of no significance", () => {
    expect(hitOf(g15, catalog, {})).toBeUndefined();
  });
});
