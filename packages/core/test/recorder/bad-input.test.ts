import { describe, expect, it } from "vitest";
import {
  type CatalogInput,
  createCatalog,
  type Decision,
  type DecisionRow,
  type Intervention,
  type Item,
  Pseudonyms,
} from "../../src/index.ts";
import { holding } from "../support/holding.ts";
import { recording } from "../support/recording.ts";

const HALF = "\ud800";
const LONG = "x".repeat(257);

/** The record of a decision that was handed something, and what was counted and told of it. */
function recorded(use: (decision: Decision) => void) {
  const watched = recording(["profile.age"]);
  const decision = watched.open();
  use(decision);
  decision.close();
  const told = watched.faults.map(({ where, fault }) => `${where}: ${String(fault)}`);
  return { row: watched.row(), told, counted: [...watched.recorder.counters.badInput] };
}

describe("a bad input", () => {
  it("is noted once in the record, counted and told each time, by its name and never by its value", () => {
    const { row, counted, told } = recorded((decision) => {
      decision.identify({ id: "reader-1", age: 239 });
      decision.identify({ id: "reader-1", age: "canary-17" as never });
    });
    expect(row.input_faults).toEqual(["subject.age"]);
    expect(counted).toEqual([["subject.age", 2]]);
    const line =
      'input: CoreError: "subject.age" was handed in with a value that can\'t be recorded; ' +
      "it is recorded as unknown. See docs/bad-input.md";
    expect(told).toEqual([line, line]);
  });

  it("that the service finds itself goes by the service's name for it", () => {
    const { row, counted } = recorded((decision) => decision.noteBadInput("response.items"));
    expect([row.input_faults, counted]).toEqual([["response.items"], [["response.items", 1]]]);
  });
});

describe("a subject", () => {
  it.each([239, -1, 13.5, Number.NaN, "13"])("of the age %j is of unknown age", (age) => {
    const { row } = recorded((decision) => decision.identify({ id: "reader-1", age: age as number }));
    expect(row).toMatchObject({ age_band: "unknown", age_source: "none", input_faults: ["subject.age"] });
  });

  it.each<[string, object, Partial<DecisionRow>]>([
    ["subject.id", { id: 42 }, { subject: "0".repeat(64), key_id: "k1" }],
    ["subject.id", { id: HALF }, { subject: "0".repeat(64), key_id: "k1" }],
    ["subject.ageBand", { ageBand: "child" }, { age_band: "unknown", age_source: "none" }],
    ["subject.ageSource", { age: 13, ageSource: "guess" }, { age_band: "u14", age_source: "none" }],
    ["subject.minorMode", { minorMode: 1 }, { minor_mode: false }],
    ["subject.elderMode", { elderMode: "true" }, { elder_mode: false }],
    ["subject.guardian.consent", { guardian: { consent: "yes" } }, { guardian_consent: false }],
    ["subject.guardian.exempt", { guardian: { exempt: {} } }, { guardian_exempt: false }],
    ["subject.guardian.rules", { guardian: { rules: LONG } }, { minor_rules: "" }],
    ["subject.consent.version", { consent: { version: 3 } }, { consent_version: "" }],
    ["subject.consent.separate", { consent: { separate: "SPI.MED" } }, { separate_consents: [] }],
    [
      "subject.consent.separate",
      { consent: { separate: [7, "SPI.BIO"] } },
      { separate_consents: ["SPI.BIO"] },
    ],
    ["subject.consent.withdrawnAt", { consent: { withdrawnAt: "now" } }, { consent_withdrawn_at: null }],
    [
      "subject.choices.personalisationOff",
      { choices: { personalisationOff: 1 } },
      { personalisation_off: false },
    ],
    ["subject.choices.offAt", { choices: { offAt: new Date("never") } }, { personalisation_off_at: null }],
    ["subject.choices.deletedTags", { choices: { deletedTags: "history" } }, { deleted_tags: 0 }],
    ["subject.use", { use: "much" }, { use_today_s: null, use_continuous_s: null }],
    ["subject.use.todaySec", { use: { todaySec: -1 } }, { use_today_s: null }],
    ["subject.use.todaySec", { use: { todaySec: Number.NaN } }, { use_today_s: null }],
    ["subject.use.continuousSec", { use: { continuousSec: "600" } }, { use_continuous_s: null }],
    ["subject.use.continuousSec", { use: { continuousSec: 2 ** 33 } }, { use_continuous_s: null }],
    ["subject.cohorts", { cohorts: "new" }, { cohorts: [] }],
    ["subject.cohorts", { cohorts: [7, "app", HALF] }, { cohorts: ["app"] }],
  ])("with a bad %s, such as %j, has a gap there", (name, subject, gap) => {
    const { row } = recorded((decision) => decision.identify(subject));
    expect(row).toMatchObject({ ...gap, input_faults: [name] });
  });

  it("may be null wherever a database had nothing", () => {
    const { row, told } = recorded((decision) => {
      decision.identify({
        id: null,
        age: 12,
        guardian: null,
        consent: null,
        choices: null,
        use: null,
      } as never);
    });
    expect(row).toMatchObject({ age_band: "u14", input_faults: [] });
    expect(told).toEqual([]);
  });
});

