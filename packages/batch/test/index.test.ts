import { readFileSync } from "node:fs";

import { rulePacks } from "@probity/rules";
import { expect, it } from "vitest";

import * as api from "../src/index.ts";

it("exports these names and no other", () => {
  expect(Object.keys(api).toSorted()).toEqual([
    "BatchError",
    "DEFAULT_BATCH_SETTINGS",
    "batchRules",
    "bootstrap",
    "changedFindings",
    "disparateImpactRatio",
    "disparateTreatmentRatio",
    "exposureByGroup",
    "exposureParity",
    "firstWindow",
    "holm",
    "hourlyAnomalies",
    "isBatchError",
    "logarithmicBias",
    "runBatchRules",
    "runOnSchedule",
    "seededRandom",
  ]);
});

it("has rules that a pack explains, each as one of stored records", () => {
  const rules = [...rulePacks.values()].flatMap((pack) => pack.rules);
  for (const { id } of api.batchRules) {
    const rule = rules.find((each) => each.id === id);
    expect(rule?.basis.length, id).toBeGreaterThan(0);
    // I01 looks at decisions by itself, and here at them beside the ledger.
    if (id !== "I01") expect(rule?.when, id).toContain("batch");
  }
});

it("has in its README a program that compiles", () => {
  const example = readFileSync(new URL("./support/example.ts", import.meta.url), "utf8");
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  expect(readme).toContain(example.replace("../../src/index.ts", "@probity/batch"));
});
