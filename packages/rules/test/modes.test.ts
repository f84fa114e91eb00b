import { FeatureSet } from "@probity/core";
import { describe, expect, it } from "vitest";
import { judgeWith } from "../src/engine.ts";
import type { CompiledRule } from "../src/rule.ts";
import type { RuleMode, RuleSettings } from "../src/rule-settings.ts";
import { algorithm, catalogOf, factsOf } from "./facts.ts";
import { packOf, rule } from "./rules.ts";

const catalog = catalogOf({ name: "u.a" }, { name: "u.b" });
const forbidsA: CompiledRule = { forbids: () => FeatureSet.of(2, [0]) };
const pack = packOf(
  rule("R1", forbidsA, { defaultAction: "strip_feature" }),
  rule("R2", forbidsA, { defaultAction: "warn" }),
);
const facts = factsOf(catalog, { used: ["u.a"] });
const app = { id: "app", product: "p", form: "app", function: "f", surface: "feed" } as const;

function judgeOf(
  settings: Partial<RuleSettings>,
  outlet?: typeof app,
): ReturnType<ReturnType<typeof judgeWith>> {
  return judgeWith([pack], settings)({ catalog, algorithm, outlet });
}

function modes(...each: readonly (readonly [string, RuleMode])[]): ReadonlyMap<string, RuleMode> {
  return new Map(each);
}

describe("the mode of a rule", () => {
  it.each<[RuleMode, string, boolean]>([
    ["off", "test@7 -R1", false],
    ["observe", "test@7", false],
    ["shadow", "test@7 ~R1", false],
    ["enforce", "test@7 !R1", true],
  ])("%s is in the judge's name, and is what findings say", (mode, name, enforces) => {
    const judge = judgeOf({ modes: modes(["R1", mode]) });
    expect(judge.rules).toBe(name);
    expect(judge.enforces).toBe(enforces);
    expect(judge.judge(facts)[0]).toMatchObject(mode === "off" ? { rule: "R2" } : { rule: "R1", mode });
  });

  it("may be another on an outlet", () => {
    const settings: Partial<RuleSettings> = {
      modes: modes(["R1", "shadow"], ["R2", "off"]),
      outlets: new Map([["app", modes(["R1", "enforce"])]]),
    };
    expect(judgeOf(settings).rules).toBe("test@7 -R2 ~R1");
    expect(judgeOf(settings, app).rules).toBe("test@7 -R2 !R1");
    expect(judgeOf(settings, { ...app, id: "web" as "app" }).rules).toBe("test@7 -R2 ~R1");
  });

  it("is to observe, where it would be enforced, as long as the kill switch is thrown", () => {
    const judge = judgeOf(
      {
        modes: modes(["R1", "enforce"], ["R2", "shadow"]),
        outlets: new Map([["app", modes(["R1", "enforce"])]]),
        isKilled: true,
      },
      app,
    );
    expect(judge.rules).toBe("test@7 ~R2 killed");
    expect(judge).not.toHaveProperty("hold");
    expect(judge.judge(facts)[0]).toMatchObject({ rule: "R1", mode: "observe" });
  });

  it("goes for nothing where the rule is suspended, and the name says so", () => {
    const judge = judgeOf({ modes: modes(["R1", "enforce"]), suspended: new Set(["R1", "gone"]) });
    expect(judge.rules).toBe("test@7 ?R1");
    expect(judge.enforces).toBe(false);
    expect(judge.judge(facts).map((finding) => finding.rule)).toEqual(["R2"]);
  });

  it("holds nothing where the rule only warns", () => {
    const judge = judgeOf({ modes: modes(["R2", "enforce"]) });
    expect(judge.rules).toBe("test@7 !R2");
    expect(judge.enforces).toBe(false);
    expect(judge).not.toHaveProperty("hold");
    expect(judge).not.toHaveProperty("heldBack");
    expect(judge.judge(facts)[1]).toMatchObject({ rule: "R2", mode: "enforce", action: "warn" });
  });

  it("names all packs", () => {
    const other = { ...packOf(rule("X1", forbidsA)), id: "own", version: "ab12" };
    expect(judgeWith([pack, other], { modes: modes(["X1", "off"]) })({ catalog, algorithm }).rules).toBe(
      "test@7 own@ab12 -X1",
    );
  });
});

describe("settings that can't be", () => {
  it("name a rule of an outlet that there is none of", () => {
    const outlets = new Map([["app", modes(["R9", "off"])]]);
    expect(() => judgeWith([pack], { outlets })).toThrow(
      'the settings of outlet "app" name the rule "R9", test@7 has R1, R2; did you mean "R1"?',
    );
  });

  it("are packs with a rule of the same id", () => {
    expect(() => judgeWith([pack, { ...pack, id: "own" }])).toThrow(
      expect.objectContaining({
        code: "DUPLICATE_RULE",
        message: expect.stringContaining('packs test and own both have a rule "R1"') as string,
      }),
    );
  });
});
