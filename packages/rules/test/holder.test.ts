import { FeatureSet, type Hold, type HoldRow, ITEM_FLAGS, type Judge } from "@probity/core";
import { describe, expect, it } from "vitest";
import { judgeWith } from "../src/engine.ts";
import type { CompiledRule, Rule } from "../src/rule.ts";
import type { RuleMode } from "../src/rule-settings.ts";
import { algorithm, catalogOf, factsOf, type Given } from "./facts.ts";
import { packOf, rule } from "./rules.ts";

const catalog = catalogOf({ name: "u.a" }, { name: "u.b" }, { name: "u.c" });

function judgeOf(mode: RuleMode, ...rules: readonly Rule[]): Judge {
  const modes = new Map(rules.map(({ id }) => [id, mode]));
  return judgeWith([packOf(...rules)], { modes })({ catalog, algorithm });
}

function hold(given: Given, ...rules: readonly Rule[]): Hold | undefined {
  return judgeOf("enforce", ...rules).hold!(factsOf(catalog, given));
}

function forbids(...numbers: readonly number[]): CompiledRule {
  const set = FeatureSet.of(3, numbers);
  return { forbids: () => set };
}

const strips = { defaultAction: "strip_feature" } as const;
const refusesAds: CompiledRule = { refusesItem: () => isAd };
const refusesB: CompiledRule = { refusesTag: () => (tag) => tag === "b" };
const refuses: CompiledRule = { refuses: () => "why=test" };

function isAd(flags: number): boolean {
  return (flags & ITEM_FLAGS.ad) !== 0;
}

describe("what enforced rules hold", () => {
  it("is nothing where no rule says anything", () => {
    expect(hold({}, rule("R1", { forbids: () => undefined }, strips))).toBeUndefined();
    expect(hold({}, rule("R1", { forbids: () => FeatureSet.empty(3) }, strips))).toBeUndefined();
  });

  it("are the features that any of them forbids", () => {
    const held = hold({}, rule("R1", forbids(0), strips), rule("R2", forbids(2), strips));
    expect(held).toEqual({ features: FeatureSet.of(3, [0, 2]) });
  });

  it("is whatever the catalog doesn't know", () => {
    expect(hold({}, rule("R1", { forbidsUnregistered: () => true }, strips))).toEqual({ unregistered: true });
  });

  it("are the tags and the items that any of them refuses", () => {
    const held = hold({}, rule("R1", refusesAds, strips), rule("R2", refusesB, strips));
    expect([ITEM_FLAGS.ad, ITEM_FLAGS.synthetic, 0].map((flags) => held?.refusesItem?.(flags))).toEqual([
      true,
      false,
      false,
    ]);
    expect(["a", "b"].map((tag) => held?.refusesTag?.(tag))).toEqual([false, true]);
  });

  it("never is an item without flags", () => {
    const held = hold({}, rule("R1", { refusesItem: () => () => true }, strips));
    expect([0, 1].map((flags) => held?.refusesItem?.(flags))).toEqual([false, true]);
  });

  it("falls back for a decision that is refused, or that has forbidden features, which are held too", () => {
    const fallback = { defaultAction: "fallback" } as const;
    expect(hold({}, rule("R1", refuses, fallback))).toEqual({ mode: "non_personalised" });
    expect(hold({}, rule("R1", forbids(1), fallback))).toEqual({
      mode: "non_personalised",
      features: FeatureSet.of(3, [1]),
    });
  });

  it("blocks a decision that is refused, by the first rule that does; features are held too", () => {
    const block = { defaultAction: "block" } as const;
    const fallback = { defaultAction: "fallback" } as const;
    const held = hold(
      {},
      rule("R1", refuses, fallback),
      rule("R2", { ...refuses, ...forbids(0) }, block),
      rule("R3", refuses, block),
    );
    expect(held).toEqual({ mode: "blocked", blockedBy: "R2", features: FeatureSet.of(3, [0]) });
  });

  it("doesn't change the decision for a rule that strips", () => {
    expect(hold({}, rule("R1", refuses, strips))).toBeUndefined();
  });

  it("is one and the same object as long as rules say the same", () => {
    const forChild = FeatureSet.of(3, [0]);
    const judge = judgeOf(
      "enforce",
      rule("R1", { forbids: ({ subject }) => (subject.ageBand === "u14" ? forChild : undefined) }, strips),
      rule("R2", refusesAds, strips),
    );
    const child = (): Hold | undefined => judge.hold!(factsOf(catalog, { subject: { ageBand: "u14" } }));
    const adult = (): Hold | undefined => judge.hold!(factsOf(catalog, { subject: { ageBand: "adult" } }));
    const [first, second] = [child(), adult()];
    expect(first).not.toEqual(second);
    expect([child(), adult(), child()].map((held, n) => held === [first, second, first][n])).toEqual([
      true,
      true,
      true,
    ]);
  });

  it("is right however many different things rules say", () => {
    const sets = Array.from({ length: 100 }, () => FeatureSet.of(3, [0]));
    let n = 0;
    const judge = judgeOf("enforce", rule("R1", { forbids: () => sets[n] }, strips));
    for (n = 0; n < 100; n += 1) expect(judge.hold!(factsOf(catalog, {}))?.features).toBe(sets[n]);
  });

  it("makes no new object for a tag test that stays the same", () => {
    const same = (tag: string): boolean => tag === "b";
    const judge = judgeOf("enforce", rule("R1", { refusesTag: () => same }, strips));
    expect(judge.hold!(factsOf(catalog, {}))).toBe(judge.hold!(factsOf(catalog, {})));
  });
});

