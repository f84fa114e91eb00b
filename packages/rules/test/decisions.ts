import {
  createCatalog,
  type DecisionFacts,
  decisionRecord,
  type Feature,
  FeatureSet,
  type JudgeScope,
  type Outlet,
  type Purpose,
} from "@probity/core";
import fc from "fast-check";
import { taxonomy } from "../src/taxonomy/taxonomy.ts";
import { algorithm, intervention, NOON } from "./facts.ts";

const {
  purpose,
  service_class: serviceClass,
  surface,
  age_band: ageBand,
  algorithm_type: type,
  pool,
  refusal,
} = decisionRecord.columns;
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
  consentWithdrawnAt: fc.constantFrom(null, NOON - 1, NOON + 1),
  personalisationOff: fc.boolean(),
  personalisationOffAt: fc.constantFrom(null, NOON - 1, NOON + 1),
  deletedTags: tags,
  refusesTag: fc.constantFrom(undefined, (tag: string) => tag.length % 2 === 0),
  useTodaySec: fc.constantFrom(null, 0, 3_000, 10_000),
  useContinuousSec: fc.constantFrom(null, 0, 3_000),
  cohorts: fc.constant([]),
});

const details = fc.record({
  pool: keysOf(pool.type.enum8),
  significant: fc.boolean(),
  explanation: fc.constantFrom("", "ex-1"),
  reviewRoute: fc.constantFrom("", "/appeal"),
  refusal: keysOf(refusal.type.enum8),
  notice: fc.constantFrom("", "n1", "n2"),
});

const filed = fc.record({
  outlets: fc.constantFrom([], ["o1"]),
  versions: fc.constantFrom(undefined, ["1"], ["2"]),
  features: fc.constantFrom(undefined, [], ["u.f1"]),
  sources: fc.constantFrom(undefined, [], ["u"]),
  notice: fc.constantFrom(undefined, "n1"),
});

const algorithms = fc.record(
  {
    serviceClass: keysOf(serviceClass.type.enum8),
    type: keysOf(type.type.enum8),
    audience: fc.constantFrom("general" as const, "minors" as const),
    filed,
    pia: fc.record({ id: fc.constant("pia"), validUntil: fc.constantFrom(NOON - 1, NOON + 1) }),
  },
  { requiredKeys: ["serviceClass", "type"] },
);

const outlets: fc.Arbitrary<Outlet | undefined> = fc.option(
  fc.record(
    {
      id: fc.constantFrom("o1", "o2"),
      product: fc.constant("p"),
      form: fc.constant("app" as const),
      function: fc.constant("f"),
      surface: fc.constant("feed" as const),
      optOut: fc.constantFrom("", "settings"),
      display: fc.record({
        numberShown: fc.boolean(),
        linkAlive: fc.boolean(),
        checkedAt: fc.constant(NOON),
      }),
    },
    { requiredKeys: ["id", "product", "form", "function", "surface"] },
  ),
  { nil: undefined },
);

const interventions = fc.array(
  fc.record({ operator: fc.constantFrom("", "li"), valid_to: fc.constantFrom(null, NOON - 1, NOON + 1) }),
  { maxLength: 3 },
);

/** A catalog, an algorithm with or without a list of features, an outlet or none, and a decision. */
export const cases: fc.Arbitrary<{ readonly facts: DecisionFacts; readonly scope: JudgeScope }> = fc
  .record({
    features,
    listed: fc.option(fc.array(fc.nat(69), { maxLength: 20 })),
    used: fc.array(fc.nat(69), { maxLength: 30 }),
    declared: fc.boolean(),
    openedAt: fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2030, 0) }),
    of: algorithms,
    outlet: outlets,
    held: fc.option(fc.array(fc.nat(69), { maxLength: 5 }), { nil: undefined }),
    purpose: purposes,
    surface: keysOf(surface.type.enum8),
    subject,
    tagsUsed: tags,
    items: fc.array(fc.nat(8191), { maxLength: 4 }),
    details,
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
      itemFlags: given.items.reduce((all, flags) => all | flags, 0),
      itemKinds: new Map(given.items.map((flags) => [flags, 1])),
      prices: [],
      hold: undefined,
      held: given.held && {
        features: FeatureSet.of(
          count,
          given.held.filter((n) => n < count),
        ),
        unregistered: given.held.length,
        tags: ["canary-held"],
        items: [given.held.length],
      },
    };
    const { outlet, of } = given;
    return {
      facts,
      scope: { catalog, outlet, algorithm: { ...algorithm, ...of, ...(names && { features: names }) } },
    };
  });
