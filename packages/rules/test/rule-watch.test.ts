import type { Finding, Judge } from "@probity/core";
import { describe, expect, it } from "vitest";
import { judgeWith, type RuleResources } from "../src/engine.ts";
import { isRulesError } from "../src/errors.ts";
import type { CompiledRule, Rule } from "../src/rule.ts";
import { algorithm, catalogOf, factsOf, type Given } from "./facts.ts";
import { packOf, rule, throwing } from "./rules.ts";

const catalog = catalogOf();
const speaks: CompiledRule = { judge: () => "said" };

interface Told {
  readonly judge: Judge;
  readonly suspended: [string, string][];
  /** Asks the rules, and gives who found something and whether any failed. */
  readonly ask: (given?: Given) => { readonly found: readonly string[]; readonly failed: boolean };
}

function watched(rules: readonly Rule[], resources: RuleResources = {}): Told {
  const suspended: [string, string][] = [];
  const factory = judgeWith(
    [packOf(...rules)],
    {},
    { onSuspend: (id, why) => void suspended.push([id, why]), ...resources },
  );
  const judge = factory({ catalog, algorithm });
  return {
    judge,
    suspended,
    ask(given = {}) {
      const ids = (findings: readonly Finding[]): string[] => findings.map((finding) => finding.rule);
      try {
        return { found: ids(judge.judge(factsOf(catalog, given))), failed: false };
      } catch (fault) {
        if (!isRulesError(fault, "RULE_FAILED")) throw fault;
        return { found: ids(fault.findings), failed: true };
      }
    },
  };
}

/** Until what is told soon after has been told. */
async function soon(): Promise<void> {
  await Promise.resolve();
}

describe("a rule that throws again and again", () => {
  it("is suspended after a hundred decisions in a row, and told once, never in the middle of one", async () => {
    const { ask, suspended } = watched([rule("R1", throwing("x")), rule("R2", speaks)]);
    for (let n = 0; n < 100; n += 1) expect(ask()).toEqual({ found: ["R2"], failed: true });
    expect(suspended).toEqual([]);
    await soon();
    expect(suspended).toEqual([["R1", "throws"]]);
    ask();
    await soon();
    expect(suspended).toHaveLength(1);
  });

  it("is no longer asked, and every record says so until the rules are made ready without it", () => {
    let asked = 0;
    const counting = rule("R1", {
      judge() {
        asked += 1;
        throw new Error("x");
      },
    });
    const { ask } = watched([counting, rule("R2", speaks)]);
    for (let n = 0; n < 150; n += 1) expect(ask()).toEqual({ found: ["R2"], failed: true });
    expect(asked).toBe(100);
  });

  it("goes on being asked where it does its duty on some decisions", async () => {
    const sometimes = rule("R1", {
      judge({ surface }) {
        if (surface === "hot") throw new Error("x");
        return "said";
      },
    });
    const { ask, suspended } = watched([sometimes]);
    for (let n = 0; n < 300; n += 1) ask({ surface: n % 50 === 0 ? "feed" : "hot" });
    await soon();
    expect(suspended).toEqual([]);
    expect(ask({ surface: "feed" }).found).toEqual(["R1"]);
  });

  it("is left out of what is made ready next, by name", () => {
    const factory = judgeWith([packOf(rule("R1", throwing("x")))]);
    const judge = factory({ catalog, algorithm });
    for (let n = 0; n < 100; n += 1) expect(() => judge.judge(factsOf(catalog, {}))).toThrow();
    expect(factory({ catalog, algorithm }).rules).toBe("test@7 ?R1");
  });
});

describe("a rule that can't be made ready", () => {
  it("is suspended, told, and named; the others are asked", async () => {
    const broken = rule("R1", undefined, {
      compile() {
        throw new Error("x");
      },
    });
    const { ask, judge, suspended } = watched([broken, rule("R2", speaks)]);
    expect(judge.rules).toBe("test@7 ?R1");
    expect(ask()).toEqual({ found: ["R2"], failed: false });
    await soon();
    expect(suspended).toEqual([["R1", "compile"]]);
  });
});

describe("a rule that reads a field that is missing", () => {
  it("breaks nothing: it holds nothing, and finds nothing", () => {
    const careless: CompiledRule = {
      forbids: (opened) => (opened as unknown as { nothing: { here: never } }).nothing.here,
    };
    const faults: string[] = [];
    const modes = new Map([
      ["R1", "enforce"],
      ["R2", "enforce"],
    ] as const);
    const judge = judgeWith(
      [
        packOf(
          rule("R1", careless, { defaultAction: "strip_feature" }),
          rule("R2", { forbidsUnregistered: () => true }, { defaultAction: "strip_feature" }),
        ),
      ],
      { modes },
      { onFault: (id) => void faults.push(id) },
    )({ catalog, algorithm });
    const facts = factsOf(catalog, {});
    expect(judge.hold!(facts)).toEqual({ unregistered: true });
    expect(faults).toEqual(["R1"]);
    expect(() => judge.judge(facts)).toThrow(expect.objectContaining({ code: "RULE_FAILED" }));
    expect(judge.heldBack!(facts)).toEqual([]);
  });

  it("breaks no read of a tag and no delivery of an item either", () => {
    const modes = new Map([["R1", "enforce"]] as const);
    const fails = (): never => {
      throw new Error("x");
    };
    const both: CompiledRule = { refusesTag: () => fails, refusesItem: () => fails };
    const pack = packOf(rule("R1", both, { defaultAction: "strip_item" }));
    const hold = judgeWith([pack], { modes })({ catalog, algorithm }).hold!(factsOf(catalog, {}));
    expect(hold?.refusesTag?.("a")).toBe(false);
    expect(hold?.refusesItem?.(1)).toBe(false);
  });
});

describe("a rule that takes long", () => {
  /** A clock that only rules move. */
  function slowed(ms: number): { readonly rule: Rule; readonly now: () => number } {
    let time = 0;
    const slow = rule("R1", {
      judge() {
        time += ms;
        return "said";
      },
    });
    return { rule: slow, now: () => time };
  }

  it("is suspended once it did so on ten decisions of those that are watched", async () => {
    const { rule: slow, now } = slowed(2);
    const { ask, suspended } = watched([slow, rule("R2", speaks)], { now });
    for (let n = 0; n < 10; n += 1) expect(ask().failed).toBe(false);
    await soon();
    expect(suspended).toEqual([]);
    ask();
    await soon();
    expect(suspended).toEqual([["R1", "slow"]]);
    expect(ask()).toEqual({ found: ["R2"], failed: true });
  });

  it("is let be where it is quick, or slow once in a while", async () => {
    const { rule: quick, now } = slowed(0.5);
    const fine = watched([quick], { now });
    for (let n = 0; n < 300; n += 1) fine.ask();
    let time = 0;
    let decisions = 0;
    const pausing = rule("R1", {
      judge() {
        decisions += 1;
        if (decisions % 60 === 0) time += 50;
        return undefined;
      },
    });
    const paused = watched([pausing], { now: () => time });
    for (let n = 0; n < 5_000; n += 1) paused.ask();
    await soon();
    expect([...fine.suspended, ...paused.suspended]).toEqual([]);
  });
});

describe("who is told", () => {
  it("may throw, which breaks nothing", async () => {
    const { ask } = watched([rule("R1", throwing("x"))], {
      onSuspend() {
        throw new Error("listener");
      },
    });
    for (let n = 0; n < 101; n += 1) ask();
    await soon();
    expect(ask().failed).toBe(true);
  });
});
