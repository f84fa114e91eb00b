import { feedbackRecord, type DecisionRow } from "@probity/core";
import { describe, expect } from "vitest";

import { seededRandom } from "../../src/index.ts";
import { DAY, feedback, HOUR, item, START, storeDecisions, subject, uuid } from "../support/records.ts";
import { measuresOf, test } from "../support/store.ts";

const times = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));
const page = (...items: number[]): Partial<DecisionRow> => ({
  items: items.map((n) => ({ id: item(n), score: 1, flags: 0 })),
});
const AT = START + 10 * HOUR;

describe("V01, the same items again and again", () => {
  test("finds a surface where most had come before, or an item stands twice", async ({ store, look }) => {
    await storeDecisions(store, [
      ...times(10, () => page(1, 2, 3)),
      ...times(3, (n) => ({ ...page(n, n, 10 + n), outlet: "app" })),
    ]);
    const outcome = await look("V01");
    expect(outcome.findings.map(({ outlet }) => outlet)).toEqual(["app", "home"]);
    expect(measuresOf(outcome, 1)).toEqual({
      subjects: 1,
      pages: 10,
      delivered: 30,
      again: 27,
      twice_on_page: 0,
    });
    expect(measuresOf(outcome, 0)).toMatchObject({ delivered: 9, again: 3, twice_on_page: 3 });
  });

  test("lets pass half repeated, and says nothing of who saw too few pages", async ({ store, look }) => {
    await storeDecisions(store, [
      ...times(4, (n) => page(1, 10 + n)),
      ...times(2, () => ({ ...page(1, 1), subject: subject(2), outlet: "app" })),
    ]);
    const { cases, findings } = await look("V01");
    expect({ cases, findings }).toEqual({ cases: 1, findings: [] });
  });
});

describe("V02, negative feedback", () => {
  const refused = (about = {}) => feedback({ kind: "not_interested", item: item(7), ...about });

  test("finds items that came again to who had refused them", async ({ store, look }) => {
    await store.enter(feedbackRecord, [refused(), refused({ ts: AT - 5 * DAY, subject: subject(2) })]);
    await storeDecisions(store, [
      { ...page(1, 7), ts: AT + HOUR },
      { ...page(7), ts: AT + 2 * HOUR },
      { ...page(7), ts: AT, subject: subject(2) },
    ]);
    expect(measuresOf(await look("V02"))).toEqual({ items: 2, subjects: 2, deliveries: 3 });
  });

  test("lets pass what came before, at once, to others, or under another key", async ({ store, look }) => {
    await store.enter(feedbackRecord, [refused()]);
    await storeDecisions(store, [
      { ...page(7), ts: AT - HOUR },
      { ...page(7), ts: AT + 60_000 },
      { ...page(7), ts: AT + HOUR, subject: subject(2) },
      { ...page(7), ts: AT + HOUR, key_id: "k2" },
      { ...page(8), ts: AT + HOUR },
    ]);
    expect(await look("V02")).toMatchObject({ cases: 0, findings: [] });
  });
});

describe("W01, dispatch on end", () => {
  const orders = (who: number, hours: number, pauseAt = -1) =>
    times(2 * hours + 1, (n) => ({
      ts: START + n * (HOUR / 2),
      purpose: "dispatch" as const,
      subject: subject(who),
    })).filter((_, n) => n <= pauseAt || n > pauseAt + 2 || pauseAt < 0);

  test("finds workers without a pause for longer than the limit", async ({ store, look }) => {
    await storeDecisions(store, [...orders(1, 14), ...orders(2, 12), ...orders(3, 14, 12)]);
    const outcome = await look("W01");
    expect(outcome.findings).toHaveLength(1);
    expect(measuresOf(outcome)).toMatchObject({
      workers: 3,
      long_workers: 1,
      longest_max_h: 14,
      longest_p50_h: 12,
    });
  });

  test("lets pass twelve hours, and a day with a pause", async ({ store, look }) => {
    await storeDecisions(store, [...orders(2, 12), ...orders(3, 14, 12)]);
    const { cases, findings } = await look("W01");
    expect({ cases, findings }).toEqual({ cases: 1, findings: [] });
  });

  test("has nothing to say of other purposes", async ({ store, look }) => {
    await storeDecisions(
      store,
      orders(1, 14).map((order) => ({ ...order, purpose: "content" as const })),
    );
    expect(await look("W01")).toMatchObject({ cases: 0, findings: [] });
  });
});