describe("an item", () => {
  it.each<[string, unknown]>([
    ["an empty id", ""],
    ["a number for an id", 7],
    ["half of a surrogate pair", HALF],
    ["no id", { score: 1 }],
    ["nothing in it", null],
  ])("with %s is left out", (_, item) => {
    const { row } = recorded((decision) => decision.deliver(["a", item as string, "b"]));
    expect([row.items.length, row.input_faults]).toEqual([2, ["item.id"]]);
  });

  it.each<[string, Item]>([
    ["item.score", { id: "a", score: Number.NaN }],
    ["item.score", { id: "a", score: Infinity }],
    ["item.score", { id: "a", score: 1e39 }],
    ["item.score", { id: "a", score: "0.5" as never }],
    ["item.flags", { id: "a", flags: ["promoted" as never] }],
    ["item.flags", { id: "a", flags: ["constructor" as never] }],
    ["item.flags", { id: "a", flags: "ad" as never }],
  ])("with a bad %s, such as %o, keeps its place without it", (name, item) => {
    const { row } = recorded((decision) => decision.deliver([item]));
    expect(row.items).toEqual([{ id: expect.any(String), score: Number.NaN, flags: 0 }]);
    expect(row.input_faults).toEqual([name]);
  });
});

describe("a list", () => {
  it.each<[string, (decision: Decision) => void]>([
    ["deliver.items", (decision) => decision.deliver({ items: ["a"] } as never)],
    ["usesTags.tags", (decision) => decision.usesTags({ history: true } as never)],
    ["price.items", (decision) => decision.price({ id: "a", price: 1 } as never)],
  ])("that is none, for %s, is taken for nothing", (name, use) => {
    const { row } = recorded(use);
    expect(row).toMatchObject({ items: [], tags_used: 0, input_faults: [name] });
  });
});

describe("what is admitted", () => {
  it.each([{ items: ["a"] }, "a", null, undefined])("that is no list, such as %j, is given back", (items) => {
    const watched = holding([], { refusesItem: () => true });
    const decision = watched.open();
    expect(decision.admit(items as never)).toBe(items);
    decision.close();
    expect(watched.row()).toMatchObject({ items_held: [], input_faults: ["admit.items"] });
  });

  it("is judged without what is no flag of an item", () => {
    const watched = holding([], { refusesItem: (flags) => flags !== 0 });
    const decision = watched.open();
    expect(decision.admit([{ id: "a", flags: ["promoted" as never] }, null as never])).toHaveLength(2);
    expect(decision.admit([{ id: "a", flags: ["promoted" as never, "ad"] }])).toEqual([]);
    decision.close();
    expect(watched.row()).toMatchObject({ items_held: [{ flags: 1 }], input_faults: ["item.flags"] });
  });
});

describe("what is said of a decision", () => {
  it.each<[string, object]>([
    ["details.pool", { pool: "kids" }],
    ["details.pool", { pool: "constructor" }],
    ["details.significant", { significant: "yes" }],
    ["details.explanation", { explanation: LONG }],
    ["details.reviewRoute", { reviewRoute: 7 }],
    ["details.refusalOffered", { refusalOffered: "no" }],
    ["details.notice", { notice: HALF }],
  ])("with a bad %s, such as %o, stays as it was there", (name, bad) => {
    const known = { pool: "minors", explanation: "kept/1", reviewRoute: "/people", notice: "n@1" } as const;
    const { row } = recorded((decision) => {
      decision.describe({ ...known, significant: true, refusalOffered: true });
      decision.describe(bad);
    });
    expect(row).toMatchObject({
      pool: "minors",
      significant: true,
      explanation: "kept/1",
      review_route: "/people",
      refusal: "offered",
      notice: "n@1",
      input_faults: [name],
    });
  });

  it.each([null, undefined, "minors", 7])("by %j, which is no object, is nothing", (details) => {
    const { row } = recorded((decision) => decision.describe(details as never));
    expect(row).toMatchObject({ pool: "unknown", input_faults: ["details"] });
  });
});

