import { FeatureSet, type Finding } from "@probity/core";
import { describe, expect, it } from "vitest";
import { cn } from "../src/cn/pack.ts";
import { judgeWith } from "../src/engine.ts";
import { isRulesError, RulesError } from "../src/errors.ts";
import type { CompiledRule, RulePack } from "../src/rule.ts";
import type { RuleMode } from "../src/rule-settings.ts";
import { algorithm, catalogOf, factsOf } from "./facts.ts";
import { packOf, rule, throwing } from "./rules.ts";

const catalog = catalogOf({ name: "u.a" }, { name: "u.b" }, { name: "u.c" });
function judge(pack: RulePack, modes: ReadonlyMap<string, RuleMode> = new Map()): readonly Finding[] {
  return judgeWith([pack], { modes })({ catalog, algorithm }).judge(
    factsOf(catalog, { used: ["u.a", "u.c"] }),
  );
}

const forbidsAB: CompiledRule = { forbids: () => FeatureSet.of(3, [0, 1]) };
const speaks: CompiledRule = { judge: () => "said" };

function faultOf(work: () => unknown): RulesError {
  try {
    work();
  } catch (fault) {
    if (fault instanceof RulesError) return fault;
    throw fault;
  }
  throw new Error("nothing was thrown");
}

describe("judgeWith", () => {
  it("finds the forbidden features that were used", () => {
    expect(judge(packOf(rule("R1", forbidsAB)))).toEqual([
      {
        rule: "R1",
        rule_version: 3,
        severity: "high",
        action: "warn",
        mode: "observe",
        features: [0],
        detail: "",
      },
    ]);
  });

  it("finds what a rule says of the whole decision, in the order of the rules", () => {
    const found = judge(
      packOf(rule("R1", speaks), rule("R2", forbidsAB), rule("R3", { judge: () => undefined })),
    );
    expect(found.map(({ rule: id, detail, features }) => [id, detail, features])).toEqual([
      ["R1", "said", []],
      ["R2", "", [0]],
    ]);
  });

  it("hands a rule the forbidden features that were used", () => {
    const found = judge(
      packOf(rule("R1", { ...forbidsAB, judge: (_, { features }) => `n=${String(features.length)}` })),
    );
    expect(found).toMatchObject([{ features: [0], detail: "n=1" }]);
  });

  it("answers a class of service as the rule says", () => {
    const pack = packOf(
      rule("R1", speaks, { byServiceClass: { game: { severity: "critical", defaultAction: "block" } } }),
    );
    const facts = factsOf(catalog, {});
    const of = (serviceClass: "game" | "live"): readonly Finding[] =>
      judgeWith([pack])({ catalog, algorithm: { ...algorithm, serviceClass } }).judge(facts);
    expect(of("game")).toMatchObject([{ severity: "critical", action: "block" }]);
    expect(of("live")).toMatchObject([{ severity: "high", action: "warn" }]);
  });

  it("gives one and the same empty list when there is nothing to say", () => {
    const quiet = judgeWith([packOf(rule("R1", { forbids: () => FeatureSet.of(3, [1]) }))])({
      catalog,
      algorithm,
    });
    const facts = factsOf(catalog, { used: ["u.a"] });
    expect(quiet.judge(facts)).toEqual([]);
    expect(quiet.judge(facts)).toBe(quiet.judge(facts));
  });

  it("asks for the used features once, and only where something is forbidden", () => {
    const facts = factsOf(catalog, { used: ["u.a"] });
    let asked = 0;
    const counting = Object.defineProperty({ ...facts }, "used", { get: () => ((asked += 1), facts.used) });
    judgeWith([packOf(rule("R1", speaks))])({ catalog, algorithm }).judge(counting);
    expect(asked).toBe(0);
    judgeWith([packOf(rule("R1", forbidsAB), rule("R2", forbidsAB))])({ catalog, algorithm }).judge(counting);
    expect(asked).toBe(1);
  });

  it("leaves out a rule that is off, and one that has nothing to say for the algorithm", () => {
    const pack = packOf(rule("R1", speaks), rule("R2", speaks), rule("R3", undefined));
    expect(judge(pack, new Map([["R1", "off"]])).map((finding) => finding.rule)).toEqual(["R2"]);
  });

  it("names the pack, its version and the rules that are off", () => {
    const nameWith = (...off: readonly string[]): string =>
      judgeWith([cn], { modes: new Map(off.map((id) => [id, "off"])) })({ catalog, algorithm }).rules;
    expect(nameWith()).toBe(`cn@${cn.version}`);
    expect(nameWith("S03", "M04")).toBe(`cn@${cn.version} -M04 -S03`);
  });

  it("takes observe for what it does anyway", () => {
    const judgeOf = judgeWith([cn], { modes: new Map([["M04", "observe"]]) })({ catalog, algorithm });
    expect(judgeOf.rules).toBe(`cn@${cn.version}`);
  });
});

describe("settings that can't be", () => {
  it.each([
    ["M4", "M04"],
    ["m01", "M01"],
    ["SO1", "S01"],
    ["I1", "I01"],
  ])("refuse the rule %j and name %j as the nearest", (id, nearest) => {
    const fault = faultOf(() => judgeWith([cn], { modes: new Map([[id, "off"]]) }));
    expect(fault).toMatchObject({
      code: "UNKNOWN_RULE",
      message:
        `the settings name the rule "${id}", cn@${cn.version} has ${cn.rules.map((each) => each.id).join(", ")}; ` +
        `did you mean "${nearest}"?`,
    });
  });

  it("refuse a rule like none, and name them all", () => {
    const fault = faultOf(() => judgeWith([cn], { modes: new Map([["curfew", "off"]]) }));
    expect(fault.message).toMatch(/the rule "curfew", cn@\d+ has M01, .*[A-Z]\d\d$/);
  });

  it("refuse a mode that there is none of", () => {
    const fault = faultOf(() => judgeWith([cn], { modes: new Map([["M04", "strict" as RuleMode]]) }));
    expect(fault).toMatchObject({
      code: "INVALID_SETTING",
      message: 'rule M04 is set to "strict"; it can be one of off, observe, shadow, enforce',
    });
  });
});

describe("a rule that throws", () => {
  const pack = packOf(
    rule("R1", speaks),
    rule("R2", throwing("secret value")),
    rule("R3", forbidsAB),
    rule("R4", throwing("")),
  );
  const fault = faultOf(() => judge(pack));

  it("is told by name, and keeps none of the others from being asked", () => {
    expect(isRulesError(fault, "RULE_FAILED")).toBe(true);
    expect(fault.message).toContain("R2, R4");
    expect(fault.findings.map((finding) => finding.rule)).toEqual(["R1", "R3"]);
  });

  it("keeps its own message, which may hold a user's data, in the cause", () => {
    expect(fault.message).not.toContain("secret value");
    expect((fault.cause as AggregateError).errors).toMatchObject([
      { message: "secret value" },
      { message: "" },
    ]);
  });
});

describe("isRulesError", () => {
  it("knows the errors of this package, by code if asked", () => {
    const error = new RulesError("UNKNOWN_RULE", "");
    expect(isRulesError(error)).toBe(true);
    expect(isRulesError(error, "INVALID_SETTING")).toBe(false);
    expect(isRulesError(new Error("UNKNOWN_RULE"))).toBe(false);
    expect(isRulesError("UNKNOWN_RULE")).toBe(false);
  });
});
