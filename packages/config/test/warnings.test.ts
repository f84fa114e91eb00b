import { describe, expect, it } from "vitest";
import { filingDoubt } from "../src/checks/filing-number.ts";
import { parseConfig } from "../src/parse-config.ts";
import { printProblem } from "../src/problem.ts";
import { exampleWith } from "./support/example.ts";

describe("what looks wrong is a warning, and the configuration stands", () => {
  it("a feature without purposes", () => {
    const { warnings } = parseConfig(
      exampleWith(["  profile.age: { purposes: [content, safety] }", "  profile.age: {}"]),
    );
    expect(warnings.map(printProblem)).toEqual([
      'probity.yaml:14:3 features["profile.age"]: feature without purposes; found none, expected what it may be used for; as it is, every use of it counts as beside its purpose',
    ]);
  });

  it("a filing number that looks mistyped", () => {
    const { warnings } = parseConfig(
      exampleWith(['version: "2"', 'version: "2", filing: 网信算备110101135224304220011号']),
    );
    expect(warnings.map(printProblem)).toEqual([
      'probity.yaml:20:47 algorithms.hot.filing: filing number that looks mistyped; found "网信算备110101135224304220011号", expected 3 as the last of its digits, by the check that published numbers pass',
    ]);
  });
});

describe("filingDoubt", () => {
  it.each([
    ["", "ranking"],
    ["网信算备110101135224304220013号", "retrieval"],
    ["网信算备：310101216601302230019号", "personalised_push"],
    ["网信算备 110108105858001230019", "generation"],
    ["网信算备110108105858001230019号", undefined],
  ])("has none about %j of type %s", (filing, type) => {
    expect(filingDoubt(filing, type)).toBeUndefined();
  });

  it.each([
    [
      "网信算备110101135224304220015号",
      "retrieval",
      "3 as the last of its digits, by the check that published numbers pass",
    ],
    [
      "网信算备110101135224304220013号",
      "ranking",
      "the number of a ranking algorithm: this one is of type 04, retrieval",
    ],
    ["网信算备11010113522430422001号", "retrieval", "网信算备, 21 digits, 号"],
    ["网信算备110101135224309220013号", "retrieval", "网信算备, 21 digits, 号"],
    ["110101135224304220013", "retrieval", "网信算备, 21 digits, 号"],
    ["Beijing-Example-202311150001", "generation", "网信算备, 21 digits, 号"],
  ])("has one about %j of type %s", (filing, type, expected) => {
    expect(filingDoubt(filing, type)).toBe(expected);
  });
});
