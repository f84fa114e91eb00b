import { describe, expect, it } from "vitest";
import { s02 } from "../../src/cn/s02-impact-assessment.ts";
import { algorithm, catalogOf, hitOf, holdOf, NOON } from "../facts.ts";

const catalog = catalogOf({ name: "u.likes" }, { name: "u.stock", personal: false });
const used = ["u.likes", "u.stock"];

function until(validUntil: number): { readonly pia: { readonly id: string; readonly validUntil: number } } {
  return { pia: { id: "PIA-1", validUntil } };
}

describe("S02, no valid impact assessment", () => {
  it.each<[string, number]>([
    ["before the decision", NOON - 1],
    ["at the very moment", NOON],
  ])("finds personal features used where the assessment had ended %s", (_, validUntil) => {
    expect(hitOf(s02, catalog, { used }, until(validUntil))).toEqual({
      features: ["u.likes"],
      detail: "pia=expired",
    });
  });

  it("says nothing where it is still valid, or nothing personal was used", () => {
    expect(hitOf(s02, catalog, { used }, until(NOON + 1))).toBeUndefined();
    expect(hitOf(s02, catalog, { used: ["u.stock"] }, until(NOON - 1))).toBeUndefined();
  });

  it("isn't asked of decisions where none is declared: the registry tells of that", () => {
    expect(s02.compile!({ catalog, algorithm })).toBeUndefined();
    expect(s02.inspect!({ catalog, algorithm }, NOON)).toBe("pia=missing");
  });

  it("tells the registry of one that has ended, and of none where nothing personal may be used", () => {
    expect(s02.inspect!({ catalog, algorithm: { ...algorithm, ...until(NOON) } }, NOON)).toBe("pia=expired");
    expect(s02.inspect!({ catalog, algorithm: { ...algorithm, ...until(NOON + 1) } }, NOON)).toBeUndefined();
    const impersonal = { ...algorithm, features: ["u.stock"] };
    expect(s02.inspect!({ catalog, algorithm: impersonal }, NOON)).toBeUndefined();
  });

  it("warns, and holds nothing", () => {
    expect(holdOf(s02, catalog, {}, until(NOON - 1))).toBeUndefined();
  });
});
