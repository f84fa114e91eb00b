import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Feedback,
  FeedbackLedger,
  type FeedbackLedgerOptions,
  isControlError,
  type StoredFeedback,
} from "../../src/index.ts";
import { NOW, recorded, type Recorded, thrown } from "../support/recorded.ts";

const HOUR = 3_600_000;
const DECISION = "018f0000-0000-7000-8000-00000000000a";

interface Kept extends Recorded {
  readonly ledger: FeedbackLedger;
}

function kept(options: Partial<FeedbackLedgerOptions> = {}): Kept {
  const all = recorded();
  const promised = { reasons: ["MISLEADING", "UPHELD"], firstReplyHours: 24, closeHours: 72 };
  return { ...all, ledger: new FeedbackLedger({ ...all, ...promised, ...options }) };
}

describe("feedback", () => {
  it("is recorded with the decision that it is about, and pseudonyms", () => {
    const { ledger, feedback, pseudonyms } = kept();
    const given: Feedback = {
      ...{
        kind: "dwell",
        decision: DECISION,
        subject: "reader",
        item: "book-7",
        dwellMs: 1500,
        outlet: "home",
      },
    };
    expect(ledger.enter(given).caseId).toBe("");
    const subject = Buffer.from(pseudonyms.subject("reader").bytes).toString("hex");
    const item = pseudonyms.itemHex("book-7");
    expect(feedback()).toMatchObject([
      {
        kind: "dwell",
        decision: DECISION,
        subject,
        item,
        dwell_ms: 1500,
        outlet: "home",
        given_at: NOW,
        case_id: "",
      },
    ]);
  });

  it.each(["report", "complaint", "appeal"] as const)("that is a %s opens a case", (kind) => {
    const { ledger, feedback } = kept();
    const { caseId } = ledger.enter({ kind, reason: "MISLEADING" });
    expect(ledger.case(caseId)).toEqual({
      ...{ caseId, kind, openedAt: NOW, repliedAt: undefined, closedAt: undefined },
      ...{ replyDueAt: NOW + 24 * HOUR, closeDueAt: NOW + 72 * HOUR },
    });
    expect(feedback()).toMatchObject([
      { kind, case_id: caseId, subject: "0".repeat(64), item: "0".repeat(16) },
    ]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["an unknown kind", { kind: "applause" }, "kind"],
    ["a step of the service's", { kind: "reply" }, "kind"],
    ["what is no decision", { kind: "report", decision: "reader" }, "decision"],
    ["an unknown reason", { kind: "report", reason: "they wrote me at home" }, "reason"],
    ["no dwell time, for a dwell", { kind: "dwell" }, "dwellMs"],
    ["a dwell time, for a report", { kind: "report", dwellMs: 1 }, "dwellMs"],
    ["a dwell time below 0", { kind: "dwell", dwellMs: -1 }, "dwellMs"],
    ["an item of a megabyte", { kind: "report", item: "x".repeat(1 << 20) }, "item"],
    ["a time in the future", { kind: "report", givenAt: NOW + HOUR }, "givenAt"],
  ])("with %s is refused by its field", (_, given, field) => {
    const { ledger, feedback } = kept();
    const error = thrown(() => ledger.enter(given as unknown as Feedback));
    expect(isControlError(error, "INVALID")).toBe(true);
    expect(error).toMatchObject({ field });
    expect(String(error)).not.toContain("at home");
    expect(feedback()).toEqual([]);
  });
});

describe("the clocks of a case", () => {
  it("run until the first reply, and until it is closed", () => {
    const { ledger, clock, feedback } = kept();
    const { caseId } = ledger.enter({ kind: "complaint" });
    clock.now = NOW + 25 * HOUR;
    expect(ledger.overdue().map(({ overdue }) => overdue)).toEqual([["reply"]]);
    ledger.reply({ caseId, by: "wang" });
    ledger.reply({ caseId, by: "wang" });
    expect(ledger.overdue()).toEqual([]);
    expect(ledger.case(caseId)?.repliedAt).toBe(NOW + 25 * HOUR);
    clock.now = NOW + 73 * HOUR;
    expect(ledger.overdue().map(({ overdue }) => overdue)).toEqual([["close"]]);
    ledger.close({ caseId, by: "wang", reason: "UPHELD" });
    expect(ledger.overdue()).toEqual([]);
    expect(feedback().map(({ kind, actor, reason }) => [kind, actor, reason])).toEqual([
      ["complaint", "", ""],
      ["reply", "wang", ""],
      ["reply", "wang", ""],
      ["close", "wang", "UPHELD"],
    ]);
  });

  it("both stand overdue, the oldest case first", () => {
    const { ledger, clock } = kept();
    const later = ledger.enter({ kind: "appeal" }).caseId;
    const first = ledger.enter({ kind: "report", givenAt: NOW - HOUR }).caseId;
    clock.now = NOW + 100 * HOUR;
    expect(ledger.overdue().map(({ caseId }) => caseId)).toEqual([first, later]);
    expect(ledger.overdue()[0]?.overdue).toEqual(["reply", "close"]);
  });

  it("are not run by a clock that was set back", () => {
    const { ledger, clock, feedback } = kept();
    const { caseId } = ledger.enter({ kind: "report" });
    clock.now = NOW - HOUR;
    ledger.reply({ caseId, by: "wang" });
    expect(feedback()[1]?.given_at).toBe(NOW);
  });

  it("refuse a step in an unknown case, or in a closed one", () => {
    const { ledger } = kept();
    const codeOf = (call: () => unknown): unknown => (thrown(call) as { code?: unknown }).code;
    expect(codeOf(() => ledger.reply({ caseId: "nowhere", by: "wang" }))).toBe("NOT_FOUND");
    const { caseId } = ledger.enter({ kind: "report" });
    expect(codeOf(() => ledger.reply({ caseId, by: "" }))).toBe("INVALID");
    ledger.close({ caseId, by: "wang" });
    expect(codeOf(() => ledger.close({ caseId, by: "wang" }))).toBe("ALREADY_DECIDED");
  });

  it("come to the same in any order of what is stored, and however often it comes", () => {
    const row = fc.record({
      kind: fc.constantFrom("not_interested", "report", "complaint", "appeal", "dwell", "reply", "close"),
      given_at: fc.integer({ min: NOW - 3, max: NOW }),
      case_id: fc.constantFrom("", "c1", "c2"),
    }) as fc.Arbitrary<StoredFeedback>;
    const rows = fc.array(row, { maxLength: 12 });
    const shuffled = rows.chain((given) => {
      const count = { minLength: given.length * 2, maxLength: given.length * 2 };
      return fc.tuple(fc.constant(given), fc.shuffledSubarray([...given, ...given], count));
    });
    const seen = (given: readonly StoredFeedback[]): unknown => {
      const { ledger } = kept();
      ledger.apply(given);
      return [ledger.case("c1"), ledger.case("c2"), ledger.case(""), ledger.overdue(NOW + 1000 * HOUR)];
    };
    fc.assert(
      fc.property(shuffled, ([given, again]) => {
        expect(seen(again)).toEqual(seen(given));
      }),
      { numRuns: 300 },
    );
  });

  it("are kept for so many cases, closed ones being forgotten first", () => {
    const { ledger } = kept({ maxCases: 2 });
    const [open, closed] = [ledger.enter({ kind: "report" }).caseId, ledger.enter({ kind: "report" }).caseId];
    ledger.close({ caseId: closed, by: "wang" });
    const third = ledger.enter({ kind: "report" }).caseId;
    expect([open, closed, third].map((id) => ledger.case(id) !== undefined)).toEqual([true, false, true]);
    ledger.enter({ kind: "report" });
    expect(ledger.case(open)).toBeUndefined();
    expect(ledger.forgotten).toBe(2);
  });
});

it("promised hours that are none are refused by name", () => {
  expect(() => kept({ closeHours: 0 })).toThrow("closeHours is above 0, got 0");
});
