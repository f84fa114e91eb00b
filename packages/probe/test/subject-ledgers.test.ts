import type { ChoiceSource, UseCounter } from "@probity/control";
import { type SubjectFacts, UNKNOWN_SUBJECT } from "@probity/core";
import { describe, expect, it } from "vitest";
import { SubjectLedgers } from "../src/subject-ledgers.ts";

const PSEUDONYM = { bytes: new Uint8Array([1, 171]), keyId: "k1" };
const MEETING = { at: 1_000, outlet: "home" };
const nobodyChose: ChoiceSource = { choicesOf: () => undefined };
const minor: SubjectFacts = { ...UNKNOWN_SUBJECT, ageBand: "14-15" };

/** Counts who was seen, and always knows the same. */
function counting(): { readonly use: UseCounter; readonly seen: unknown[] } {
  const seen: unknown[] = [];
  const use: UseCounter = {
    seen: (subject, at) => {
      seen.push([subject, at]);
      return { todaySec: 60, continuousSec: 30 };
    },
    dwelt: () => undefined,
  };
  return { use, seen };
}

describe("what ledgers know of a subject", () => {
  it("is nothing where nobody chose and nobody counts: the very same facts", () => {
    const ledgers = new SubjectLedgers(nobodyChose, undefined);
    expect(ledgers.complete(minor, PSEUDONYM, MEETING)).toBe(minor);
  });

  it("is laid over what the service says", () => {
    const source: ChoiceSource = { choicesOf: (_, { outlet }) => ({ personalisationOffAt: outlet.length }) };
    const facts = new SubjectLedgers(source, undefined).complete(UNKNOWN_SUBJECT, PSEUDONYM, MEETING);
    expect(facts).toMatchObject({ personalisationOff: true, personalisationOffAt: 4 });
  });

  it("is how long a minor has used the service, by the pseudonym", () => {
    const { use, seen } = counting();
    const facts = new SubjectLedgers(nobodyChose, use).complete(minor, PSEUDONYM, MEETING);
    expect(facts).toEqual({ ...minor, useTodaySec: 60, useContinuousSec: 30 });
    expect(seen).toEqual([["01ab", 1_000]]);
  });

  it("is not that of adults, of whom nothing is counted, and what the service counts goes before", () => {
    const { use, seen } = counting();
    const ledgers = new SubjectLedgers(nobodyChose, use);
    const adult: SubjectFacts = { ...UNKNOWN_SUBJECT, ageBand: "adult" };
    expect(ledgers.complete(adult, PSEUDONYM, MEETING)).toBe(adult);
    expect(seen).toEqual([]);
    const facts = ledgers.complete({ ...minor, useTodaySec: 7 }, PSEUDONYM, MEETING);
    expect(facts).toMatchObject({ useTodaySec: 7, useContinuousSec: 30 });
  });
});
