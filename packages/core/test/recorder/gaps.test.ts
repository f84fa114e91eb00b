import { describe, expect, it } from "vitest";
import type { DecisionRow } from "../../src/index.ts";
import { recording } from "../support/recording.ts";

const HALF = "\ud800";

/** The record of a decision that was handed what its types don't allow, and how often that was told. */
function recorded(use: (decision: Loose) => void): { row: DecisionRow; told: string[] } {
  const watched = recording(["profile.age"]);
  const decision = watched.open();
  use(decision as unknown as Loose);
  decision.close();
  return { row: watched.row(), told: watched.faults.map(({ where }) => where) };
}

/** A decision, as a service without types sees it. */
type Loose = Readonly<Record<Method, (...given: unknown[]) => unknown>>;
type Method = "identify" | "track" | "uses" | "usesTags" | "deliver" | "intervene" | "noteBadInput" | "close";

/** Throws wherever it is looked at. */
const hostile: object = new Proxy(
  {},
  {
    get() {
      throw new Error("canary: u1");
    },
  },
);

describe("what can't be taken as it was", () => {
  it.each(["subject.minorMode", "subject.elderMode", "subject.guardian.consent"])(
    "is noted as %s",
    (name) => {
      for (const value of [1, "true", {}]) {
        const subject = name
          .split(".")
          .slice(1)
          .reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
        const { row } = recorded((decision) => decision.identify(subject));
        expect(row).toMatchObject({
          minor_mode: false,
          elder_mode: false,
          guardian_consent: false,
          input_faults: [name],
        });
      }
    },
  );

  it.each<[string, unknown]>([
    ["subject.guardian.exempt", { guardian: { exempt: 1 } }],
    ["subject.choices.personalisationOff", { choices: { personalisationOff: "yes" } }],
    ["subject.consent.separate", { consent: { separate: [HALF] } }],
    ["subject.choices.deletedTags", { choices: { deletedTags: ["x".repeat(257)] } }],
  ])("is noted as %s for %o", (name, subject) => {
    expect(recorded((decision) => decision.identify(subject)).row.input_faults).toEqual([name]);
  });

  it.each([undefined, null, 7, "a", {}, new Set(["a"]), { length: 3 }])(
    "is noted as deliver.items for %o, and delivers nothing",
    (items) => {
      const { row, told } = recorded((decision) => {
        decision.deliver(items);
        decision.deliver(["b"]);
      });
      expect([row.items.length, row.input_faults, told]).toEqual([1, ["deliver.items"], ["input"]]);
    },
  );

  it.each([null, undefined, HALF, [], { id: HALF }, { id: 7, score: 1 }, { id: ["a"] }])(
    "is noted as item.id for %o, and only that item is left out",
    (item) => {
      const { row } = recorded((decision) => decision.deliver(["a", item, "b"]));
      expect([row.items.length, row.input_faults]).toEqual([2, ["item.id"]]);
    },
  );

  it.each([
    ["item.flags", { id: "a", flags: ["constructor"] }],
    ["item.flags", { id: "a", flags: ["__proto__"] }],
    ["item.flags", { id: "a", flags: 1 }],
    ["item.flags", { id: "a", flags: { ad: true } }],
    ["item.score", { id: "a", score: 1e39 }],
    ["item.score", { id: "a", score: -Infinity }],
    ["item.score", { id: "a", score: 1n }],
  ])("is noted as %s for %o, and the item stays", (name, item) => {
    const { row } = recorded((decision) => decision.deliver([item]));
    expect(row).toMatchObject({ items: [{ score: Number.NaN, flags: 0 }], input_faults: [name] });
  });

  it("is no bad input where an item has null for score and flags", () => {
    const { row } = recorded((decision) => decision.deliver([{ id: "a", score: null, flags: null }]));
    expect(row).toMatchObject({ items: [{ score: Number.NaN, flags: 0 }], input_faults: [] });
  });

  it("keeps the flags that are known beside one that is not", () => {
    const { row } = recorded((decision) =>
      decision.deliver([{ id: "a", flags: ["ad", "hot", "synthetic"] }]),
    );
    expect(row).toMatchObject({ items: [{ flags: 5 }], input_faults: ["item.flags"] });
  });

  it.each([7, HALF, {}])("is noted as intervention.item for %o", (item) => {
    const { row } = recorded((decision) => decision.intervene({ id: "iv-1", kind: "pin", item }));
    expect(row).toMatchObject({
      interventions: [{ item: "0".repeat(16) }],
      input_faults: ["intervention.item"],
    });
  });

  it("is no bad input where an intervention has null for what it lacks", () => {
    const lacking = {
      id: "iv-1",
      kind: "remove",
      item: null,
      fromRank: null,
      toRank: null,
      reason: null,
      validTo: null,
    };
    const { row } = recorded((decision) => decision.intervene(lacking));
    expect(row).toMatchObject({ interventions: [{ item: "0".repeat(16), from_rank: 0 }], input_faults: [] });
  });

  it.each([undefined, null, 7, ""])("is noted as uses.name for %o", (name) => {
    const { row } = recorded((decision) => decision.uses(name, "profile.age"));
    expect(row).toMatchObject({ features_declared: [0], unregistered: [], input_faults: ["uses.name"] });
  });

  it.each([undefined, 7, "go", ["go", 7]])("is noted as usesTags.tags for %o", (tags) => {
    const { row } = recorded((decision) => decision.usesTags(tags));
    expect(row.input_faults).toEqual(["usesTags.tags"]);
  });

  it.each([undefined, null, 7, "", HALF, "x".repeat(257)])("is noted as track.source for %o", (source) => {
    const data = { age: 3 };
    const { row } = recorded((decision) => {
      expect(decision.track(source, data)).toBe(data);
    });
    expect(row).toMatchObject({ calls: [], unregistered: [], input_faults: ["track.source"] });
  });

  it.each<[string, object, object]>([
    ["result.outcome", { outcome: "won" }, { outcome: "delivered" }],
    ["result.outcome", { outcome: "toString" }, { outcome: "delivered" }],
    ["result.outcome", { outcome: 1 }, { outcome: "delivered" }],
    ["result.status", { status: "200" }, { status: 0 }],
    ["result.status", { status: -1 }, { status: 0 }],
    ["result.status", { status: 65_536 }, { status: 0 }],
    ["result.status", { status: 200.5 }, { status: 0 }],
  ])("is noted as %s for %o", (name, result, gap) => {
    const { row } = recorded((decision) => decision.close(result));
    expect(row).toMatchObject({ ...gap, input_faults: [name] });
  });

  it.each([7, HALF, ""])("has a name that can be recorded, even where %o was given for one", (name) => {
    expect(recorded((decision) => decision.noteBadInput(name)).row.input_faults).toEqual(["?"]);
  });
});

