import { expect, it } from "vitest";
import * as rules from "../src/index.ts";

it("exports these names and no others", () => {
  expect(Object.keys(rules).sort()).toEqual([
    "RulesError",
    "buildLexicon",
    "cn",
    "instruments",
    "isKnownCode",
    "isRulesError",
    "judgeWith",
    "nearestWord",
    "readLexicon",
    "rulePacks",
    "taxonomy",
    "taxonomyVersion",
  ]);
});

it("finds a pack by its id", () => {
  expect([...rules.rulePacks.keys()]).toEqual(["cn"]);
  expect(rules.rulePacks.get("cn")).toBe(rules.cn);
});
