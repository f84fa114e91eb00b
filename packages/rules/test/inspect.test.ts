import type { Algorithm, Outlet } from "@probity/core";
import { describe, expect, it } from "vitest";
import { cn } from "../src/cn/pack.ts";
import { inspectWith } from "../src/inspect.ts";
import { algorithm, catalogOf, NOON } from "./facts.ts";
import { packOf, rule } from "./rules.ts";

const catalog = catalogOf({ name: "u.likes" });
const outlets: Outlet[] = [
  { id: "app", product: "p", form: "app", function: "f", surface: "feed", optOut: "Settings" },
  { id: "web", product: "p", form: "website", function: "f", surface: "feed" },
];
const algorithms: Algorithm[] = [algorithm];
const registry = { catalog, algorithms, outlets };

describe("what is declared", () => {
  it("is looked at by algorithm, and by outlet where that makes a difference", () => {
    const found = inspectWith([cn], registry, NOON).map((each) => [
      each.rule,
      each.algorithm,
      each.outlet,
      each.detail,
    ]);
    expect(found).toEqual([
      ["S02", "feed", "", "pia=missing"],
      ["C02", "feed", "web", "opt_out=none"],
      ["F01", "feed", "", "filing=none"],
    ]);
  });

  it("gives findings with all that a reader needs", () => {
    expect(inspectWith([cn], registry, NOON)[0]).toEqual({
      rule: "S02",
      ruleVersion: 1,
      severity: "high",
      action: "warn",
      algorithm: "feed",
      outlet: "",
      detail: "pia=missing",
    });
  });

  it("is not looked at by rules that are off, there or everywhere", () => {
    const modes = new Map([["F01", "off"]] as const);
    const onWeb = new Map([["web", new Map([["C02", "off"]] as const)]]);
    const found = inspectWith([cn], registry, NOON, { modes, outlets: onWeb });
    expect(found.map((each) => each.rule)).toEqual(["S02"]);
  });

  it("is handed to the rules with the moment", () => {
    const asked: [string, string | undefined, number][] = [];
    const own = rule("X01", undefined, {
      inspect({ algorithm: { id }, outlet }, at) {
        asked.push([id, outlet?.id, at]);
        return undefined;
      },
    });
    inspectWith([packOf(own)], registry, NOON);
    expect(asked).toEqual([
      ["feed", undefined, NOON],
      ["feed", "app", NOON],
      ["feed", "web", NOON],
    ]);
  });
});
