import { describe, expect, it } from "vitest";
import { recording } from "../support/recording.ts";
import { use } from "../support/seen.ts";

const NOBODY = "0".repeat(64);

describe("what Probity looks at, the model has not read", () => {
  it("where a tracked object, or a part of one, tells of the subject", () => {
    const watched = recording(["profile.age", "profile.deletedTags[]"]);
    const decision = watched.open();
    const profile = decision.track("profile", {
      id: "u1",
      age: 15,
      choices: { deletedTags: ["a"] },
      consent: { separate: ["SPI.MED"] },
    });
    decision.identify(profile);
    decision.identify({ id: "u1", age: 15, choices: profile.choices, consent: profile.consent });
    decision.identify({ id: "u1", age: 15, consent: { separate: profile.consent.separate } });
    decision.close();
    expect(watched.row()).toMatchObject({ age_band: "14-15", separate_consents: ["SPI.MED"] });
    expect(watched.row()).toMatchObject({ features_read: [], unregistered: [] });
  });

  it("where tracked items are delivered, in a list of theirs or of the service's own", () => {
    const watched = recording(["books[].rating"]);
    const decision = watched.open();
    const books = decision.track("books", [
      { id: "a", score: 1, flags: ["ad" as const] },
      { id: "b", score: 2 },
    ]);
    decision.deliver(books);
    decision.deliver([...books]);
    decision.close();
    expect(watched.row()).toMatchObject({
      items: [{ flags: 1 }, { score: 2 }, { flags: 1 }, { score: 2 }],
      features_read: [],
    });
    // The service spread the list itself.
    expect(watched.row().unregistered).toEqual([]);
  });
});

describe("names that may be data", () => {
  it("keeps an unknown name once, and hides the parts of it that may be data", () => {
    const watched = recording(["profile.age"]);
    const decision = watched.open();
    decision.uses("profile.hobby", "profile.hobby", "scores.alice@example.org", "scores.bob@example.org");
    decision.uses("13800138000.x", "matrix[].rows[]");
    decision.close();
    expect(watched.row().unregistered.map(({ source, name, how }) => `${how} ${source}/${name}`)).toEqual([
      "declared profile/hobby",
      "declared scores/*.org",
      "declared */x",
      "declared matrix/[].rows[]",
    ]);
  });

  it("does not grow the record for ever", () => {
    const watched = recording();
    const decision = watched.open();
    const letters = Array.from("abcdefghijklmnopqrstuvwxyz");
    for (const first of letters) for (const second of letters) decision.uses(`made.${first}${second}`);
    decision.close();
    expect(watched.row().unregistered.length).toBeLessThan(300);
  });
});

describe("what a subject may not be", () => {
  it.each([
    ["subject.minorMode", { minorMode: "true" }],
    ["subject.minorMode", { minorMode: 1 }],
    ["subject.elderMode", { elderMode: "no" }],
    ["subject.guardian", { guardian: "yes" }],
    ["subject.guardian.consent", { guardian: { consent: "yes" } }],
    ["subject.guardian.exempt", { guardian: { exempt: 1 } }],
    ["subject.consent", { consent: true }],
    ["subject.choices", { choices: "off" }],
    ["subject.choices.personalisationOff", { choices: { personalisationOff: "off" } }],
    ["subject.consent.withdrawnAt", { consent: { withdrawnAt: 1e15 } }],
    ["subject.choices.offAt", { choices: { offAt: -1e14 } }],
  ])("a switch or a moment that is none is noted as %s, not taken for something", (name, subject) => {
    const watched = recording();
    watched.open({ subject: subject as never }).close();
    expect(watched.row().input_faults).toEqual([name]);
  });

  it.each(["u1", 7])("%o for a subject loses nothing but the subject", (subject) => {
    const watched = recording();
    const decision = watched.open();
    decision.identify(subject as never);
    decision.deliver(["a"]);
    decision.close();
    expect(watched.row()).toMatchObject({ subject: NOBODY, items: [{}], input_faults: ["subject"] });
  });
});

describe("personalised", () => {
  const features = [
    { name: "profile.age", purposes: ["safety" as const] },
    { name: "profile.taste", purposes: ["content" as const] },
    { name: "profile.unsaid" },
    { name: "book.title", personal: false },
  ];
  it.each([
    ["book.title", false],
    ["profile.age", false],
    ["profile.taste", true],
    ["profile.unsaid", true],
  ])("the use of %s: %s", (name, expected) => {
    for (const how of ["uses", "track"]) {
      const watched = recording(features);
      const decision = watched.open();
      const [source = "", key = ""] = name.split(".");
      if (how === "uses") decision.uses(name);
      else use(decision.track<Record<string, number>>(source, { [key]: 1 })[key]);
      decision.close();
      expect(watched.row().personalised).toBe(expected);
    }
  });
});
