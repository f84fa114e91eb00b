import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InterventionLedger, type StoredStep } from "../../src/index.ts";
import { DAY, NOW, recorded } from "../support/recorded.ts";

const PROPOSED: StoredStep = {
  ts: NOW,
  id: "i1",
  step: "proposed",
  actor: "li",
  kind: "pin",
  surface: "hot",
  outlet: "",
  algorithm: "",
  item_id: "book-7",
  rank: 1,
  factor: 1,
  reason: "EDITORIAL",
  ticket: "OPS-1",
  valid_from: NOW - DAY,
  valid_to: NOW + DAY,
  two_persons: true,
};

const step: fc.Arbitrary<StoredStep> = fc.record({
  ...Object.fromEntries(Object.entries(PROPOSED).map(([name, value]) => [name, fc.constant(value)])),
  id: fc.constantFrom("i1", "i2"),
  step: fc.constantFrom("proposed", "approved", "rejected", "revoked"),
  actor: fc.constantFrom("li", "wang", "zhao"),
  ts: fc.integer({ min: NOW - 3, max: NOW }),
  ticket: fc.constantFrom("OPS-1", "OPS-2"),
  surface: fc.constantFrom("hot", "feed"),
  two_persons: fc.boolean(),
}) as fc.Arbitrary<StoredStep>;

function ledgerOf(rows: readonly StoredStep[]): InterventionLedger {
  const ledger = new InterventionLedger({ ...recorded(), reasons: ["EDITORIAL"], maxDays: 7 });
  ledger.apply(rows);
  return ledger;
}

function seen(rows: readonly StoredStep[]): unknown {
  const ledger = ledgerOf(rows);
  const check = [NOW - 2, NOW, NOW + DAY].map((at) => ["i1", "i2"].map((id) => ledger.check(id, at)));
  return [ledger.list(), ledger.active("hot"), ledger.active("feed"), check];
}

const shuffled = fc
  .array(step, { maxLength: 12 })
  .chain((rows) =>
    fc.tuple(
      fc.constant(rows),
      fc.shuffledSubarray([...rows, ...rows], { minLength: rows.length * 2, maxLength: rows.length * 2 }),
    ),
  );

describe("stored steps", () => {
  it("come to the same in any order, and however often they come", () => {
    fc.assert(
      fc.property(shuffled, ([rows, again]) => {
        expect(seen(again)).toEqual(seen(rows));
      }),
      { numRuns: 300 },
    );
  });

  it("never have anything act that nobody else approved, that was revoked, or whose time is over", () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 12 }),
        fc.integer({ min: NOW, max: NOW + 2 * DAY }),
        (rows, at) => {
          const ledger = ledgerOf(rows);
          for (const acting of [...ledger.active("hot", { at }), ...ledger.active("feed", { at })]) {
            expect(acting.to).toBeGreaterThan(at);
            expect(rows.some((row) => row.id === acting.id && row.step === "revoked")).toBe(false);
            expect(acting.approved).toBeDefined();
            if (acting.twoPersons) expect(acting.approved?.by).not.toBe(acting.proposed?.by);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("two processes at once", () => {
  const approved: StoredStep = { ...PROPOSED, step: "approved", actor: "wang", ts: NOW + 5 };

  it("that both approve come to the first approval", () => {
    const ledger = ledgerOf([PROPOSED, { ...approved, actor: "zhao", ts: NOW + 6 }, approved]);
    expect(ledger.get("i1")).toMatchObject({ state: "active", approved: { by: "wang", at: NOW + 5 } });
  });

  it("of which one approves and one rejects come to the first of these, and to the rejection at the same moment", () => {
    const rejected: StoredStep = { ...approved, step: "rejected", actor: "zhao" };
    const state = (ts: number): unknown =>
      ledgerOf([PROPOSED, approved, { ...rejected, ts }]).get("i1")?.state;
    expect([NOW + 4, NOW + 5, NOW + 6].map(state)).toEqual(["rejected", "rejected", "active"]);
  });

  it("that propose under one id come to the first proposal, and an approval of the other is none", () => {
    const other: StoredStep = { ...PROPOSED, ts: NOW + 1, item_id: "book-8", actor: "zhao" };
    const ledger = ledgerOf([other, { ...approved, item_id: "book-8" }, PROPOSED]);
    expect(ledger.get("i1")).toMatchObject({ item: "book-7", state: "proposed", proposed: { by: "li" } });
    ledger.apply([approved]);
    expect(ledger.get("i1")?.state).toBe("active");
  });

  it("have nothing act that is known by later steps alone", () => {
    const ledger = ledgerOf([approved]);
    expect(ledger.active("hot")).toEqual([]);
    expect(() => ledger.approve({ id: "i1", by: "zhao" })).toThrow("is not known here yet");
    ledger.apply([PROPOSED]);
    expect(ledger.active("hot")).toHaveLength(1);
  });
});
