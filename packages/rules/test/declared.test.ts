import { createCatalog, FeatureSet, ITEM_FLAGS, type ItemFlag } from "@probity/core";
import { describe, expect, it } from "vitest";
import { declareRule, ownPack } from "../src/declared/declare-rule.ts";
import type { DeclaredRule } from "../src/declared/declared-rule.ts";
import { delivering, type Given, hitOf, holdOf, intervention, type Where } from "./facts.ts";

const title = { zh: "自有规则", en: "a rule of our own" };
const catalog = createCatalog({
  sources: [{ name: "orders" }, { name: "u" }],
  features: [
    { name: "orders.last", codes: ["LEG.PROP"] },
    { name: "u.age", purposes: ["safety"] },
    { name: "u.illness", codes: ["SPI.MED.COND"] },
    { name: "u.likes[]", tags: true },
    { name: "u.visits", codes: ["SPI.MED.VISIT"] },
  ],
});
const all = catalog.features.map(({ name }) => name);

function declared(spec: Partial<DeclaredRule>): ReturnType<typeof declareRule> {
  return declareRule({ id: "X01", title, ...spec });
}

function hit(spec: Partial<DeclaredRule>, given: Given, where?: Where): ReturnType<typeof hitOf> {
  return hitOf(declared(spec), catalog, given, where);
}

describe("a declared mask", () => {
  it.each<[string, DeclaredRule["forbids"], readonly string[]]>([
    ["a code", { codes: ["SPI.MED.COND"] }, ["u.illness"]],
    ["a class of codes", { codes: ["SPI.MED"] }, ["u.illness", "u.visits"]],
    ["no part of a code", { codes: ["SPI.ME"] }, []],
    ["a name", { features: ["u.age"] }, ["u.age"]],
    ["a pattern of names", { features: ["u.*"] }, ["u.age", "u.illness", "u.likes[]", "u.visits"]],
    ["a source", { sources: ["orders"] }, ["orders.last"]],
    ["what personalises", { personal: true }, ["orders.last", "u.illness", "u.likes[]", "u.visits"]],
    ["any of several", { codes: ["LEG"], features: ["u.age"] }, ["orders.last", "u.age"]],
  ])("forbids features by %s", (_, forbids, features) => {
    const found = hit({ forbids }, { used: all });
    expect(found?.features ?? []).toEqual(features);
    const hold = holdOf(declared({ forbids, action: "strip_feature" }), catalog, {});
    expect(hold?.features?.numbers ?? []).toEqual(features.map((name) => catalog.feature(name)!.number));
  });

  it("forbids what the catalog doesn't know, and items by their flags", () => {
    const forbids = { unregistered: true, items: ["ad", "own_product"] as const };
    const unregistered = [{ source: "u", name: "x", how: "read" as const }];
    expect(hit({ forbids }, { unregistered, ...delivering(["own_product"]) })?.detail).toBe(
      "items=own_product unregistered=1",
    );
    const hold = holdOf(declared({ forbids, action: "strip_item" }), catalog, {});
    expect(hold?.unregistered).toBe(true);
    expect(hold?.refusesItem?.(ITEM_FLAGS.ad)).toBe(true);
    expect(hold?.refusesItem?.(ITEM_FLAGS.synthetic)).toBe(false);
  });

  it("finds nothing where nothing forbidden was done", () => {
    expect(
      hit({ forbids: { codes: ["SPI"], items: ["ad"] } }, { used: ["u.age"], ...delivering([]) }),
    ).toBeUndefined();
  });
});

describe("declared conditions", () => {
  const met: Given = { subject: { ageBand: "u14" }, purpose: "marketing", surface: "push" };

  it("all have to be met; a list by any of its members", () => {
    const when = {
      minor: true,
      purposes: ["marketing", "pricing"],
      surfaces: ["push"],
      ageBands: ["u14"],
    } as const;
    expect(hit({ when }, met)).toEqual({ features: [], detail: "conditions=met" });
    expect(hit({ when }, { ...met, surface: "feed" })).toBeUndefined();
    expect(hit({ when }, { ...met, purpose: "content" })).toBeUndefined();
    expect(hit({ when }, { ...met, subject: { ageBand: "14-15" } })).toBeUndefined();
  });

  it.each([
    ["minorMode", "minorMode"],
    ["elderMode", "elderMode"],
    ["guardianConsent", "guardianConsent"],
    ["personalisationOff", "personalisationOff"],
  ] as const)("may ask for %s, or for its absence", (condition, fact) => {
    expect(hit({ when: { [condition]: true } }, { subject: { [fact]: true } })).toBeDefined();
    expect(hit({ when: { [condition]: true } }, {})).toBeUndefined();
    expect(hit({ when: { [condition]: false } }, {})).toBeDefined();
    expect(hit({ when: { [condition]: false } }, { subject: { [fact]: true } })).toBeUndefined();
  });

  it("may name algorithms, outlets and classes of service", () => {
    const outlet = { id: "app", product: "p", form: "app", function: "f", surface: "feed" } as const;
    expect(hit({ when: { algorithms: ["feed"] } }, {})).toBeDefined();
    expect(hit({ when: { algorithms: ["hot"] } }, {})).toBeUndefined();
    expect(hit({ when: { outlets: ["app"] } }, {}, { outlet })).toBeDefined();
    expect(hit({ when: { outlets: ["app"] } }, {})).toBeUndefined();
    expect(hit({ when: { outlets: [""] } }, {})).toBeDefined();
    expect(hit({ when: { serviceClasses: ["game"] } }, {}, { serviceClass: "game" })).toBeDefined();
    expect(hit({ when: { serviceClasses: ["game"] } }, {})).toBeUndefined();
  });

  it.each([
    ["22:00", "06:00", "21:59", false],
    ["22:00", "06:00", "22:00", true],
    ["22:00", "06:00", "05:59", true],
    ["22:00", "06:00", "06:00", false],
    ["12:00", "13:30", "13:29", true],
    ["12:00", "13:30", "13:30", false],
    ["23:00", "24:00", "23:59", true],
    ["00:00", "24:00", "12:00", true],
  ])("hold from %s to %s in Shanghai: at %s %s", (from, to, time, isHit) => {
    const openedAt = Date.parse(`2026-03-02T${time}:00+08:00`);
    expect(hit({ when: { hours: { from, to } } }, { openedAt }) !== undefined).toBe(isHit);
  });

  it("keep the mask from decisions that don't meet them", () => {
    const spec = { when: { minor: true }, forbids: { codes: ["SPI"] }, action: "strip_feature" } as const;
    expect(hit(spec, { used: all })).toBeUndefined();
    expect(holdOf(declared(spec), catalog, {})).toBeUndefined();
    expect(holdOf(declared(spec), catalog, { subject: { minorMode: true } })).toEqual({
      features: FeatureSet.of(5, [2, 4]),
    });
  });

  it("alone can fall back or block", () => {
    const when = { personalisationOff: true };
    const subject = { personalisationOff: true };
    expect(holdOf(declared({ when, action: "block" }), catalog, { subject })).toEqual({
      mode: "blocked",
      blockedBy: "X01",
    });
    expect(holdOf(declared({ when, action: "fallback" }), catalog, { subject })).toEqual({
      mode: "non_personalised",
    });
  });
});

