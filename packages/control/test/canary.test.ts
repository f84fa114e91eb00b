import { type Chunk, Pseudonyms } from "@probity/core";
import { describe, expect, it } from "vitest";
import {
  ChoiceLedger,
  FeedbackLedger,
  InterventionLedger,
  isControlError,
  ListLedger,
  type Choice,
  type Feedback,
  type ListSnapshot,
} from "../src/index.ts";
import { DAY, NOW, recorded } from "./support/recorded.ts";

/** What must never get out, planted wherever a user's data may stand. */
const PLANTED = ["13800138000", "planted-tag-减肥", "planted-item-9787020002207"];
const [USER = "", TAG = "", ITEM = ""] = PLANTED;

describe("what users say and do", () => {
  it("is in no record in clear, but for the items of interventions", () => {
    const chunks: Chunk[] = [];
    const all = recorded({ sink: { accept: (chunk) => chunks.push(chunk) > 0 } });
    const choices = new ChoiceLedger(all);
    choices.enter({ subject: USER, kind: "personalisation_off" });
    choices.enter({ subject: USER, kind: "tag_blocked", tag: TAG });
    choices.enter({ subject: USER, kind: "consent_given", code: "SPI.MED" });
    const feedback = new FeedbackLedger({ ...all, reasons: [], firstReplyHours: 1, closeHours: 1 });
    const { caseId } = feedback.enter({ kind: "complaint", subject: USER, item: ITEM });
    feedback.close({ caseId, by: "wang" });
    new ListLedger(all).snapshot({ list: "hot", surface: "hot", entries: [{ id: ITEM, score: 1 }] });
    all.recorder.flush();
    const said = Buffer.concat(chunks.map(({ bytes }) => bytes));
    expect(chunks.length).toBe(3);
    expect(PLANTED.filter((planted) => said.includes(planted))).toEqual([]);

    const interventions = new InterventionLedger({ ...all, reasons: ["EDITORIAL"], maxDays: 7 });
    const why = { by: "li", reason: "EDITORIAL", ticket: "OPS-1", to: NOW + DAY };
    interventions.propose({ ...why, kind: "block", surface: "hot", item: ITEM });
    all.recorder.flush();
    expect(chunks.map(({ bytes, table }) => [table, Buffer.from(bytes).includes(ITEM)]).at(-1)).toEqual([
      "interventions",
      true,
    ]);
  });

  it("is in no error, wherever it is refused", () => {
    const all = recorded();
    const choices = new ChoiceLedger({ ...all, outlets: ["home"] });
    const feedback = new FeedbackLedger({ ...all, reasons: ["RUDE"], firstReplyHours: 1, closeHours: 1 });
    const lists = new ListLedger(all);
    const base = { subject: USER, kind: "tag_blocked", tag: TAG };
    const calls: readonly (() => unknown)[] = [
      ...["subject", "kind", "tag", "outlet", "chosenAt", "via"].map(
        (field) => () => choices.enter({ ...base, [field]: `${USER}\n` } as unknown as Choice),
      ),
      ...["kind", "decision", "subject", "item", "reason", "dwellMs", "outlet", "givenAt"].map(
        (field) => () => feedback.enter({ kind: "report", [field]: `${USER}\n` } as unknown as Feedback),
      ),
      () => feedback.reply({ caseId: USER, by: "wang" }),
      ...["list", "surface", "entries", "interventions"].map(
        (field) => () =>
          lists.snapshot({
            list: "a",
            surface: "hot",
            entries: [],
            [field]: `${USER}\n`,
          } as unknown as ListSnapshot),
      ),
    ];
    for (const call of calls) {
      expect(call).toThrow();
      try {
        call();
      } catch (error) {
        expect(isControlError(error)).toBe(true);
        expect(String((error as Error).stack).split("\n    at ")[0]).not.toContain(USER);
      }
    }
  });

  it("can't be told from the pseudonyms of another key", () => {
    const one = recorded();
    const other = { ...recorded(), pseudonyms: new Pseudonyms({ id: "k2", secret: Buffer.alloc(32, 9) }) };
    const subjects = [one, other].map((all) => {
      new ChoiceLedger(all).enter({ subject: USER, kind: "tag_blocked", tag: TAG });
      const [row] = all.choices();
      return [row?.subject, row?.tag];
    });
    expect(subjects[0]).not.toEqual(subjects[1]);
  });
});
