import { type Catalog, FeatureSet } from "@probity/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeWith } from "../src/engine.ts";
import { rulePacks } from "../src/packs.ts";
import { RULE_MODES } from "../src/rule-settings.ts";
import { cases } from "./decisions.ts";

const packs = [...rulePacks.values()];
const rules = packs.flatMap((pack) => pack.rules);
const modes = fc
  .array(fc.constantFrom(...RULE_MODES), { minLength: rules.length, maxLength: rules.length })
  .map((each) => new Map(rules.map(({ id }, n) => [id, each[n]!])));

/** As the recorder keeps it when nothing is declared: three sets in one run of words, of which the first counts. */
function asRead(catalog: Catalog, used: FeatureSet): FeatureSet {
  const none = new Array<number>(((catalog.features.length + 31) >>> 5) * 2).fill(0);
  return new FeatureSet([...used.words, ...none]);
}

describe("all rules of all packs, over any decision", () => {
  it("never throw, and find no feature that was neither used nor asked for in vain", () => {
    fc.assert(
      fc.property(cases, modes, ({ scope, facts }, given) => {
        for (const finding of judgeWith(packs, { modes: given })(scope).judge(facts)) {
          const strangers = finding.features.filter(
            (number) => !facts.used.has(number) && !facts.held?.features.has(number),
          );
          expect(strangers).toEqual([]);
        }
      }),
    );
  });

  it("find the same however the used features are kept", () => {
    fc.assert(
      fc.property(cases, ({ scope, facts }) => {
        const judge = judgeWith(packs)(scope);
        expect(judge.judge({ ...facts, used: asRead(scope.catalog, facts.used) })).toEqual(
          judge.judge(facts),
        );
      }),
    );
  });

  it("show no tag of the user", () => {
    fc.assert(
      fc.property(cases, modes, ({ scope, facts }, given) => {
        const judge = judgeWith(packs, { modes: given })(scope);
        expect(JSON.stringify([judge.judge(facts), judge.heldBack?.(facts)])).not.toContain("canary");
      }),
    );
  });

  it("find the same when another rule is off, less what that one found", () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(...rules), ({ scope, facts }, { id }) => {
        const all = judgeWith(packs)(scope).judge(facts);
        const less = judgeWith(packs, { modes: new Map([[id, "off"]]) })(scope).judge(facts);
        expect(less).toEqual(all.filter((finding) => finding.rule !== id));
      }),
    );
  });

  it("find in shadow what they find when they observe", () => {
    fc.assert(
      fc.property(cases, ({ scope, facts }) => {
        const observed = judgeWith(packs)(scope).judge(facts);
        const shadow = new Map(rules.map(({ id }) => [id, "shadow" as const]));
        const found = judgeWith(packs, { modes: shadow })(scope).judge(facts);
        expect(found).toEqual(observed.map((finding) => ({ ...finding, mode: "shadow" })));
      }),
    );
  });
});

describe("enforcing, over any decision", () => {
  it("leaves nothing to find of what it holds: the two are one statement", () => {
    fc.assert(
      fc.property(cases, modes, ({ scope, facts }, given) => {
        const judge = judgeWith(packs, { modes: given })(scope);
        const hold = judge.hold?.(facts);
        const kept = [...facts.itemKinds].filter(([flags]) => !hold?.refusesItem?.(flags));
        const obeyed = {
          ...facts,
          held: undefined,
          used: FeatureSet.of(
            scope.catalog.features.length,
            facts.used.numbers.filter((number) => !hold?.features?.has(number)),
          ),
          unregistered: hold?.unregistered ? [] : facts.unregistered,
          tagsUsed: facts.tagsUsed.filter((tag) => !hold?.refusesTag?.(tag)),
          itemKinds: new Map(kept),
          itemFlags: kept.reduce((all, [flags]) => all | flags, 0),
        };
        const left = judge
          .judge(obeyed)
          .filter(({ mode, action }) => mode === "enforce" && STRIPS.has(action));
        expect(left.filter(({ features }) => features.length > 0)).toEqual([]);
        expect(left.filter(({ rule }) => !LATE.has(rule))).toEqual([]);
      }),
    );
  });

  it("gives one and the same hold for one and the same decision, tags aside", () => {
    fc.assert(
      fc.property(cases, modes, ({ scope, facts }, given) => {
        const judge = judgeWith(packs, { modes: given })(scope);
        const first = judge.hold?.(facts);
        if (!first?.refusesTag) expect(judge.hold?.(facts)).toBe(first);
      }),
    );
  });

  it("holds nothing with the kill switch thrown", () => {
    fc.assert(
      fc.property(cases, modes, ({ scope, facts }, given) => {
        const judge = judgeWith(packs, { modes: given, isKilled: true })(scope);
        expect(judge.hold?.(facts)).toBeUndefined();
        expect(judge.enforces).toBe(false);
      }),
    );
  });
});

const STRIPS: ReadonlySet<string> = new Set(["strip_feature", "strip_item"]);
/** Rules that also find what is known only when the decision closes: an advertisement in a feed. */
const LATE: ReadonlySet<string> = new Set(["D26", "D28"]);