describe("a fault of ours", () => {
  it.each<[string, (decision: Loose) => unknown]>([
    ["identify", (decision) => decision.identify(hostile)],
    ["identify", (decision) => decision.identify(null)],
    ["track", (decision) => decision.track("profile", {}, hostile)],
    ["deliver", (decision) => decision.deliver(["a", hostile, "b"])],
    ["intervene", (decision) => decision.intervene(hostile)],
    ["intervene", (decision) => decision.intervene(undefined)],
  ])("in %s is swallowed, counted and named in the row, which is recorded", (where, use) => {
    const { row, told } = recorded(use);
    expect(row.input_faults).toEqual([`${where}.failed`]);
    expect(told).toEqual([where]);
  });

  it("in identify leaves the subject as it was told before", () => {
    const { row } = recorded((decision) => {
      decision.identify({ id: "u1", age: 12 });
      decision.identify({
        id: "u2",
        age: 40,
        get guardian() {
          throw new Error("no");
        },
      });
    });
    const { row: before } = recorded((decision) => decision.identify({ id: "u1", age: 12 }));
    expect([row.subject, row.age_band]).toEqual([before.subject, "u14"]);
  });

  it("in deliver keeps the items before it", () => {
    const { row } = recorded((decision) => decision.deliver(["a", "b", hostile, "c"]));
    expect(row.items).toHaveLength(2);
  });
});