describe("a price", () => {
  it.each<[string, unknown]>([
    ["price.id", { price: 1 }],
    ["price.id", { id: "", price: 1 }],
    ["price.id", { id: HALF, price: 1 }],
    ["price.id", null],
    ["price.price", { id: "a" }],
    ["price.price", { id: "a", price: -1 }],
    ["price.price", { id: "a", price: Infinity }],
    ["price.price", { id: "a", price: "12.50" }],
    ["price.conditions", { id: "a", price: 1, conditions: { nights: 2 } }],
    ["price.conditions", { id: "a", price: 1, conditions: HALF }],
  ])("with a bad %s, such as %o, is left out", (name, bad) => {
    const { row } = recorded((decision) => decision.price([bad as never, { id: "b", price: 2 }]));
    expect(row).toMatchObject({ prices: [{ price: 2 }], input_faults: [name] });
  });

  it.each([-1, Number.NaN, "12"])("with the base price %j has none", (basePrice) => {
    const { row } = recorded((decision) =>
      decision.price([{ id: "a", price: 2, basePrice: basePrice as never }]),
    );
    expect(row).toMatchObject({
      prices: [{ price: 2, base: Number.NaN }],
      input_faults: ["price.basePrice"],
    });
  });
});

describe("an intervention", () => {
  it.each<[string, object, object]>([
    ["intervention.kind", { kind: "bury" }, { kind: "unknown" }],
    ["intervention.id", { id: 7 }, { id: "" }],
    ["intervention.item", { item: 7 }, { item: "0".repeat(16) }],
    ["intervention.item", { item: HALF }, { item: "0".repeat(16) }],
    ["intervention.fromRank", { fromRank: -1 }, { from_rank: 0 }],
    ["intervention.fromRank", { fromRank: 1.5 }, { from_rank: 0 }],
    ["intervention.toRank", { toRank: 70_000 }, { to_rank: 0 }],
    ["intervention.toRank", { toRank: "first" }, { to_rank: 0 }],
    ["intervention.operator", { operator: HALF }, { operator: "" }],
    ["intervention.approver", { approver: 7 }, { approver: "" }],
    ["intervention.reason", { reason: LONG }, { reason: "" }],
    ["intervention.ticket", { ticket: {} }, { ticket: "" }],
    ["intervention.validFrom", { validFrom: "tomorrow" }, { valid_from: null }],
    ["intervention.validTo", { validTo: new Date("never") }, { valid_to: null }],
  ])("with a bad %s, such as %o, is recorded with a gap there", (name, bad, gap) => {
    const good: Intervention = { id: "iv-1", kind: "pin", item: "a", fromRank: 3, toRank: 1 };
    const { row } = recorded((decision) => decision.intervene({ ...good, ...bad }));
    expect(row.interventions).toEqual([expect.objectContaining(gap)]);
    expect(row.input_faults).toEqual([name]);
  });

  it("that lacks what the ledger asks for is recorded so, and that is no bad input", () => {
    const { row } = recorded((decision) => decision.intervene({ id: "iv-1", kind: "remove" }));
    expect(row.interventions).toMatchObject([{ operator: "", approver: "", ticket: "", valid_to: null }]);
    expect(row.input_faults).toEqual([]);
  });
});

describe("a feature that is declared as used", () => {
  it("and that the catalog doesn't know is recorded as unregistered", () => {
    const { row } = recorded((decision) => decision.uses("book.rating", "profile"));
    expect(row.unregistered).toEqual([
      { source: "book", name: "rating", how: "declared" },
      { source: "profile", name: "*", how: "declared" },
    ]);
    expect(row.input_faults).toEqual([]);
  });

  it.each([
    ["half of a surrogate pair", HALF],
    ["more than 256 characters", LONG],
    ["nothing in it", ""],
    ["no text at all", undefined],
  ])("by a name with %s is left out", (_, name) => {
    const { row } = recorded((decision) => decision.uses(name as string, "profile.age"));
    expect(row).toMatchObject({ features_declared: [0], unregistered: [], input_faults: ["uses.name"] });
  });
});

