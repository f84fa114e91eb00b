import type { Store } from "@probity/clickhouse";
import {
  ByteWriter,
  catalogRecord,
  type CatalogRow,
  coverageRecord,
  type CoverageRow,
  gapRecord,
  type GapRow,
} from "@probity/core";
import { describe, expect } from "vitest";

import { HOUR, START, storeDecisions, uuid } from "../support/records.ts";
import { measuresOf, test } from "../support/store.ts";

const CATALOG = "c1".repeat(32);

async function storeCatalog(store: Store): Promise<void> {
  const names = ["profile.age", "profile.city", "history.books[]"];
  const rows = names.map((feature, number): CatalogRow => {
    const [source = "", path = ""] = feature.split(".");
    return {
      ...{ catalog: CATALOG, number, service: "book-feed", feature, source, path, system: "postgresql" },
      ...{ dataset: "public", codes: [], personal: true, inferred: false, purposes: [], tags: false },
      registered_at: START,
    };
  });
  const bytes = new ByteWriter();
  for (const row of rows) catalogRecord.encode(bytes, row);
  const { name: table, version } = catalogRecord;
  await store.insertBatch({ table, version, bytes: bytes.take(), token: "catalog" });
}

const gap = (first: number, last: number): Omit<GapRow, "seq" | "writer" | "epoch"> => ({
  ...{ ts: START + 11 * HOUR, service: "book-feed", of: "decisions", first_seq: first, last_seq: last },
  ...{ rows: last - first + 1, cause: "dropped", detail: "" },
});

const route = (about: Partial<CoverageRow>): Omit<CoverageRow, "seq" | "writer" | "epoch"> => ({
  ...{
    ts: START + HOUR,
    service: "book-feed",
    from: START,
    method: "GET",
    route: "/feed",
    algorithm: "feed",
  },
  ...{ requests: 0, decisions: 0, remote_calls: 0, lists: 0, reasons: [], ...about },
});

describe("F03, what ran and what was filed", () => {
  const ran = {
    ...{ catalog: CATALOG, outlet: "plugin", version: "2", notice: "n2", features_read: [0, 2] },
    calls: [{ source: "location", how: "declared" as const, at_us: 0, took_us: 1, count: 1 }],
  };

  test("finds outlets, versions, features, sources and notices that were not filed", async ({
    store,
    look,
  }) => {
    await storeCatalog(store);
    await storeDecisions(store, [ran, { ...ran, outlet: "home", version: "1", features_read: [0] }]);
    const filed = new Map([
      [
        "feed",
        { outlets: ["home"], versions: ["1"], features: ["profile.age"], sources: ["profile"], notice: "n1" },
      ],
    ]);
    const { findings } = await look("F03", { filed });
    expect(findings.map(({ about, outlet }) => [about, outlet])).toEqual([
      ["feature:history.books[]", ""],
      ["notice:n2", ""],
      ["outlet:plugin", "plugin"],
      ["source:location", ""],
      ["version:2", ""],
    ]);
    expect(JSON.parse(findings[0]?.parameters ?? "")).toMatchObject({
      settings: { filed: { feed: { outlets: ["home"], versions: ["1"] } } },
    });
    expect(findings[2]?.explanation_zh).toMatch(/^疑似运行事实与备案快照不一致：出口「plugin」.*待复核。$/);
  });

  test("compares only what the snapshot lists", async ({ store, look }) => {
    await storeCatalog(store);
    await storeDecisions(store, [ran]);
    const { cases, findings } = await look("F03", { filed: new Map([["feed", { outlets: ["plugin"] }]]) });
    expect({ cases, findings }).toEqual({ cases: 1, findings: [] });
  });

  test("has nothing to say of an algorithm of which no filing is known", async ({ store, look }) => {
    await storeDecisions(store, [ran]);
    expect(await look("F03")).toMatchObject({ cases: 0, findings: [] });
  });
});

describe("R01, gaps in the log", () => {
  test("finds losses on record, numbers that are missing without a word, and routes with few decisions", async ({
    store,
    look,
  }) => {
    // Of writer 7 numbers 4 to 6 are missing and accounted for, 8 and 9 are not.
    const numbers = [1, 2, 3, 7, 10];
    await storeDecisions(
      store,
      numbers.map((seq) => ({ seq, writer: uuid(7) })),
    );
    const lost = { ...gap(4, 6), seq: 1, writer: uuid(7), epoch: 1 };
    const bytes = new ByteWriter();
    gapRecord.encode(bytes, lost);
    await store.insertBatch({ table: "gaps", version: 1, bytes: bytes.take(), token: "gap" });
    await store.enter(coverageRecord, [
      route({ requests: 100, decisions: 90, reasons: [{ reason: "nested", requests: 5 }] }),
      route({ requests: 100, decisions: 99, route: "/hot", algorithm: "hot" }),
      route({ requests: 100, route: "/health", algorithm: "" }),
    ]);
    const outcome = await look("R01");
    expect(outcome.findings.map(({ about }) => about)).toEqual([
      "gap:book-feed:decisions:dropped",
      "sequence:book-feed",
      "coverage:book-feed:GET /feed",
    ]);
    expect(measuresOf(outcome, 0)).toEqual({ gaps: 1, rows: 3, missing: 3 });
    expect(measuresOf(outcome, 1)).toMatchObject({ writers_with_holes: 1, missing: 2, doubled: 0 });
    expect(outcome.findings[2]?.explanation_en).toContain("of 100 requests to GET /feed only 95 (95 %)");
  });

  test("finds tables whose rows are deleted before six months are over", async ({ look, command }) => {
    await command("ALTER TABLE decisions MODIFY TTL toDateTime(ts) + INTERVAL 90 DAY");
    await command("ALTER TABLE gaps MODIFY TTL toDateTime(ts) + INTERVAL 6 MONTH");
    await command("ALTER TABLE feedback MODIFY TTL toDateTime(ts) + INTERVAL 184 DAY");
    const outcome = await look("R01");
    expect(outcome.cases).toBe(3);
    expect(outcome.findings.map(({ about }) => about)).toEqual(["retention:decisions"]);
    expect(measuresOf(outcome)).toEqual({ days: 90 });
  });

  test("lets pass a log without gaps", async ({ store, look }) => {
    await storeDecisions(store, [{}, {}, {}]);
    await store.enter(coverageRecord, [route({ requests: 3, decisions: 3 })]);
    const { cases, findings } = await look("R01");
    expect({ cases, findings }).toEqual({ cases: 2, findings: [] });
  });
});
