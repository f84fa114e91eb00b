import { describe, expect, it } from "vitest";
import { classifyFeature } from "../../src/classifier/classify-feature.ts";
import { labelledNames } from "./labelled-names.ts";

/** Whatever is suggested with medium or high confidence. */
function suggested(name: string): string[] {
  const { codes, personal } = classifyFeature({ name });
  return [...codes, ...personal].filter(({ confidence }) => confidence !== "low").map(({ stands }) => stands);
}

const results = labelledNames.map(([name, ...stands]) => ({ name, stands, found: suggested(name) }));

/** Counts over all pairs of a name and what it stands for. */
function scoreOf(given: typeof results): {
  precision: number;
  recall: number;
  wrong: string[];
  missed: string[];
} {
  const wrong = given.flatMap(({ name, stands, found }) =>
    found.filter((each) => !stands.includes(each)).map((each) => `${name} is no ${each}`),
  );
  const missed = given.flatMap(({ name, stands, found }) =>
    stands.filter((each) => !found.includes(each)).map((each) => `${name} is ${each}`),
  );
  const right = given.reduce(
    (sum, { stands, found }) => sum + found.filter((each) => stands.includes(each)).length,
    0,
  );
  return {
    precision: right / (right + wrong.length),
    recall: right / (right + missed.length),
    wrong,
    missed,
  };
}

describe("the labelled names", () => {
  it("are many, each once, a third of them standing for nothing", () => {
    expect(labelledNames.length).toBeGreaterThan(150);
    expect(new Set(labelledNames.map(([name]) => name)).size).toBe(labelledNames.length);
    const nothing = labelledNames.filter(([, ...stands]) => stands.length === 0);
    expect(nothing.length / labelledNames.length).toBeGreaterThan(0.3);
  });

  it("are classified with a precision of 97 % and a recall of 95 %", () => {
    const { precision, recall, wrong, missed } = scoreOf(results);
    expect(precision, wrong.join("; ")).toBeGreaterThanOrEqual(0.97);
    expect(recall, missed.join("; ")).toBeGreaterThanOrEqual(0.95);
  });

  it("are recognised in each writing alike", () => {
    const chinese = results.filter(({ name }) => /\p{Script=Han}/u.test(name));
    const latin = results.filter(({ name }) => !/\p{Script=Han}/u.test(name));
    for (const part of [chinese, latin]) {
      const { recall, missed } = scoreOf(part);
      expect(recall, missed.join("; ")).toBeGreaterThanOrEqual(0.93);
    }
  });
});