describe("a source", () => {
  it.each([HALF, LONG, "", 7])("by the name %j is not followed, and the data stays as it is", (name) => {
    const data = { age: 13 };
    const { row } = recorded((decision) => expect(decision.track(name as string, data)).toBe(data));
    expect(row).toMatchObject({ calls: [], unregistered: [], input_faults: ["track.source"] });
  });
});

describe("a result", () => {
  it.each<[string, object]>([
    ["result.outcome", { outcome: "lost" }],
    ["result.status", { status: -1 }],
    ["result.status", { status: "200" }],
  ])("with a bad %s, such as %o, is taken for the default", (name, result) => {
    const { row } = recorded((decision) => decision.close(result));
    expect(row).toMatchObject({ outcome: "delivered", status: 0, input_faults: [name] });
  });
});

describe("an object of the service's own that throws when it is looked at", () => {
  const broken = {
    get id(): string {
      throw new Error("canary");
    },
    get kind(): never {
      throw new Error("canary");
    },
  };

  it.each<[string, (decision: Decision) => void]>([
    ["identify", (decision) => decision.identify(broken)],
    ["deliver", (decision) => decision.deliver(["a", broken])],
    ["intervene", (decision) => decision.intervene(broken)],
    ["price", (decision) => decision.price([broken as never])],
    [
      "describe",
      (decision) =>
        decision.describe({
          get pool(): never {
            throw new Error("canary");
          },
        }),
    ],
  ])("costs what %s would have recorded, and the record says so", (where, use) => {
    const { row, told } = recorded(use);
    expect(row.input_faults).toEqual([`${where}.failed`]);
    expect(told).toEqual([`${where}: Error: canary`]);
  });
});

describe("createCatalog", () => {
  const sources = [{ name: "profile" }];
  const withFeatures = (...names: string[]): CatalogInput => ({
    sources,
    features: names.map((name) => ({ name })),
  });

  it.each<[string, CatalogInput, string]>([
    ["an empty name", withFeatures(""), "a feature's name is empty"],
    ["half of a surrogate pair", withFeatures(`profile.${HALF}`), "a feature's name holds a lone surrogate"],
    [
      "two features of one name",
      withFeatures("profile.a", "profile.a"),
      'two features are called "profile.a"',
    ],
    ["an empty step", withFeatures("profile..a"), 'feature "profile..a" has the path ".a"'],
    ["an undeclared source", withFeatures("book.a"), 'feature "book.a" is read from "book", which is no'],
    [
      "a neutral value that is none",
      { sources, features: [{ name: "profile.a", neutral: { city: "X" } as never }] },
      'the neutral value of feature "profile.a" must be a text, a number, true, false, null or []',
    ],
    [
      "two sources of one name",
      { sources: [...sources, ...sources], features: [] },
      "two sources are called",
    ],
    [
      "two features of one place",
      { sources, features: [{ name: "profile.a" }, { name: "b", source: "profile", path: "a" }] },
      'features "b" and "profile.a" stand at the same place, "a" of "profile"',
    ],
  ])("refuses %s, by name", (_, input, message) => {
    expect(() => createCatalog(input)).toThrow(
      expect.objectContaining({ code: "INVALID_CATALOG", message: expect.stringContaining(message) }),
    );
  });
});

describe("a pseudonym key", () => {
  it.each([
    [{ id: "k1", secret: Buffer.from("canary") }, 'pseudonym key "k1" has 6 bytes; it needs at least 16'],
    [{ id: "", secret: Buffer.alloc(32) }, "a pseudonym key's id has 1 to 64 characters, found 0"],
  ])("that is too short, or has no name, is refused without being quoted", (key, message) => {
    const refused = expect.objectContaining({
      code: "INVALID_OPTION",
      message: expect.stringMatching(new RegExp(`^${message}(?!.*canary)`)),
    });
    expect(() => new Pseudonyms(key)).toThrow(refused);
    expect(() => new Pseudonyms({ id: "k0", secret: Buffer.alloc(32) }).rotate(key)).toThrow(refused);
  });
});
