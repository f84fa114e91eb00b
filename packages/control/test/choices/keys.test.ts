import { Pseudonyms, UNKNOWN_SUBJECT } from "@probity/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ChoiceLedger, type StoredChoice } from "../../src/index.ts";
import { NOW, recorded } from "../support/recorded.ts";

const OLD = { id: "k1", secret: Buffer.alloc(32, 1) };
const NEW = { id: "k2", secret: Buffer.alloc(32, 2) };
const TAGS = ["减肥", "go"];

interface Chosen extends Omit<StoredChoice, "subject" | "tag" | "ts" | "chosen_at"> {
  readonly tag: string;
  readonly isOld: boolean;
}

/** What choices, one after the other, come to, with the old ones under the old key, or all under the new one. */
function seen(chosen: readonly Chosen[], isRotated: boolean): unknown {
  const now = new Pseudonyms(NEW);
  const pseudonyms = isRotated ? new Pseudonyms(NEW, 100, [OLD]) : now;
  const ledger = new ChoiceLedger({ ...recorded(), pseudonyms });
  ledger.apply(
    chosen.map((choice, n) => rowOf(choice, n, isRotated && choice.isOld ? new Pseudonyms(OLD) : now)),
  );
  const states = ["", "home"].map((outlet) => {
    const met = ledger.complete(UNKNOWN_SUBJECT, pseudonyms.subject("reader"), { at: NOW, outlet });
    const { refusesTag, ...others } = met;
    return [others, TAGS.map((tag) => refusesTag?.(tag) ?? false)];
  });
  const { personalisation, consents } = ledger.stateOf("reader");
  return [states, personalisation.length, consents.length];
}

function rowOf({ isOld: _, tag, ...choice }: Chosen, n: number, under: Pseudonyms): StoredChoice {
  const subject = Buffer.from(under.subject("reader").bytes).toString("hex");
  return { ...choice, ts: NOW - 1000 + n, chosen_at: NOW - 1000 + n, subject, tag: under.tagHex(tag) };
}

const chosen: fc.Arbitrary<Chosen> = fc.record({
  kind: fc.constantFrom(
    "personalisation_off",
    "personalisation_on",
    "tag_deleted",
    "tag_blocked",
    "tag_restored",
    "consent_given",
    "consent_withdrawn",
  ),
  outlet: fc.constantFrom("", "home"),
  code: fc.constantFrom("", "SPI.MED", "SPI.MED.COND"),
  tag: fc.constantFrom(...TAGS),
  consent_version: fc.constantFrom("", "1"),
  isOld: fc.boolean(),
});

describe("choices that were made under a key that is no longer in use", () => {
  it("come to the same as if there had been one key", () => {
    fc.assert(
      fc.property(fc.array(chosen, { maxLength: 12 }), (choices) => {
        expect(seen(choices, true)).toEqual(seen(choices, false));
      }),
    );
  });

  it("hold for decisions under the new key: an opt-out, and a deleted tag", () => {
    const pseudonyms = new Pseudonyms(NEW, 100, [OLD]);
    const ledger = new ChoiceLedger({ ...recorded(), pseudonyms });
    const base = { outlet: "", code: "", consent_version: "", tag: "减肥", isOld: true };
    const old = new Pseudonyms(OLD);
    ledger.apply([
      rowOf({ ...base, kind: "personalisation_off" }, 0, old),
      rowOf({ ...base, kind: "tag_deleted" }, 1, old),
    ]);
    const met = ledger.complete(UNKNOWN_SUBJECT, pseudonyms.subject("reader"), { at: NOW, outlet: "" });
    expect(met.personalisationOff).toBe(true);
    expect(met.refusesTag?.("减肥")).toBe(true);
  });

  it("are lifted by a later choice under the new one", () => {
    const pseudonyms = new Pseudonyms(NEW, 100, [OLD]);
    const ledger = new ChoiceLedger({ ...recorded(), pseudonyms });
    const off: Chosen = {
      kind: "personalisation_off",
      outlet: "",
      code: "",
      consent_version: "",
      tag: "go",
      isOld: true,
    };
    ledger.apply([rowOf(off, 0, new Pseudonyms(OLD))]);
    ledger.enter({ subject: "reader", kind: "personalisation_on" });
    const met = ledger.complete(UNKNOWN_SUBJECT, pseudonyms.subject("reader"), { at: NOW, outlet: "" });
    expect(met.personalisationOff).toBe(false);
  });
});
