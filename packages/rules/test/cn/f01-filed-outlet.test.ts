import type { Outlet } from "@probity/core";
import { describe, expect, it } from "vitest";
import { f01 } from "../../src/cn/f01-filed-outlet.ts";
import { algorithm, catalogOf, hitOf, NOON } from "../facts.ts";

const catalog = catalogOf();
const outlet: Outlet = { id: "mini", product: "p", form: "miniprogram", function: "f", surface: "feed" };

describe("F01, an outlet that no filing covers", () => {
  it("finds an outlet outside the scope of the filing", () => {
    expect(hitOf(f01, catalog, {}, { outlet, filed: { outlets: ["app", "web"] } })).toEqual({
      features: [],
      detail: "outlet=unfiled",
    });
  });

  it("says nothing about an outlet in it", () => {
    expect(hitOf(f01, catalog, {}, { outlet, filed: { outlets: ["app", "mini"] } })).toBeUndefined();
  });

  it("isn't asked where nothing is declared of a filing, or no outlet is known", () => {
    expect(f01.compile!({ catalog, algorithm, outlet })).toBeUndefined();
    expect(f01.compile!({ catalog, algorithm: { ...algorithm, filed: { outlets: [] } } })).toBeUndefined();
  });

  it("tells the registry of an algorithm without a number, and of an outlet outside", () => {
    const filing = "网信算备110108105858001230019号";
    expect(f01.inspect!({ catalog, algorithm }, NOON)).toBe("filing=none");
    const filed = { ...algorithm, filing, filed: { outlets: ["app"] } };
    expect(f01.inspect!({ catalog, algorithm: filed }, NOON)).toBeUndefined();
    expect(f01.inspect!({ catalog, algorithm: filed, outlet }, NOON)).toBe("outlet=unfiled");
    expect(f01.inspect!({ catalog, algorithm: { ...filed, filing: "" }, outlet }, NOON)).toBe(
      "filing=none outlet=unfiled",
    );
  });
});
