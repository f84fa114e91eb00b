import { expect, it } from "vitest";
import * as rules from "../src/index.ts";

it("exports these names and no others", () => {
  expect(Object.keys(rules).sort()).toEqual([
    "NO_HIT",
    "RULE_MODES",
    "RulesError",
    "buildLexicon",
    "classifyFeature",
    "cn",
    "codeCombinations",
    "declareRule",
    "detectors",
    "eu",
    "explain",
    "inspectWith",
    "instruments",
    "isKnownCode",
    "isRulesError",
    "isSensitiveIn",
    "judgeWith",
    "nearestWord",
    "ownPack",
    "readLexicon",
    "rulePacks",
    "taxonomy",
    "taxonomyChanges",
    "taxonomyVersion",
  ]);
});

it("finds a pack by its id", () => {
  expect([...rules.rulePacks.keys()]).toEqual(["cn", "eu"]);
  expect(rules.rulePacks.get("cn")).toBe(rules.cn);
});