describe("U01, feedback out of the ordinary", () => {
  // Complaints as they come in by chance, six an hour, for five weeks and the day that is looked at.
  function history(seed: string, more: (hour: number) => number = () => 0) {
    const random = seededRandom(seed);
    return times(36 * 24, (n) => START - 35 * DAY + n * HOUR).flatMap((hour) =>
      times(poisson(6, random) + more(hour), (n) =>
        feedback({ ts: hour + n * 1000, case_id: `${hour}-${n}` }),
      ),
    );
  }

  test("finds an hour with far more than is usual at that hour, in one sentence", async ({ store, look }) => {
    await store.enter(
      feedbackRecord,
      history("spike", (hour) => (hour === AT ? 60 : 0)),
    );
    const outcome = await look("U01");
    expect(outcome.findings).toMatchObject([{ about: "spike:complaint", outlet: "home", algorithm: "" }]);
    expect(measuresOf(outcome)).toMatchObject({ hours: 1, worst_hour_ms: AT });
    expect(outcome.findings[0]?.explanation_zh).toMatch(
      /^疑似用户反馈异常：「投诉」有 1 个小时明显多于往常，最甚为 2026-09-14 10:00:00（北京时间）起的一小时.*待复核。$/,
    );
  });

  test("raises no false alarm over what comes by chance", async ({ store, look }) => {
    await store.enter(feedbackRecord, history("chance"));
    const { cases, findings } = await look("U01");
    expect({ cases, findings }).toEqual({ cases: 1, findings: [] });
  });

  test("has nothing to say where there is no history, and knows the algorithm by the decision", async ({
    store,
    look,
  }) => {
    await storeDecisions(store, [{ id: uuid(77), algorithm: "hot" }]);
    await store.enter(
      feedbackRecord,
      times(80, (n) => feedback({ ts: AT + n, decision: uuid(77), outlet: "" })),
    );
    const { rows } = await store.batch.feedbackHours({ from: START, to: START + DAY }, { historyDays: 35 });
    expect(rows).toEqual([{ kind: "complaint", algorithm: "hot", outlet: "home", hour: AT, times: 80 }]);
    expect(await look("U01")).toMatchObject({ cases: 1, findings: [] });
  });
});

describe("U02, cases whose time ran out", () => {
  const opened = (id: string, ts: number) => feedback({ case_id: id, ts });
  const answered = (id: string, ts: number, kind: "reply" | "close" = "reply") =>
    feedback({ case_id: id, ts, kind, actor: "wang.fang" });
  const settings = { firstReplyHours: 72, closeHours: 120 };

  test("finds cases without an answer when it was due, in the window in which it was", async ({
    store,
    look,
  }) => {
    const [due, closeDue] = [AT - 72 * HOUR, AT - 120 * HOUR];
    await store.enter(feedbackRecord, [
      opened("late", due),
      ...[opened("later", due), answered("later", AT + HOUR)],
      ...[opened("in-time", due), answered("in-time", AT - 1)],
      ...[opened("open", closeDue), answered("open", closeDue + HOUR)],
      ...[opened("closed", closeDue), answered("closed", closeDue + HOUR, "close")],
    ]);
    const outcome = await look("U02", { settings });
    expect(measuresOf(outcome)).toMatchObject({
      reply_due: 3,
      reply_late: 2,
      close_due: 2,
      close_late: 1,
      reply_max_h: 86,
    });
  });

  test("lets pass what was answered in time, and says nothing of what is not due yet", async ({
    store,
    look,
  }) => {
    await store.enter(feedbackRecord, [
      ...[opened("in-time", AT - 72 * HOUR), answered("in-time", AT, "close")],
      opened("fresh", AT),
    ]);
    expect(await look("U02", { settings })).toMatchObject({ cases: 1, findings: [] });
  });
});

function poisson(mean: number, random: () => number): number {
  const limit = Math.exp(-mean);
  let count = -1;
  for (let product = 1; product > limit; product *= random()) count += 1;
  return count;
}
