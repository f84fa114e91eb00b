import { choiceRecord, type ChoiceRow } from "@probity/core";
import { describe, expect } from "vitest";

import { choice, ledgerBatchOf } from "../support/ledger-rows.ts";
import { DAY, subject } from "../support/rows.ts";
import { test } from "../support/store.ts";

const TAG = "00000000000000f1";
const told = ({ subject: of, kind, outlet, seq }: ChoiceRow) => [
  Number(`0x${of.slice(-4)}`),
  kind,
  outlet,
  seq,
];

describe("currentChoices", () => {
  test("gives the last choice of each kind and scope, by when the user chose", async ({ store }) => {
    await store.insertBatch(
      ledgerBatchOf(choiceRecord, [
        choice(1),
        choice(2, { kind: "personalisation_on" }),
        choice(3, { kind: "personalisation_off", outlet: "home" }),
        choice(4, { kind: "tag_deleted", tag: TAG }),
        choice(5, { kind: "tag_restored", tag: TAG, chosen_at: DAY - 1 }),
        choice(6, { kind: "tag_blocked", tag: "00000000000000f2" }),
        choice(7, { kind: "consent_given", code: "PI.HEALTH" }),
        choice(8, { kind: "consent_withdrawn", code: "PI.HEALTH" }),
        choice(9, { kind: "consent_given" }),
        choice(10, { subject: subject(2) }),
      ]),
    );
    const { rows, next } = await store.currentChoices();
    expect(next).toBeUndefined();
    expect(rows.map(told)).toEqual([
      [1, "personalisation_on", "", 2],
      [1, "personalisation_off", "home", 3],
      [1, "tag_deleted", "", 4],
      [1, "tag_blocked", "", 6],
      [1, "consent_given", "", 9],
      [1, "consent_withdrawn", "", 8],
      [2, "personalisation_off", "", 10],
    ]);
    expect((await store.currentChoices({ subject: subject(2) })).rows.map(told)).toEqual([
      [2, "personalisation_off", "", 10],
    ]);
    expect((await store.currentChoices({ subject: subject(3) })).rows).toEqual([]);
  });

  test("goes through all users page by page, none of them torn apart", async ({ store }) => {
    const rows = Array.from({ length: 10 }, (_, n) =>
      choice(n + 1, { subject: subject(n % 5), outlet: n < 5 ? "" : "home" }),
    );
    await store.insertBatch(ledgerBatchOf(choiceRecord, rows));
    const pages: (readonly ChoiceRow[])[] = [];
    let after: string | undefined;
    do {
      const page = await store.currentChoices({ limit: 2, after });
      pages.push(page.rows);
      after = page.next;
    } while (after !== undefined);
    expect(pages.map((page) => page.length)).toEqual([4, 4, 2]);
    expect(new Set(pages.flat().map(({ seq }) => seq)).size).toBe(10);
  });

  test("never repeats what was given for a pseudonym and is none", async ({ store }) => {
    for (const call of [
      store.currentChoices({ subject: "reader-42" }),
      store.currentChoices({ after: "reader-42" }),
      store.choicesOfSubject("reader-42"),
    ]) {
      await expect(call).rejects.toMatchObject({
        code: "INVALID_ARGUMENT",
        message: expect.not.stringContaining("reader-42"),
      });
    }
  });
});

describe("choicesOfSubject", () => {
  test("gives all that one ever chose, newest first", async ({ store }) => {
    await store.insertBatch(
      ledgerBatchOf(choiceRecord, [choice(1), choice(2, { subject: subject(2) }), choice(3)]),
    );
    const first = await store.choicesOfSubject(subject(1), { limit: 1 });
    expect(first.rows).toEqual([choice(3)]);
    expect(await store.choicesOfSubject(subject(1), { after: first.next })).toEqual({
      rows: [choice(1)],
      next: undefined,
    });
  });
});
