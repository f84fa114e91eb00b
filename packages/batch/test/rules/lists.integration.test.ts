import { interventionRecord, listSnapshotRecord } from "@probity/core";
import { describe, expect } from "vitest";

import { HOUR, item, snapshot, START, step, storeDecisions, WINDOW } from "../support/records.ts";
import { test } from "../support/store.ts";

const NOON = START + 12 * HOUR;
const list = (...scores: number[]) => scores.map((score, n) => ({ id: item(n + 1), score, flags: 0 }));
const pin = (id: string) => ({
  ...{ id, kind: "pin" as const, item: item(0xaa), from_rank: 7, to_rank: 1, operator: "li.wei" },
  ...{ approver: "chen.jie", reason: "festival", ticket: "OPS-12", valid_from: null, valid_to: null },
});

describe("I02, logs of lists", () => {
  test("finds lists without a snapshot, and ranks that no score bears out", async ({ store, look }) => {
    await store.enter(listSnapshotRecord, [
      snapshot({ list: "odd", entries: [...snapshot().entries].toReversed(), outlet: "app" }),
    ]);
    await storeDecisions(store, [
      { surface: "hot", items: list(3, 1, 2) },
      { surface: "hot", items: list(3, 2, 2) },
    ]);
    const { findings } = await look("I02");
    expect(findings.map(({ about, outlet }) => [outlet, about])).toEqual([
      ["home", "unlogged:hot"],
      ["app", "order:list_snapshots:hot:odd"],
      ["home", "order:decisions:hot:"],
    ]);
    expect(findings[0]?.explanation_en).toMatch(
      /of 2 times .* 2 \(100 %\) have no snapshot within the 24 hours/,
    );
    expect(findings[2]?.measures).toEqual([
      { name: "lists", value: 2 },
      { name: "unordered", value: 1 },
    ]);
  });

  test("lets pass lists that are logged, and orders that were intervened in", async ({ store, look }) => {
    await store.enter(listSnapshotRecord, [
      snapshot(),
      snapshot({ entries: [...snapshot().entries].toReversed(), interventions: ["iv-1"], ts: NOON }),
    ]);
    await storeDecisions(store, [
      { surface: "hot", items: list(3, 1, 2), interventions: [pin("iv-1")] },
      // An advertisement at its place, and an item without a score.
      { surface: "hot", items: [...list(3), { id: item(8), score: 9, flags: 1 }, ...list(Number.NaN, 2)] },
    ]);
    const { cases, findings } = await look("I02");
    expect({ cases, findings }).toEqual({ cases: 3, findings: [] });
  });

  test("takes no snapshot that is older than its time, or of another outlet", async ({ store, look }) => {
    await store.enter(listSnapshotRecord, [
      snapshot({ ts: NOON - 25 * HOUR }),
      snapshot({ outlet: "app" }),
      snapshot({ surface: "list" }),
    ]);
    await storeDecisions(store, [{ ts: NOON, surface: "hot", items: list(3, 2) }]);
    const { findings } = await look("I02");
    expect(findings.map(({ about }) => about)).toEqual(["unlogged:hot"]);
  });

  test("has nothing to say of other surfaces", async ({ store, look }) => {
    await storeDecisions(store, [{ surface: "feed", items: list(1, 2) }]);
    expect(await look("I02")).toMatchObject({ cases: 0, findings: [] });
  });
});

describe("I01, interventions that the ledger does not bear out", () => {
  test("finds each kind of them, with what is the matter", async ({ store, look }) => {
    const both = (id: string, about = {}) => [
      step({ id, ...about }),
      step({ id, step: "approved", actor: "chen.jie", ts: START - 1, ...about }),
    ];
    await store.enter(interventionRecord, [
      step({ id: "unapproved" }),
      ...[step({ id: "own" }), step({ id: "own", step: "approved", actor: "li.wei", ts: START })],
      ...[step({ id: "rejected" }), step({ id: "rejected", step: "rejected", actor: "chen.jie" })],
      ...both("late-approval").slice(0, 1),
      step({ id: "late-approval", step: "approved", actor: "chen.jie", ts: NOON + HOUR }),
      ...both("revoked"),
      step({ id: "revoked", step: "revoked", actor: "chen.jie", ts: NOON - HOUR }),
      ...both("expired", { valid_to: NOON - HOUR }),
      ...both("early", { valid_from: NOON + HOUR }),
      ...both("elsewhere", { outlet: "app" }),
      ...both("fine"),
    ]);
    const ids = [
      ...["unknown", "unapproved", "own", "rejected", "late-approval", "revoked"],
      ...["expired", "early", "elsewhere", "fine"],
    ];
    await storeDecisions(store, [{ ts: NOON, interventions: ids.map(pin) }]);
    const { findings } = await look("I01");
    expect(findings.map(({ about }) => about).toSorted()).toEqual([
      "early:early",
      "elsewhere:elsewhere",
      "expired:expired",
      "rejected:rejected",
      "revoked:revoked",
      "unapproved:late-approval",
      "unapproved:own",
      "unapproved:unapproved",
      "unknown:unknown",
    ]);
    expect(findings.find(({ about }) => about === "expired:expired")?.explanation_zh).toBe(
      "疑似人工干预缺少依据：干预「expired」在 2026-09-14 12:00:00 至 2026-09-14 12:00:00（北京时间）" +
        "影响了 1 次决策，而当时已过有效期，待复核。",
    );
  });

  test("lets pass what services may be late in learning of", async ({ store, look }) => {
    await store.enter(interventionRecord, [
      step({ valid_to: NOON - 4000 }),
      step({ step: "approved", actor: "chen.jie", ts: START - 1, valid_to: NOON - 4000 }),
    ]);
    await storeDecisions(store, [{ ts: NOON, interventions: [pin("iv-1")] }]);
    expect(await look("I01")).toMatchObject({ findings: [] });
    const strict = await look("I01", { settings: { interventionToleranceMs: 1000 } });
    expect(strict.findings).toMatchObject([{ about: "expired:iv-1" }]);
  });

  test("has nothing to say of decisions that nobody touched, or outside of the window", async ({
    store,
    look,
  }) => {
    await storeDecisions(store, [{}, { ts: WINDOW.to, interventions: [pin("iv-1")] }]);
    expect(await look("I01")).toMatchObject({ cases: 0, findings: [] });
  });
});
