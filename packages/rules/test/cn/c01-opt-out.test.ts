import { describe, expect, it } from "vitest";
import { c01 } from "../../src/cn/c01-opt-out.ts";
import { algorithm, catalogOf, type Given, hitOf, NOON } from "../facts.ts";

const catalog = catalogOf(
  { name: "u.age", purposes: ["safety"] },
  { name: "u.likes" },
  { name: "u.stock", personal: false },
);
const used = ["u.age", "u.likes", "u.stock"];

describe("C01, personal features after the opt-out", () => {
  it.each<[string, number | null]>([
    ["long before", NOON - 86_400_000],
    ["at the very moment", NOON],
    ["at an unknown time", null],
  ])("finds them when personalisation was switched off %s", (_, personalisationOffAt) => {
    const hit = hitOf(c01, catalog, { subject: { personalisationOff: true, personalisationOffAt }, used });
    expect(hit).toEqual({ features: ["u.likes"], detail: "" });
  });

  it.each<[string, Given]>([
    [
      "a switch that came after",
      { subject: { personalisationOff: true, personalisationOffAt: NOON + 1 }, used },
    ],
    [
      "a switch that was taken back",
      { subject: { personalisationOff: false, personalisationOffAt: NOON - 1 }, used },
    ],
    [
      "protective and impersonal features",
      { subject: { personalisationOff: true }, used: ["u.age", "u.stock"] },
    ],
    ["who never switched it off", { used }],
  ])("says nothing about %s", (_, given) => {
    expect(hitOf(c01, catalog, given)).toBeUndefined();
  });

  it("isn't asked where the catalog has no personal feature", () => {
    expect(
      c01.compile!({ catalog: catalogOf({ name: "u.stock", personal: false }), algorithm }),
    ).toBeUndefined();
  });
});
