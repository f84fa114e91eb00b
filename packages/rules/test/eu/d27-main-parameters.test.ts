import type { Outlet } from "@probity/core";
import { describe, expect, it } from "vitest";
import { d27 } from "../../src/eu/d27-main-parameters.ts";
import { algorithm, catalogOf, hitOf, NOON } from "../facts.ts";

const catalog = catalogOf({ name: "u.likes" }, { name: "u.stock", personal: false });
const outlet: Outlet = { id: "app", product: "p", form: "app", function: "f", surface: "feed" };

describe("D27, main parameters and options", () => {
  it("finds a personalised decision without a notice on record", () => {
    expect(hitOf(d27, catalog, { used: ["u.likes"] })).toEqual({ features: [], detail: "notice=none" });
  });

  it("says nothing where a notice was shown, or nothing personal was used", () => {
    expect(hitOf(d27, catalog, { used: ["u.likes"], details: { notice: "n1" } })).toBeUndefined();
    expect(hitOf(d27, catalog, { used: ["u.stock"] })).toBeUndefined();
  });

  it("tells the registry of an outlet without options", () => {
    expect(d27.inspect!({ catalog, algorithm, outlet }, NOON)).toBe("options=none");
    expect(
      d27.inspect!({ catalog, algorithm, outlet: { ...outlet, optOut: "Settings" } }, NOON),
    ).toBeUndefined();
  });

  it("does not apply where the catalog has nothing personal", () => {
    const plain = catalogOf({ name: "u.stock", personal: false });
    expect(d27.compile!({ catalog: plain, algorithm })).toBeUndefined();
    expect(d27.inspect!({ catalog: plain, algorithm, outlet }, NOON)).toBeUndefined();
  });
});
