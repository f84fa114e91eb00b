import { FeatureSet, type Outlet } from "@probity/core";
import { describe, expect, it } from "vitest";
import { d38 } from "../../src/eu/d38-no-profiling-option.ts";
import { algorithm, catalogOf, hitOf, holdOf, NOON } from "../facts.ts";

const catalog = catalogOf({ name: "u.age", purposes: ["safety"] }, { name: "u.likes" });
const used = ["u.age", "u.likes"];
const outlet: Outlet = { id: "app", product: "p", form: "app", function: "f", surface: "feed" };

describe("D38, the option without profiling", () => {
  it("finds profiling although it was chosen", () => {
    expect(hitOf(d38, catalog, { subject: { personalisationOff: true }, used })?.features).toEqual([
      "u.likes",
    ]);
  });

  it("says nothing about a later choice, and who made none", () => {
    const subject = { personalisationOff: true, personalisationOffAt: NOON + 1 };
    expect(hitOf(d38, catalog, { subject, used })).toBeUndefined();
    expect(hitOf(d38, catalog, { used })).toBeUndefined();
  });

  it("tells the registry of an outlet without the option", () => {
    expect(d38.inspect!({ catalog, algorithm, outlet }, NOON)).toBe("option=none");
    expect(
      d38.inspect!({ catalog, algorithm, outlet: { ...outlet, optOut: "Settings" } }, NOON),
    ).toBeUndefined();
  });

  it("isn't asked where the catalog has nothing personal", () => {
    expect(d38.compile!({ catalog: catalogOf(), algorithm })).toBeUndefined();
  });

  it("falls back and holds the features where it is enforced", () => {
    expect(holdOf(d38, catalog, { subject: { personalisationOff: true } })).toEqual({
      mode: "non_personalised",
      features: FeatureSet.of(2, [1]),
    });
  });
});
