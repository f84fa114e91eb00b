import { FeatureSet } from "@probity/core";
import { describe, expect, it } from "vitest";
import { d28 } from "../../src/eu/d28-minor-profiling.ts";
import { algorithm, catalogOf, delivering, type Given, hitOf, holdOf } from "../facts.ts";

const catalog = catalogOf({ name: "u.age", purposes: ["safety"] }, { name: "u.likes" });
const subject: Given["subject"] = { ageBand: "16-17" };

describe("D28, advertising to minors by profiling", () => {
  it("finds personal features in a decision for marketing", () => {
    expect(hitOf(d28, catalog, { subject, purpose: "marketing", used: ["u.age", "u.likes"] })).toEqual({
      features: ["u.likes"],
      detail: "purpose=marketing",
    });
  });

  it("finds them in a feed that holds an advertisement", () => {
    expect(hitOf(d28, catalog, { subject, used: ["u.likes"], ...delivering(["ad"]) })?.detail).toBe(
      "items=ad",
    );
  });

  it.each<[string, Given]>([
    ["an advertisement without profiling", { subject, used: ["u.age"], ...delivering(["ad"]) }],
    ["a personal feed without advertisements", { subject, used: ["u.likes"], ...delivering([]) }],
    ["an adult", { purpose: "marketing", used: ["u.likes"], subject: { ageBand: "adult" } }],
  ])("says nothing about %s", (_, given) => {
    expect(hitOf(d28, catalog, given)).toBeUndefined();
  });

  it("isn't asked where the catalog has nothing personal", () => {
    expect(d28.compile!({ catalog: catalogOf(), algorithm })).toBeUndefined();
  });

  it("strips them from decisions for marketing where it is enforced", () => {
    expect(holdOf(d28, catalog, { subject, purpose: "marketing" })).toEqual({
      features: FeatureSet.of(2, [1]),
    });
    expect(holdOf(d28, catalog, { subject })).toBeUndefined();
  });
});
