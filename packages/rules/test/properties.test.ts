import {
  type Catalog,
  createCatalog,
  type DecisionFacts,
  decisionRecord,
  type Feature,
  FeatureSet,
  type Purpose,
} from "@probity/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cn } from "../src/cn/pack.ts";
import { judgeWith } from "../src/engine.ts";
import { taxonomy } from "../src/taxonomy/taxonomy.ts";
import { algorithm, intervention, NOON } from "./facts.ts";

const { purpose, service_class: serviceClass, surface, age_band: ageBand } = decisionRecord.columns;
const purposes = fc.constantFrom(...(Object.keys(purpose.type.enum8) as Purpose[]));
const codes = fc.constantFrom(...taxonomy.map(({ code }) => code));
const classes = fc.constantFrom("SPI", "SPI.MED", "SPI.BIO", "SPI.LOC", "SPI.U14", "LEG");
const tags = fc.array(
  fc.string({ minLength: 1, maxLength: 3 }).map((word) => `canary-${word}`),
  { maxLength: 5 },
);

function keysOf<E extends Readonly<Record<string, number>>>(members: E): fc.Arbitrary<keyof E & string> {
  return fc.constantFrom(...(Object.keys(members) as (keyof E & string)[]));
}

const features = fc.uniqueArray(
  fc.record({
    name: fc.integer({ min: 0, max: 80 }).map((n) => `u.f${String(n)}`),
    codes: fc.uniqueArray(codes, { maxLength: 3 }),
    personal: fc.boolean(),
    purposes: fc.uniqueArray(purposes, { maxLength: 3 }),
    tags: fc.boolean(),
  } satisfies Record<keyof Pick<Feature, "name" | "codes" | "personal" | "purposes" | "tags">, unknown>),
  { selector: ({ name }) => name, minLength: 1, maxLength: 70 },
);

const subject = fc.record({
  ageBand: keysOf(ageBand.type.enum8),
  ageSource: fc.constant("none" as const),
  minorMode: fc.boolean(),
  elderMode: fc.boolean(),
  guardianConsent: fc.boolean(),
  guardianExempt: fc.boolean(),
  minorRules: fc.constantFrom("", "1"),
  consentVersion: fc.constant(""),
  separateConsents: fc.array(fc.oneof(codes, classes), { maxLength: 4 }),
  consentWithdrawnAt: fc.constant(null),
  personalisationOff: fc.boolean(),
  personalisationOffAt: fc.constantFrom(null, NOON - 1, NOON + 1),
  deletedTags: tags,
});

const interventions = fc.array(
  fc.record({ operator: fc.constantFrom("", "li"), valid_to: fc.constantFrom(null, NOON - 1, NOON + 1) }),
  { maxLength: 3 },
);

/** A catalog, an algorithm with or without a list of features, and a decision. */
const cases = fc
  .record({
    features,
    listed: fc.option(fc.array(fc.nat(69), { maxLength: 20 })),
    used: fc.array(fc.nat(69), { maxLength: 30 }),
    declared: fc.boolean(),
    openedAt: fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2030, 0) }),
    serviceClass: keysOf(serviceClass.type.enum8),
    purpose: purposes,
    surface: keysOf(surface.type.enum8),
    subject,
    tagsUsed: tags,
    itemFlags: fc.nat(255),
    interventions,
    unregistered: fc.constantFrom([], [{ source: "u", name: "x", how: "read" as const }]),
  })
  .map((given) => {
    const catalog = createCatalog({ sources: [{ name: "u" }], features: given.features });
    const count = catalog.features.length;
    const names = given.listed?.flatMap((n) => catalog.features[n]?.name ?? []);
    const facts: DecisionFacts = {
      ...given,
      used: FeatureSet.of(
        count,
        given.used.filter((n) => n < count),
      ),
      interventions: given.interventions.map((change) => ({ ...intervention, ...change })),
    };
    return {
      catalog,
      facts,
      algorithm: { ...algorithm, serviceClass: given.serviceClass, ...(names && { features: names }) },
    };
  });

/** As the recorder keeps it when nothing is declared: three sets in one run of words, of which the first counts. */
function asRead(catalog: Catalog, used: FeatureSet): FeatureSet {
  const none = new Array<number>(((catalog.features.length + 31) >>> 5) * 2).fill(0);
  return new FeatureSet([...used.words, ...none]);
}

describe("all rules of the pack, over any decision", () => {
  it("never throw, and find no feature that was not used", () => {
    fc.assert(
      fc.property(cases, ({ catalog, facts, algorithm: of }) => {
        for (const finding of judgeWith(cn)({ catalog, algorithm: of }).judge(facts)) {
          expect(finding.features.filter((number) => !facts.used.has(number))).toEqual([]);
        }
      }),
    );
  });

  it("find the same however the used features are kept", () => {
    fc.assert(
      fc.property(cases, ({ catalog, facts, algorithm: of }) => {
        const judge = judgeWith(cn)({ catalog, algorithm: of });
        expect(judge.judge({ ...facts, used: asRead(catalog, facts.used) })).toEqual(judge.judge(facts));
      }),
    );
  });

  it("show no tag of the user", () => {
    fc.assert(
      fc.property(cases, ({ catalog, facts, algorithm: of }) => {
        const findings = judgeWith(cn)({ catalog, algorithm: of }).judge(facts);
        expect(JSON.stringify(findings)).not.toContain("canary");
      }),
    );
  });

  it("find the same when another rule is off, less what that one found", () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(...cn.rules), ({ catalog, facts, algorithm: of }, { id }) => {
        const all = judgeWith(cn)({ catalog, algorithm: of }).judge(facts);
        const less = judgeWith(cn, new Map([[id, "off"]]))({ catalog, algorithm: of }).judge(facts);
        expect(less).toEqual(all.filter((finding) => finding.rule !== id));
      }),
    );
  });
});
