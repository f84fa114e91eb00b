import { describe, expect, it } from "vitest";
import { s03 } from "../../src/cn/s03-unregistered.ts";
import { catalogOf, hitOf } from "../facts.ts";

const catalog = catalogOf({ name: "u.age" }, { name: "u.likes" });
const unregistered = [{ source: "u", name: "mood", how: "read" }] as const;

describe("S03, features that are not on record", () => {
  it("finds and counts what the catalog doesn't know", () => {
    expect(hitOf(s03, catalog, { used: ["u.age"], unregistered })).toEqual({
      features: [],
      detail: "unregistered=1 undeclared=0",
    });
  });

  it("finds what the algorithm version doesn't list", () => {
    expect(hitOf(s03, catalog, { used: ["u.age", "u.likes"] }, { features: ["u.age"] })).toEqual({
      features: ["u.likes"],
      detail: "unregistered=0 undeclared=1",
    });
  });

  it("finds both at once", () => {
    expect(hitOf(s03, catalog, { used: ["u.likes"], unregistered }, { features: [] })).toEqual({
      features: ["u.likes"],
      detail: "unregistered=1 undeclared=1",
    });
  });

  it("says nothing about what is listed, or where the version gives no list", () => {
    const used = ["u.age", "u.likes"];
    expect(hitOf(s03, catalog, { used }, { features: used })).toBeUndefined();
    expect(hitOf(s03, catalog, { used })).toBeUndefined();
    expect(hitOf(s03, catalogOf(), {})).toBeUndefined();
  });
});