describe("what is found under enforcement", () => {
  const stripping = judgeOf(
    "enforce",
    rule("R1", { ...forbids(0, 1), ...refusesAds, ...refusesB, forbidsUnregistered: () => true }, strips),
  );

  it("is what was asked for in vain, or used nevertheless", () => {
    const facts = factsOf(catalog, {
      used: ["u.b", "u.c"],
      tagsUsed: ["a"],
      held: { features: FeatureSet.of(3, [0]), unregistered: 2, tags: ["b", "b"], items: [ITEM_FLAGS.ad] },
    });
    expect(stripping.judge(facts)).toMatchObject([
      { mode: "enforce", features: [0, 1], detail: "items=ad tags=1 unregistered=2" },
    ]);
  });

  it("is nothing to a rule that observes, where another held it back", () => {
    const modes = new Map<string, RuleMode>([["R1", "enforce"]]);
    const pack = packOf(rule("R1", forbids(0), strips), rule("R2", forbids(0), strips));
    const held = { features: FeatureSet.of(3, [0]), unregistered: 0, tags: [], items: [] };
    const found = judgeWith([pack], { modes })({ catalog, algorithm }).judge(factsOf(catalog, { held }));
    expect(found.map((finding) => finding.rule)).toEqual(["R1"]);
  });
});

describe("what was held back", () => {
  function heldBack(mode: RuleMode, given: Given, ...rules: readonly Rule[]): readonly HoldRow[] {
    return judgeOf(mode, ...rules).heldBack!(factsOf(catalog, given));
  }
  const all: CompiledRule = { ...forbids(0, 1), ...refusesAds, ...refusesB, forbidsUnregistered: () => true };
  const nothing = { features: [], unregistered: 0, tags: 0, items: 0 };

  it("is told of each enforced rule: what was asked for in vain", () => {
    const held = {
      features: FeatureSet.of(3, [1, 2]),
      unregistered: 3,
      tags: ["b", "c"],
      items: [ITEM_FLAGS.ad, ITEM_FLAGS.ad, ITEM_FLAGS.synthetic],
    };
    const rows = heldBack(
      "enforce",
      { used: ["u.a"], held },
      rule("R1", all, strips),
      rule("R2", forbids(0), strips),
      rule("R3", refusesAds, { defaultAction: "block" }),
    );
    expect(rows).toEqual([
      {
        rule: "R1",
        rule_version: 3,
        action: "strip_item",
        mode: "enforce",
        features: [1],
        unregistered: 3,
        tags: 1,
        items: 2,
      },
      { rule: "R3", rule_version: 3, action: "strip_item", mode: "enforce", ...nothing, items: 2 },
    ]);
  });

  it("is told of a rule that fell back or blocked, asked for in vain or not", () => {
    const rows = heldBack(
      "enforce",
      {},
      rule("R1", refuses, { defaultAction: "block" }),
      rule("R2", forbids(0), { defaultAction: "fallback" }),
    );
    expect(rows).toEqual([
      { rule: "R1", rule_version: 3, action: "block", mode: "enforce", ...nothing },
      { rule: "R2", rule_version: 3, action: "fallback", mode: "enforce", ...nothing },
    ]);
  });

  it("is told of each rule in shadow: what it would have held", () => {
    const given: Given = {
      used: ["u.a", "u.c"],
      unregistered: [{ source: "u", name: "x", how: "read" }],
      tagsUsed: ["a", "b"],
      itemFlags: ITEM_FLAGS.ad,
      itemKinds: new Map([
        [0, 5],
        [ITEM_FLAGS.ad, 3],
      ]),
    };
    expect(heldBack("shadow", given, rule("R1", all, strips))).toEqual([
      {
        rule: "R1",
        rule_version: 3,
        action: "strip_item",
        mode: "shadow",
        features: [0],
        unregistered: 1,
        tags: 1,
        items: 3,
      },
    ]);
    const [row] = heldBack("shadow", {}, rule("R1", refuses, { defaultAction: "block" }));
    expect(row).toMatchObject({ action: "block", mode: "shadow" });
  });

  it("is nothing where nothing was", () => {
    expect(heldBack("shadow", {}, rule("R1", all, strips))).toEqual([]);
    expect(heldBack("enforce", {}, rule("R1", all, strips))).toEqual([]);
  });
});
