import { UNKNOWN_SUBJECT, type SubjectFacts } from "@probity/core";
import { describe, expect, it } from "vitest";
import { type Choice, ChoiceLedger, type ChoiceLedgerOptions, isControlError } from "../../src/index.ts";
import { NOW, recorded, type Recorded, thrown } from "../support/recorded.ts";

interface Kept extends Recorded {
  readonly ledger: ChoiceLedger;
  /** What the ledger makes of what the service said of `reader`. */
  readonly met: (said?: Partial<SubjectFacts>, outlet?: string) => SubjectFacts;
  readonly chose: (choice: Partial<Choice> & Pick<Choice, "kind"> & { tag?: string; code?: string }) => void;
}

function kept(options: Partial<ChoiceLedgerOptions> = {}): Kept {
  const all = recorded();
  const ledger = new ChoiceLedger({ ...all, ...options });
  return {
    ...all,
    ledger,
    met: (said = {}, outlet = "home") =>
      ledger.complete({ ...UNKNOWN_SUBJECT, ...said }, all.pseudonyms.subject("reader"), {
        at: all.clock.now,
        outlet,
      }),
    chose: (choice) => void ledger.enter({ subject: "reader", ...choice } as Choice),
  };
}

describe("a choice that is entered", () => {
  it("is recorded with pseudonyms alone", () => {
    const { ledger, choices, pseudonyms } = kept();
    ledger.enter({ subject: "reader", kind: "tag_blocked", tag: "减肥", outlet: "home", byGuardian: true });
    expect(choices()).toMatchObject([
      {
        kind: "tag_blocked",
        subject: Buffer.from(pseudonyms.subject("reader").bytes).toString("hex"),
        tag: pseudonyms.tagHex("减肥"),
        key_id: "k1",
        outlet: "home",
        chosen_at: NOW,
        ts: NOW,
        by_guardian: true,
        via: "sdk",
        code: "",
      },
    ]);
  });

  it("holds at once, for that user and no other", () => {
    const { ledger, met, chose, pseudonyms } = kept();
    chose({ kind: "personalisation_off" });
    expect(met()).toMatchObject({ personalisationOff: true, personalisationOffAt: NOW });
    const other = ledger.complete(UNKNOWN_SUBJECT, pseudonyms.subject("other"), { at: NOW, outlet: "" });
    expect(other).toBe(UNKNOWN_SUBJECT);
  });

  it("holds although its record is lost", () => {
    const { ledger, recorder, met } = kept();
    recorder.close();
    expect(ledger.enter({ subject: "reader", kind: "personalisation_off" }).stage).toBe("lost");
    expect(met().personalisationOff).toBe(true);
  });

  it("comes after the one before, also where a clock was set back since", () => {
    const { clock, chose, met } = kept();
    chose({ kind: "personalisation_on" });
    clock.now -= 3_600_000;
    chose({ kind: "personalisation_off" });
    expect(met()).toMatchObject({ personalisationOff: true, personalisationOffAt: NOW + 1 });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["no subject", { kind: "personalisation_off", subject: "" }, "subject"],
    ["a subject that is no text", { kind: "personalisation_off", subject: 7 }, "subject"],
    ["an unknown kind", { kind: "personalisation_maybe" }, "kind"],
    ["no tag", { kind: "tag_blocked" }, "tag"],
    ["a tag of a megabyte", { kind: "tag_blocked", tag: "x".repeat(1 << 20) }, "tag"],
    ["half a character", { kind: "tag_blocked", tag: "\ud800" }, "tag"],
    ["a code that is none", { kind: "consent_given", code: "medical" }, "code"],
    ["an outlet that nobody configured", { kind: "personalisation_off", outlet: "hoem" }, "outlet"],
    ["a time in the future", { kind: "personalisation_off", chosenAt: NOW + 60_001 }, "chosenAt"],
    ["a time that is none", { kind: "personalisation_off", chosenAt: Number.NaN }, "chosenAt"],
  ])("with %s is refused by its field, and nothing is recorded", (_, choice, field) => {
    const { ledger, choices } = kept({ outlets: ["home"] });
    const error = thrown(() => ledger.enter({ subject: "reader", ...choice } as unknown as Choice));
    expect(isControlError(error, "INVALID")).toBe(true);
    expect(error).toMatchObject({ field });
    expect((error as Error).message.length).toBeLessThan(250);
    expect(String(error)).not.toContain("reader");
    expect(choices()).toEqual([]);
    expect(ledger.subjects).toBe(0);
  });

  it("says how far in the future its time is", () => {
    const { ledger } = kept();
    expect(() =>
      ledger.enter({ subject: "reader", kind: "personalisation_off", chosenAt: NOW + 90_000 }),
    ).toThrow("chosenAt is 90000 ms in the future; at most 60000 are taken");
  });
});

