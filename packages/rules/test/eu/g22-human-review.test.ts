import { describe, expect, it } from "vitest";
import { g22 } from "../../src/eu/g22-human-review.ts";
import { catalogOf, hitOf } from "../facts.ts";

const catalog = catalogOf();

describe("G22, no way to a person's review", () => {
  it("finds a significant decision without", () => {
    expect(hitOf(g22, catalog, { details: { significant: true } })?.detail).toBe("missing=review_route");
  });

  it("says nothing about one with", () => {
    expect(hitOf(g22, catalog, { details: { significant: true, reviewRoute: "/appeal" } })).toBeUndefined();
  });

  it("does not apply to a decision of no significance", () => {
    expect(hitOf(g22, catalog, {})).toBeUndefined();
  });
});
