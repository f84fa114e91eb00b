import { feedbackRecord, type FeedbackRow } from "@probity/core";
import { describe, expect } from "vitest";

import type { Store } from "../../src/index.ts";
import { feedback, HOUR, ledgerBatchOf } from "../support/ledger-rows.ts";
import { DAY, idAt, subject } from "../support/rows.ts";
import { test } from "../support/store.ts";

const enter = (store: Store, ...rows: FeedbackRow[]) =>
  store.insertBatch(ledgerBatchOf(feedbackRecord, rows));
const promised = { firstReplyHours: 24, closeHours: 72 };
const reply = (seq: number, hours: number, about: Partial<FeedbackRow> = {}) =>
  feedback(seq, { ts: DAY + hours * HOUR, kind: "reply", actor: "chen.jie", ...about });
const close = (seq: number, hours: number, about: Partial<FeedbackRow> = {}) =>
  reply(seq, hours, { kind: "close", ...about });

describe("complaints", () => {
  test("tells of a case when it was opened, answered and closed, and against what was promised", async ({
    store,
  }) => {
    await enter(store, feedback(0, { decision: idAt(DAY) }), reply(1, 20), reply(2, 30), close(3, 80));
    expect(await store.complaints({ ...promised, at: DAY + 100 * HOUR })).toEqual({
      cases: [
        {
          service: "book-feed",
          case_id: "c-1",
          kind: "complaint",
          decision: idAt(DAY),
          outlet: "home",
          reason: "unfair",
          opened_at: DAY,
          reopened_at: DAY,
          first_reply_at: DAY + 20 * HOUR,
          closed_at: DAY + 80 * HOUR,
          replies: 2,
          reply_due_at: DAY + 24 * HOUR,
          close_due_at: DAY + 72 * HOUR,
          isReplyLate: false,
          isCloseLate: true,
        },
      ],
      isComplete: true,
    });
  });

  test("reads the clock of what is still open", async ({ store }) => {
    await enter(store, feedback(0));
    const at = async (hours: number) => {
      const { cases } = await store.complaints({ ...promised, at: DAY + hours * HOUR });
      return cases.map(({ isReplyLate, isCloseLate }) => [isReplyLate, isCloseLate]);
    };
    expect(await at(24)).toEqual([[false, false]]);
    expect(await at(25)).toEqual([[true, false]]);
    expect(await at(73)).toEqual([[true, true]]);
  });

  test("takes a closing for the first reply where there was none before", async ({ store }) => {
    await enter(store, feedback(0), close(1, 3));
    expect((await store.complaints(promised)).cases).toMatchObject([
      { first_reply_at: DAY + 3 * HOUR, closed_at: DAY + 3 * HOUR, replies: 0 },
    ]);
  });

  test("opens a case again when the user comes back to it", async ({ store }) => {
    await enter(store, feedback(0), close(1, 3), feedback(2, { ts: DAY + 5 * HOUR, kind: "appeal" }));
    const open = { kind: "complaint", closed_at: null, close_due_at: DAY + 77 * HOUR };
    expect((await store.complaints(promised)).cases).toMatchObject([open]);
    await enter(store, close(3, 9));
    expect((await store.complaints(promised)).cases).toMatchObject([{ closed_at: DAY + 9 * HOUR }]);
  });

  test("has the cases that were opened within the window, with answers from whenever", async ({ store }) => {
    await enter(
      store,
      feedback(0),
      feedback(1, { case_id: "c-2", ts: DAY + HOUR, kind: "report", outlet: "hot" }),
      feedback(2, { case_id: "c-3", ts: DAY + 2 * HOUR, service: "other" }),
      feedback(3, { case_id: "", kind: "not_interested" }),
      reply(4, 50, { case_id: "c-2" }),
    );
    const ids = async (...[filter, window]: Partial<Parameters<Store["complaints"]>>) =>
      (await store.complaints({ ...promised, ...filter }, window)).cases.map(({ case_id }) => case_id);
    expect(await ids()).toEqual(["c-3", "c-2", "c-1"]);
    expect(await ids({ ...promised, kind: "report" })).toEqual(["c-2"]);
    expect(await ids({ ...promised, service: "other" })).toEqual(["c-3"]);
    expect(await ids({ ...promised, outlet: "hot" })).toEqual(["c-2"]);
    const window = { from: DAY + 1, to: DAY + 2 * HOUR };
    expect((await store.complaints(promised, window)).cases).toMatchObject([
      { case_id: "c-2", first_reply_at: DAY + 50 * HOUR },
    ]);
  });

  test("refuses promises that are none", async ({ store }) => {
    await expect(store.complaints({ firstReplyHours: 0, closeHours: 1 })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      message: "firstReplyHours must be above 0, got 0",
    });
  });
});

describe("feedbackCounts", () => {
  test("counts by service, outlet, kind and reason", async ({ store }) => {
    const dwell = { kind: "dwell", case_id: "", reason: "" } as const;
    await enter(
      store,
      feedback(1, { ...dwell, dwell_ms: 100, decision: idAt(DAY) }),
      feedback(2, { ...dwell, dwell_ms: 300, decision: idAt(DAY), subject: subject(2) }),
      feedback(3, { ...dwell, dwell_ms: 900, subject: "0".repeat(64) }),
      feedback(4),
    );
    const on = { service: "book-feed", outlet: "home" };
    const dwells = {
      ...on,
      kind: "dwell",
      reason: "",
      count: 3,
      decisions: 1,
      subjects: 2,
      median_dwell_ms: 300,
    };
    const complaint = { ...on, kind: "complaint", reason: "unfair", count: 1, decisions: 0, subjects: 1 };
    expect(await store.feedbackCounts()).toEqual([dwells, { ...complaint, median_dwell_ms: 0 }]);
    expect(await store.feedbackCounts({ kind: "dwell" })).toEqual([dwells]);
    expect(await store.feedbackCounts({ outlet: "hot" })).toEqual([]);
    expect(await store.feedbackCounts({}, { from: DAY + 4 })).toMatchObject([{ kind: "complaint" }]);
  });
});
