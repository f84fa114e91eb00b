import type { Outlet } from "@probity/core";
import { describe, expect, it } from "vitest";
import { c02 } from "../../src/cn/c02-opt-out-lag.ts";
import { algorithm, catalogOf, NOON } from "../facts.ts";

const catalog = catalogOf({ name: "u.age", purposes: ["safety"] }, { name: "u.likes" });
const outlet: Outlet = { id: "app", product: "p", form: "app", function: "f", surface: "feed" };

describe("C02, an outlet without a place to opt out", () => {
  it("is told where personal features may be used and none is on record", () => {
    expect(c02.inspect!({ catalog, algorithm, outlet }, NOON)).toBe("opt_out=none");
    expect(c02.inspect!({ catalog, algorithm, outlet: { ...outlet, optOut: "" } }, NOON)).toBe(
      "opt_out=none",
    );
  });

  it("is not, where one is on record, or nothing personalises", () => {
    expect(
      c02.inspect!({ catalog, algorithm, outlet: { ...outlet, optOut: "Settings" } }, NOON),
    ).toBeUndefined();
    const protective = { ...algorithm, features: ["u.age"] };
    expect(c02.inspect!({ catalog, algorithm: protective, outlet }, NOON)).toBeUndefined();
  });

  it("does not apply without an outlet", () => {
    expect(c02.inspect!({ catalog, algorithm }, NOON)).toBeUndefined();
  });
});