describe("between what the service says and what is on record", () => {
  it("off counts, whoever says it, since the earlier moment", () => {
    const { met, chose } = kept();
    chose({ kind: "personalisation_off", chosenAt: NOW - 5000 });
    expect(met({ personalisationOff: true, personalisationOffAt: NOW - 9000 }).personalisationOffAt).toBe(
      NOW - 9000,
    );
    expect(met({ personalisationOff: true, personalisationOffAt: NOW }).personalisationOffAt).toBe(
      NOW - 5000,
    );
    expect(met({ personalisationOff: true }).personalisationOffAt).toBeNull();
    chose({ kind: "personalisation_on" });
    expect(met({ personalisationOff: true }).personalisationOff).toBe(true);
    expect(met().personalisationOff).toBe(false);
  });

  it("a withdrawal counts, whoever knows of it", () => {
    const { met, chose } = kept();
    chose({ kind: "consent_withdrawn", code: "SPI.MED" });
    expect(met({ separateConsents: ["SPI.MED.COND", "SPI.LOC", "SPI.MED"] }).separateConsents).toEqual([
      "SPI.LOC",
    ]);
  });

  it("a consent holds that either knows of", () => {
    const { met, chose } = kept();
    chose({ kind: "consent_given", code: "SPI.MED" });
    expect(met({ separateConsents: ["SPI.LOC"] }).separateConsents).toEqual(["SPI.LOC", "SPI.MED"]);
  });

  it("consent as a whole is withdrawn since the earlier moment, and takes all before it along", () => {
    const { met, chose } = kept();
    chose({ kind: "consent_given", code: "SPI.MED", chosenAt: NOW - 9 });
    chose({ kind: "consent_withdrawn", chosenAt: NOW - 5 });
    expect(met({ separateConsents: ["SPI.LOC"] })).toMatchObject({
      consentWithdrawnAt: NOW - 5,
      separateConsents: [],
    });
    expect(met({ consentWithdrawnAt: NOW - 7 }).consentWithdrawnAt).toBe(NOW - 7);
    chose({ kind: "consent_given", code: "SPI.LOC" });
    expect(met().separateConsents).toEqual(["SPI.LOC"]);
    expect(met().consentWithdrawnAt).toBe(NOW - 5);
  });

  it("tags are refused that either refuses", () => {
    const { met, chose } = kept();
    chose({ kind: "tag_blocked", tag: "减肥" });
    const { refusesTag } = met({ refusesTag: (tag) => tag === "彩票" });
    expect(["减肥", "彩票", "历史"].map((tag) => refusesTag?.(tag))).toEqual([true, true, false]);
  });
});

describe("a choice for one outlet", () => {
  it("holds there and nowhere else", () => {
    const { met, chose } = kept();
    chose({ kind: "personalisation_off", outlet: "home" });
    chose({ kind: "tag_blocked", tag: "减肥", outlet: "home" });
    expect([met({}, "home").personalisationOff, met({}, "cart").personalisationOff]).toEqual([true, false]);
    expect(met({}, "home").refusesTag?.("减肥")).toBe(true);
    expect(met({}, "cart").refusesTag).toBeUndefined();
  });

  it("lifts a general one that came before, for that outlet", () => {
    const { met, chose } = kept();
    chose({ kind: "personalisation_off", chosenAt: NOW - 2 });
    chose({ kind: "personalisation_on", outlet: "home", chosenAt: NOW - 1 });
    expect([met({}, "home").personalisationOff, met({}, "cart").personalisationOff]).toEqual([false, true]);
    chose({ kind: "personalisation_off", chosenAt: NOW });
    expect(met({}, "home").personalisationOff).toBe(true);
  });

  it("is not lifted by a general one: what was switched off there is switched on there", () => {
    const { met, chose } = kept();
    chose({ kind: "personalisation_off", outlet: "home" });
    chose({ kind: "personalisation_on" });
    expect(met({}, "home").personalisationOff).toBe(true);
    chose({ kind: "personalisation_on", outlet: "home" });
    expect(met({}, "home").personalisationOff).toBe(false);
  });
});

describe("tags", () => {
  it("that were restored may be used again", () => {
    const { met, chose } = kept();
    chose({ kind: "tag_deleted", tag: "减肥" });
    chose({ kind: "tag_restored", tag: "减肥" });
    expect(met().refusesTag?.("减肥")).toBe(false);
  });

  it("are hashed once, however often a ranking asks for them, and anew under another key", () => {
    const all = recorded();
    const hashed: string[] = [];
    const pseudonyms = {
      subject: (id: string) => all.pseudonyms.subject(id),
      get keyId() {
        return all.pseudonyms.keyId;
      },
      tagHex: (tag: string) => (hashed.push(tag), all.pseudonyms.tagHex(tag)),
    };
    const { met, chose } = kept({ pseudonyms });
    chose({ kind: "tag_blocked", tag: "减肥" });
    hashed.length = 0;
    for (let i = 0; i < 5; i += 1) for (const tag of ["减肥", "历史"]) met().refusesTag?.(tag);
    expect(hashed).toEqual(["减肥", "历史"]);
    all.pseudonyms.rotate({ id: "k2", secret: Buffer.alloc(32, 9) });
    met().refusesTag?.("历史");
    expect(hashed).toEqual(["减肥", "历史", "历史"]);
  });

  it("of a megabyte are in no ledger, and cost no hash", () => {
    const { met, chose } = kept();
    chose({ kind: "tag_blocked", tag: "减肥" });
    expect(met().refusesTag?.("减".repeat(1 << 20))).toBe(false);
  });
});

describe("choices on record for a user", () => {
  it("are shown by scope, tags only as a number", () => {
    const { ledger, chose } = kept();
    chose({ kind: "personalisation_off" });
    chose({ kind: "personalisation_off", outlet: "home" });
    chose({ kind: "tag_blocked", tag: "减肥" });
    chose({ kind: "tag_deleted", tag: "彩票" });
    ledger.enter({ subject: "reader", kind: "consent_given", code: "SPI.MED", version: "3" });
    expect(ledger.stateOf("reader")).toEqual({
      personalisation: [
        { outlet: "", off: true, since: NOW },
        { outlet: "home", off: true, since: NOW },
      ],
      consents: [{ outlet: "", code: "SPI.MED", version: "3", given: true, since: NOW }],
      tags: { deleted: 1, blocked: 1 },
    });
    expect(ledger.stateOf("other").personalisation).toEqual([]);
  });
});

it("a time span that is none is refused by name", () => {
  expect(() => kept({ maxAheadMs: -1 })).toThrow("maxAheadMs is 0 or more milliseconds, got -1");
});
