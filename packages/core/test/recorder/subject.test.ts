import { describe, expect, it } from "vitest";
import type { DecisionRow, SubjectInput } from "../../src/index.ts";
import { recording } from "../support/recording.ts";

const NOBODY = "0".repeat(64);
const GUARDED = { consent: true, exempt: true, rules: "2026-01" };
const CONSENTS = { version: "v7", separate: ["SPI.MED", "SPI.BIO.FACE"], withdrawnAt: 1_700_000_000_000 };
const CHOICES = { personalisationOff: true, offAt: 1_700_000_000_001, deletedTags: ["chess", "go"] };

/** The row of a decision whose subject was told so, one call after the other. */
function told(...subjects: readonly SubjectInput[]): DecisionRow {
  const watched = recording();
  const decision = watched.open();
  for (const subject of subjects) decision.identify(subject);
  decision.close();
  return watched.row();
}

describe("a subject", () => {
  it("that nobody told of is unknown, and nobody", () => {
    expect(told()).toMatchObject({
      subject: NOBODY,
      age_band: "unknown",
      age_source: "none",
      minor_mode: false,
      elder_mode: false,
      guardian_consent: false,
      guardian_exempt: false,
      minor_rules: "",
      consent_version: "",
      separate_consents: [],
      consent_withdrawn_at: null,
      personalisation_off: false,
      personalisation_off_at: null,
      deleted_tags: 0,
      input_faults: [],
    });
  });

  it("has all of it recorded: age as a band, deleted tags as a number", () => {
    const row = told({
      id: "u1",
      age: 13,
      ageSource: "guardian",
      minorMode: true,
      elderMode: true,
      guardian: GUARDED,
      consent: CONSENTS,
      choices: CHOICES,
    });
    expect(row).toMatchObject({
      subject: expect.not.stringMatching(/^0+$/),
      age_band: "u14",
      age_source: "guardian",
      minor_mode: true,
      elder_mode: true,
      guardian_consent: true,
      guardian_exempt: true,
      minor_rules: "2026-01",
      consent_version: "v7",
      separate_consents: ["SPI.MED", "SPI.BIO.FACE"],
      consent_withdrawn_at: 1_700_000_000_000,
      personalisation_off: true,
      personalisation_off_at: 1_700_000_000_001,
      deleted_tags: 2,
      input_faults: [],
    });
  });

  // Many subjects share their encoded columns, so each switch is looked at beside every other.
  it("has each switch recorded on its own", () => {
    const columns = [
      "minor_mode",
      "elder_mode",
      "guardian_consent",
      "guardian_exempt",
      "personalisation_off",
    ] as const;
    for (let switches = 0; switches < 32; switches += 1) {
      const on = columns.map((_, bit) => ((switches >> bit) & 1) === 1);
      const [minorMode, elderMode, consent, exempt, personalisationOff] = on;
      const row = told({
        age: 20,
        minorMode,
        elderMode,
        guardian: { consent, exempt },
        choices: { personalisationOff },
      });
      expect(columns.map((column) => row[column])).toEqual(on);
    }
  });

  // Those who differ in nothing else share their columns, so every field has to tell them apart by itself.
  it.each<[SubjectInput, Partial<DecisionRow>]>([
    [{ guardian: { rules: "r" } }, { minor_rules: "r" }],
    [{ consent: { version: "v" } }, { consent_version: "v" }],
    [{ consent: { separate: ["SPI.MED"] } }, { separate_consents: ["SPI.MED"] }],
    [{ consent: { withdrawnAt: 7 } }, { consent_withdrawn_at: 7 }],
    [{ choices: { offAt: 0 } }, { personalisation_off_at: 0 }],
    [{ choices: { deletedTags: ["a"] } }, { deleted_tags: 1 }],
    [{ guardian: { rules: "x".repeat(256) } }, { minor_rules: "x".repeat(256) }],
  ])("of whom nothing but %o is known has that recorded", (subject, columns) => {
    const { id, ts, took_us } = told({});
    const known = told(subject);
    expect({ ...known, id, ts, took_us }).toEqual({ ...told(), id, ts, took_us, ...columns });
  });

  it.each<[SubjectInput, string, string]>([
    [{ age: 0 }, "u14", "self_declared"],
    [{ age: 13 }, "u14", "self_declared"],
    [{ age: 14 }, "14-15", "self_declared"],
    [{ age: 15 }, "14-15", "self_declared"],
    [{ age: 16 }, "16-17", "self_declared"],
    [{ age: 17 }, "16-17", "self_declared"],
    [{ age: 18 }, "adult", "self_declared"],
    [{ age: 120 }, "adult", "self_declared"],
    [{ age: 17, ageSource: "verified" }, "16-17", "verified"],
    [{ age: 17, ageBand: "adult" }, "16-17", "self_declared"],
    [{ ageBand: "16-17" }, "16-17", "self_declared"],
    [{ age: null, ageBand: "adult", ageSource: "inferred" }, "adult", "inferred"],
    [{ age: null }, "unknown", "none"],
    [{ ageBand: "unknown" }, "unknown", "none"],
  ])("of %o is of the band %s, by %s", (subject, age_band, age_source) => {
    expect(told(subject)).toMatchObject({ age_band, age_source, input_faults: [] });
  });

  it.each<[string, object]>([
    ["no id", { id: null }],
    ["an empty id", { id: "" }],
    ["null for all that a database does not have", { ...nothing() }],
    ["null in every part", { guardian: nothing(), consent: nothing(), choices: nothing() }],
  ])("with %s is nobody of unknown age, and that is no bad input", (_, subject) => {
    expect(told(subject)).toEqual({
      ...told(),
      id: expect.any(String),
      ts: expect.any(Number),
      took_us: expect.any(Number),
    });
  });

  it("may be told when the decision opens, or later; the last telling counts, whole", () => {
    const first = {
      id: "u1",
      age: 12,
      minorMode: true,
      guardian: GUARDED,
      consent: CONSENTS,
      choices: CHOICES,
    };
    expect(told(first, { age: 40 })).toMatchObject({
      subject: NOBODY,
      age_band: "adult",
      minor_mode: false,
      guardian_consent: false,
      consent_version: "",
      personalisation_off: false,
    });
    const watched = recording();
    const decision = watched.open({ subject: first });
    decision.identify({ id: "u2" });
    decision.close();
    const { subject, age_band } = watched.row();
    expect([subject, age_band]).toEqual([told({ id: "u2" }).subject, "unknown"]);
  });

  it("whose last id can't be taken is nobody, and not the one before", () => {
    expect(told({ id: "u1", age: 12 }, { id: "\udc00", age: 40 })).toMatchObject({
      subject: NOBODY,
      age_band: "adult",
      input_faults: ["subject.id"],
    });
  });

  it("that is a tracked object is told, and no feature counts as used by that", () => {
    const watched = recording(["profile.age"]);
    const decision = watched.open();
    decision.identify(decision.track("profile", { id: "u1", age: 12, minorMode: true }));
    decision.close();
    expect(watched.row()).toMatchObject({
      age_band: "u14",
      minor_mode: true,
      features_read: [],
      unregistered: [],
      calls: [{ source: "profile" }],
    });
  });
});

/** Every field that a subject or a part of it may have, as a database without them gives them. */
function nothing(): object {
  const names = [
    ...["id", "age", "ageBand", "ageSource", "minorMode", "elderMode", "guardian", "consent", "choices"],
    ...[
      "exempt",
      "rules",
      "version",
      "separate",
      "withdrawnAt",
      "personalisationOff",
      "offAt",
      "deletedTags",
    ],
  ];
  return Object.fromEntries(names.map((name) => [name, null]));
}
