import { describe, expect, it } from "vitest";
import { s06 } from "../../src/cn/s06-combinations.ts";
import { catalogOf, findingOf, hitOf, holdOf } from "../facts.ts";

const catalog = catalogOf(
  { name: "u.city", codes: ["LEG.COARSELOC"] },
  { name: "u.stays", codes: ["LEG.LODGING"] },
  { name: "u.married", codes: ["LEG.MARRIAGE"] },
  { name: "u.clicks", codes: ["LEG.BROWSE"] },
  { name: "u.orders", codes: ["LEG.PROP"] },
);

describe("S06, data that is sensitive together", () => {
  it("finds a combination that is whole", () => {
    const used = ["u.city", "u.stays"];
    expect(hitOf(s06, catalog, { used })).toEqual({ features: [], detail: "combinations=AGG.WHEREABOUTS" });
    expect(findingOf(s06, catalog, { used })).toMatchObject({ severity: "medium", action: "warn" });
  });

  it("finds all that are whole, any code of a part being enough", () => {
    expect(hitOf(s06, catalog, { used: ["u.city", "u.stays", "u.married"] })?.detail).toBe(
      "combinations=AGG.WHEREABOUTS,AGG.PRIVATE_LIFE",
    );
  });

  it("says nothing of a combination in part", () => {
    expect(hitOf(s06, catalog, { used: ["u.city", "u.married", "u.clicks", "u.orders"] })).toBeUndefined();
    expect(hitOf(s06, catalog, { used: [] })).toBeUndefined();
  });

  it("says nothing where the subject consented to the whole, and takes no consent to a part for it", () => {
    const used = ["u.city", "u.stays"];
    const under = (...separateConsents: string[]) =>
      hitOf(s06, catalog, { used, subject: { separateConsents } });
    expect(under("SPI.AGG")).toBeUndefined();
    expect(under("SPI", "SPI.LOC.TRACK", "LEG.LODGING")).toBeDefined();
  });

  it("takes one feature that holds every part for the whole", () => {
    const both = catalogOf({ name: "u.trips", codes: ["LEG.COARSELOC", "LEG.LODGING"] });
    expect(hitOf(s06, both, { used: ["u.trips"] })?.detail).toBe("combinations=AGG.WHEREABOUTS");
  });

  it("doesn't apply where the catalog has no combination, and holds nothing back", () => {
    const scope = {
      algorithm: { id: "a", version: "1", type: "personalised_push", purpose: "content" },
    } as const;
    expect(
      s06.compile?.({ ...scope, catalog: catalogOf({ name: "u.city", codes: ["LEG.COARSELOC"] }) }),
    ).toBeUndefined();
    expect(holdOf(s06, catalog, { used: ["u.city", "u.stays"] })).toBeUndefined();
  });
});
