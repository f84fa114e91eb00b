import { UNKNOWN_SUBJECT } from "@probity/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ChoiceLedger, type StoredChoice } from "../../src/index.ts";
import { NOW, recorded } from "../support/recorded.ts";

const SUBJECTS = ["11", "22", "33"].map((byte) => byte.repeat(32));

const row: fc.Arbitrary<StoredChoice> = fc.record({
  ts: fc.integer({ min: NOW - 5, max: NOW }),
  chosen_at: fc.integer({ min: NOW - 5, max: NOW }),
  subject: fc.constantFrom(...SUBJECTS),
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
  code: fc.constantFrom("", "SPI.MED", "SPI.MED.COND", "SPI.LOC"),
  tag: fc.constantFrom("0".repeat(16), "a".repeat(16)),
  consent_version: fc.constantFrom("", "1", "2"),
});

function seen(rows: readonly StoredChoice[]): unknown {
  const all = recorded();
  const pseudonyms = { keyId: "k1", tagHex: (tag: string) => tag, subject: subjectOf };
  const ledger = new ChoiceLedger({ ...all, pseudonyms });
  ledger.apply(rows);
  return SUBJECTS.flatMap((subject) =>
    ["home", "cart"].map((outlet) => {
      const facts = ledger.complete(UNKNOWN_SUBJECT, subjectOf(subject), { at: NOW, outlet });
      const { refusesTag, ...others } = facts;
      return [others, ["0".repeat(16), "a".repeat(16)].map((tag) => refusesTag?.(tag) ?? false)];
    }),
  );
}

function subjectOf(hex: string): { bytes: Uint8Array; keyId: string } {
  return { bytes: Buffer.from(hex, "hex"), keyId: "k1" };
}

const shuffled = fc
  .array(row, { maxLength: 24 })
  .chain((rows) =>
    fc.tuple(
      fc.constant(rows),
      fc.shuffledSubarray([...rows, ...rows], { minLength: rows.length * 2, maxLength: rows.length * 2 }),
    ),
  );

describe("stored choices", () => {
  it("come to the same in any order, and however often they come", () => {
    fc.assert(
      fc.property(shuffled, ([rows, again]) => {
        expect(seen(again)).toEqual(seen(rows));
      }),
      { numRuns: 300 },
    );
  });

  it("that contradict each other at the same moment protect", () => {
    const off = { ...fc.sample(row, 1)[0]!, ts: NOW, chosen_at: NOW, subject: SUBJECTS[0]!, outlet: "" };
    const both = (["personalisation_off", "personalisation_on"] as const).map((kind) => ({ ...off, kind }));
    expect(seen(both)).toMatchObject([[{ personalisationOff: true }, {}], {}, {}, {}, {}, {}]);
  });

  it("from the future lift nothing, and what protects is believed", () => {
    const all = recorded();
    const ledger = new ChoiceLedger(all);
    const { bytes } = all.pseudonyms.subject("reader");
    ledger.enter({ subject: "reader", kind: "personalisation_off" });
    const later = { ...all.choices()[0]!, ts: NOW + 1e9, chosen_at: NOW + 1e9 };
    ledger.apply([
      { ...later, kind: "personalisation_on" },
      { ...later, kind: "tag_blocked" },
    ]);
    expect(ledger.disbelieved).toBe(1);
    const facts = ledger.complete(UNKNOWN_SUBJECT, { bytes, keyId: "k1" }, { at: NOW, outlet: "" });
    expect(facts).toMatchObject({ personalisationOff: true, refusesTag: expect.any(Function) as unknown });
  });

  it("of a kind that a newer Probity made are passed over", () => {
    const all = recorded();
    const ledger = new ChoiceLedger(all);
    ledger.apply([{ ...fc.sample(row, 1)[0]!, kind: "something_new" as "tag_deleted" }]);
    expect(ledger.subjects).toBe(0);
  });
});

describe("the ledger's memory", () => {
  it("is at most 110 bytes for each subject that made one choice", () => {
    const all = recorded();
    const ledger = new ChoiceLedger(all);
    const [off] = fc
      .sample(row, 1)
      .map((any) => ({ ...any, kind: "personalisation_off" as const, outlet: "" }));
    const count = 50_000;
    ledger.apply(
      Array.from({ length: count }, (_, i) => ({
        ...off!,
        subject: Buffer.from(all.pseudonyms.subject(`r${i}`).bytes).toString("hex"),
      })),
    );
    expect(ledger.subjects).toBe(count);
    expect(ledger.bytes / count).toBeLessThan(110);
    const known = ledger.choicesOf(all.pseudonyms.subject("r49999"), { at: NOW, outlet: "" });
    expect(known?.personalisationOffAt).toBe(off!.chosen_at);
    expect(ledger.choicesOf(all.pseudonyms.subject("nobody"), { at: NOW, outlet: "" })).toBeUndefined();
  });
});