describe("declared limits", () => {
  const price = { item: "00".repeat(8), base: Number.NaN, conditions: "00".repeat(8) };

  it.each<[string, DeclaredRule["limits"], Given, string]>([
    ["features", { features: 2 }, { used: all }, "features=5>2"],
    ["features of a class", { codes: { "SPI.MED": 1 } }, { used: all }, "SPI.MED=2>1"],
    ["tags", { tags: 1 }, { tagsUsed: ["a", "b", "b"] }, "tags=2>1"],
    [
      "places outside the catalog",
      { unregistered: 0 },
      { unregistered: [{ source: "u", name: "x", how: "read" }] },
      "unregistered=1>0",
    ],
    ["interventions", { interventions: 0 }, { interventions: [intervention] }, "interventions=1>0"],
    [
      "a price",
      { price: 648 },
      {
        prices: [
          { ...price, price: 10 },
          { ...price, price: 700 },
        ],
      },
      "price=700>648",
    ],
    [
      "use",
      { useTodaySeconds: 60, useContinuousSeconds: 10 },
      { subject: { useTodaySec: 61, useContinuousSec: 11 } },
      "useTodaySeconds=61>60 useContinuousSeconds=11>10",
    ],
  ])("find more %s", (_, limits, given, detail) => {
    expect(hit({ limits }, given)).toEqual({ features: [], detail });
  });

  it("find nothing at the limit, and nothing that nobody counts", () => {
    expect(
      hit({ limits: { features: 5, tags: 1, price: 1 } }, { used: all, tagsUsed: ["a"] }),
    ).toBeUndefined();
    expect(hit({ limits: { useTodaySeconds: 0 } }, {})).toBeUndefined();
  });

  it("hold only where the conditions are met, beside a mask", () => {
    const spec = { when: { minor: true }, forbids: { items: ["ad"] }, limits: { features: 1 } } as const;
    const given: Given = { used: all, ...delivering(["ad"]) };
    expect(hit(spec, given)).toBeUndefined();
    expect(hit(spec, { ...given, subject: { minorMode: true } })?.detail).toBe("items=ad features=5>1");
  });
});

describe("a declaration that can't be", () => {
  it.each<[string, Partial<DeclaredRule>, string]>([
    [
      "an id that is none",
      { id: "1 rule" },
      `a rule's id is a letter, then letters, digits, "-" and "_", 32 in all; found "1 rule"`,
    ],
    [
      "an item flag that there is none of",
      { forbids: { items: ["advert" as ItemFlag] } },
      'rule X01 forbids items with the flag "advert"; there are ad, ad_labelled',
    ],
    [
      "hours that are none",
      { when: { hours: { from: "22h", to: "06:00" } } },
      'rule X01 has hours from or to "22h"; a time of day is written HH:MM, 00:00 to 24:00',
    ],
    ["an hour after the day", { when: { hours: { from: "22:00", to: "24:01" } } }, 'from or to "24:01"'],
    [
      "a limit below nothing",
      { limits: { price: -1 } },
      "rule X01 limits price to -1; a limit is a number from 0",
    ],
    ["a limit that is no number", { limits: { codes: { SPI: Number.NaN } } }, "rule X01 limits SPI to NaN"],
  ])("is told of: %s", (_, spec, message) => {
    expect(() => declared(spec)).toThrow(
      expect.objectContaining({ code: "INVALID_RULE", message: expect.stringContaining(message) as string }),
    );
  });
});

describe("the pack of one's own rules", () => {
  const specs: DeclaredRule[] = [
    { id: "X01", title },
    { id: "X02", title, severity: "high" },
  ];

  it("is named by what is declared", () => {
    const pack = ownPack(specs);
    expect(pack.id).toBe("own");
    expect(pack.version).toMatch(/^[0-9a-f]{8}$/);
    expect(ownPack(structuredClone(specs)).version).toBe(pack.version);
    expect(ownPack(specs.toReversed()).version).not.toBe(pack.version);
    expect(pack.rules.map((rule) => [rule.id, rule.severity, rule.defaultAction])).toEqual([
      ["X01", "medium", "warn"],
      ["X02", "high", "warn"],
    ]);
  });
});
