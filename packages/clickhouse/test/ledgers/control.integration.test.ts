import { controlChangeRecord, type ControlChangeRow } from "@probity/core";
import { describe, expect } from "vitest";

import type { Store } from "../../src/index.ts";
import { change, ledgerBatchOf } from "../support/ledger-rows.ts";
import { coverage, coverageBatchOf, DAY, idAt } from "../support/rows.ts";
import { test } from "../support/store.ts";

const enter = (store: Store, ...rows: ControlChangeRow[]) =>
  store.insertBatch(ledgerBatchOf(controlChangeRecord, rows));
const OTHER = idAt(DAY, 0xbeef);

describe("controlChanges", () => {
  test("gives the last request of each rule and outlet, and of the kill switch", async ({ store }) => {
    const kill = { target: "kill_switch", rule: "", from: "released", to: "thrown" } as const;
    await enter(store, change(1), change(2, { outlet: "home" }), change(3, { rule: "S01" }), change(4, kill));
    await enter(store, change(5, { to: "shadow" }));
    await enter(store, change(6, { step: "applied", to: "off" }), change(7, { source: "file", to: "off" }));
    const rows = await store.controlChanges();
    expect(rows.map(({ target, rule, outlet, to }) => [target, rule, outlet, to])).toEqual([
      ["rule", "M02", "", "shadow"],
      ["rule", "M02", "home", "enforce"],
      ["rule", "S01", "", "enforce"],
      ["kill_switch", "", "", "thrown"],
    ]);
  });

  test("gives a service those that are for it, and those for every service, the last of both", async ({
    store,
  }) => {
    await enter(store, change(1), change(2, { rule: "S01", service: "other" }));
    await expect
      .poll(async () => {
        await enter(store, change(3, { service: "", to: "off" }));
        return (await store.controlChanges({ service: "book-feed" })).map(({ rule, to }) => [rule, to]);
      })
      .toEqual([["M02", "off"]]);
    const all = await store.controlChanges();
    expect(all.map(({ rule, service, to }) => [rule, service, to])).toEqual([
      ["M02", "", "off"],
      ["M02", "book-feed", "enforce"],
      ["S01", "other", "enforce"],
    ]);
  });

  test("goes by what the database took last, not by clocks that are ahead", async ({ store }) => {
    const kill = { target: "kill_switch", rule: "", from: "released", to: "thrown" } as const;
    await enter(store, change(1, { ...kill, requested_at: DAY + 600_000, ts: DAY + 600_000 }));
    await expect
      .poll(async () => {
        await enter(store, change(2, { ...kill, from: "thrown", to: "released" }));
        return (await store.controlChanges()).map(({ to }) => to);
      })
      .toEqual(["released"]);
  });
});

describe("controlHistory", () => {
  test("tells of each change who asked for what, and how far it got", async ({ store }) => {
    const second = idAt(DAY, 2);
    await enter(
      store,
      change(1),
      change(2, { step: "applied", ts: DAY + 40, from: "shadow" }),
      change(3, { step: "applied", ts: DAY + 90, writer: OTHER, service: "book-search" }),
      change(4, { step: "refused", writer: OTHER, epoch: 2 }),
      change(5, { change: second, step: "applied", source: "file", who: "", rule: "S01", ts: DAY + 500 }),
    );
    const first = {
      change: idAt(DAY, 1),
      ts: DAY + 1,
      service: "book-feed",
      source: "table",
      who: "li.wei",
      reason: "trial",
      target: "rule",
      rule: "M02",
      outlet: "",
      from: "observe",
      to: "enforce",
      requested_at: DAY,
      applied: 2,
      refused: 1,
      first_applied_at: DAY + 40,
      last_applied_at: DAY + 90,
    };
    const { rows } = await store.controlHistory();
    expect(rows).toEqual([
      expect.objectContaining({ change: second, source: "file", applied: 1, last_applied_at: DAY + 500 }),
      first,
    ]);
    const page = await store.controlHistory({}, { limit: 1 });
    expect((await store.controlHistory({}, { after: page.next })).rows).toEqual([first]);
    expect((await store.controlHistory({ rule: "M02" })).rows).toEqual([first]);
    expect((await store.controlHistory({ source: "file" })).rows).toMatchObject([{ change: second }]);
    expect((await store.controlHistory({ target: "kill_switch" })).rows).toEqual([]);
  });

  test("has the steps of a change, who asked first", async ({ store }) => {
    const rows = [
      change(2, { step: "applied", ts: DAY - 40 }),
      change(1),
      change(3, { change: idAt(DAY, 2) }),
      change(4, { step: "refused" }),
    ];
    await enter(store, ...rows);
    expect((await store.controlSteps(idAt(DAY, 1))).map(({ seq }) => seq)).toEqual([1, 2, 4]);
  });
});

describe("liveProcesses", () => {
  test("are those that stated their coverage a moment ago", async ({ store }) => {
    const now = Date.now();
    await store.insertBatch(
      coverageBatchOf([
        coverage(now - 90_000, { seq: 1 }),
        coverage(now - 30_000, { seq: 2, route: "/hot" }),
        coverage(now - 600_000, { writer: OTHER }),
      ]),
    );
    expect(await store.liveProcesses()).toMatchObject([
      { service: "book-feed", epoch: 1, last: now - 30_000 },
    ]);
  });
});
