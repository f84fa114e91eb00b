import { describe, expect } from "vitest";

import { coverage, coverageBatchOf, DAY, idAt } from "./support/rows.ts";
import { test } from "./support/store.ts";

const MINUTE = 60_000;
const not_configured = (requests: number) => [{ reason: "not_configured", requests }];

const rows = [
  coverage(DAY, { requests: 10, decisions: 8, lists: 1, reasons: [{ reason: "fault", requests: 2 }] }),
  coverage(DAY + MINUTE, {
    ...{ seq: 2, writer: idAt(DAY, 0xfffe), requests: 5, decisions: 3 },
    reasons: [
      { reason: "fault", requests: 1 },
      { reason: "nested", requests: 1 },
    ],
  }),
  coverage(DAY, { seq: 3, route: "/hot", algorithm: "hot" }),
  coverage(DAY, {
    seq: 4,
    route: "/similar",
    algorithm: "",
    requests: 40,
    lists: 40,
    reasons: not_configured(40),
  }),
  coverage(DAY, { seq: 5, method: "POST", route: "/features", algorithm: "", service: "book-features" }),
];

const FEED = { service: "book-feed", method: "GET", route: "/feed", algorithm: "feed", remote_calls: 0 };

describe("coverage", () => {
  test("sums up by route what became of requests, and why, configured routes first", async ({ store }) => {
    await store.insertBatch(coverageBatchOf(rows));
    const { routes, isComplete } = await store.coverage();
    expect(isComplete).toBe(true);
    expect(routes.map(({ route }) => route)).toEqual(["/feed", "/hot", "/similar", "/features"]);
    expect(routes[0]).toEqual({
      ...FEED,
      ...{ requests: 15, decisions: 11, lists: 1, reasons: { fault: 3, nested: 1 } },
      ...{ first: DAY - MINUTE, last: DAY + MINUTE },
    });
    expect(routes[1]).toMatchObject({ requests: 0, decisions: 0, reasons: {} });
    expect(routes[2]).toMatchObject({ algorithm: "", lists: 40, reasons: { not_configured: 40 } });
  });

  test("keeps to a window and to a service", async ({ store }) => {
    await store.insertBatch(coverageBatchOf(rows));
    const late = await store.coverage({}, { from: DAY + 1 });
    expect(late.routes).toMatchObject([{ route: "/feed", requests: 5, reasons: { fault: 1, nested: 1 } }]);
    expect((await store.coverage({ service: "book-features" })).routes).toMatchObject([{ method: "POST" }]);
  });

  test("tells apart a route before and after it was configured", async ({ store }) => {
    const before = coverage(DAY, { algorithm: "", requests: 7, reasons: not_configured(7) });
    await store.insertBatch(
      coverageBatchOf([before, coverage(DAY + MINUTE, { seq: 2, requests: 4, decisions: 4 })]),
    );
    expect((await store.coverage()).routes).toMatchObject([
      { algorithm: "feed", requests: 4, decisions: 4 },
      { algorithm: "", requests: 7, decisions: 0 },
    ]);
  });

  test("is empty where nothing was counted", async ({ store }) => {
    expect(await store.coverage()).toEqual({ routes: [], isComplete: true });
  });
});
