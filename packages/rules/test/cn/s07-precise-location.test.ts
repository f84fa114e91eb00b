import { describe, expect, it } from "vitest";
import { s07 } from "../../src/cn/s07-precise-location.ts";
import { algorithm, catalogOf, hitOf } from "../facts.ts";

const precise = { name: "u.gps", codes: ["SPI.LOC.PRECISE"] };
const track = { name: "u.trips", codes: ["SPI.LOC.TRACK"] };
const coarse = { name: "u.city", codes: ["LEG.COARSELOC"], purposes: ["content", "dispatch"] as const };
const catalog = catalogOf(precise, track, coarse);

describe("S07, a precise location where a coarse one is at hand", () => {
  it("finds points and trajectories", () => {
    expect(hitOf(s07, catalog, { used: ["u.gps", "u.trips", "u.city"] })?.features).toEqual([
      "u.gps",
      "u.trips",
    ]);
  });

  it("says nothing about the coarse one, and where that isn't registered for the purpose", () => {
    expect(hitOf(s07, catalog, { used: ["u.city"] })).toBeUndefined();
    expect(hitOf(s07, catalog, { used: ["u.gps"], purpose: "search" })).toBeUndefined();
  });

  it("does not apply to dispatch, nor where the catalog has not both", () => {
    expect(hitOf(s07, catalog, { used: ["u.gps"], purpose: "dispatch" })).toBeUndefined();
    expect(s07.compile!({ catalog: catalogOf(precise), algorithm })).toBeUndefined();
    expect(s07.compile!({ catalog: catalogOf(coarse), algorithm })).toBeUndefined();
  });
});
