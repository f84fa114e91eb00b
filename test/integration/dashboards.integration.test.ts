import { readFileSync } from "node:fs";
import { createClient } from "@clickhouse/client";
import { openStore } from "@probity/clickhouse";
import { createCatalog, type ObservedCall, Pseudonyms, Recorder } from "@probity/core";
import { cn, judgeWith } from "@probity/rules";
import { describe, expect } from "vitest";
import { type TestDatabase, test } from "../support/database.ts";

const page = readFileSync(new URL("../../dashboards/README.md", import.meta.url), "utf8");
const queries = [...page.matchAll(/^(.*?):[^\n]*\n\n```sql\n(.*?)```/gms)].map((match) => {
  const question = match[1]?.split("\n").at(-1) ?? "";
  return [question, match[2] ?? ""] as const;
});

const CALL: ObservedCall = {
  source: "",
  system: "postgresql",
  host: "db.internal",
  database: "books",
  operation: "SELECT",
  target: "readers",
  statement: "",
  fields: ["age"],
  features: [],
  startedAt: Date.now(),
  tookMs: 1,
  failed: false,
};

/**
 * One decision for a child, with an advertisement, by an algorithm that a person without approval meddled with, and with a
 * call that no rule maps; and what was counted of it.
 */
async function recordOne(database: TestDatabase): Promise<void> {
  const store = openStore(database);
  await store.migrate();
  const catalog = createCatalog({
    sources: [{ name: "profile" }],
    features: [{ name: "profile.history", codes: ["LEG.BROWSE"], purposes: ["content"] }],
  });
  const stored: Promise<void>[] = [];
  const recorder = new Recorder({
    service: "books",
    catalog,
    algorithms: [{ id: "feed", version: "1", type: "personalised_push", purpose: "content" }],
    pseudonyms: new Pseudonyms({ id: "k1", secret: Buffer.alloc(32, 1) }),
    judge: judgeWith([cn]),
    routes: [{ method: "GET", path: "/feed", algorithm: "feed" }],
    sink: {
      accept({ table, version, bytes }) {
        stored.push(store.insertBatch({ table, version, bytes, token: `one ${table}` }));
        return true;
      },
    },
  });
  await store.registerCatalog(
    catalog.features.map(({ number, name, source, path, codes, personal, inferred, purposes, tags }) => {
      const feature = {
        feature: name,
        source,
        path,
        system: "",
        dataset: "",
        codes,
        personal,
        inferred,
        purposes,
        tags,
      };
      return { catalog: catalog.digest, number, service: "books", ...feature, registered_at: Date.now() };
    }),
  );
  const decision = recorder.open({ algorithm: "feed", subject: { id: "u-1", age: 12 } });
  decision.uses("profile.history");
  decision.intervene({
    id: "1",
    kind: "pin",
    item: "b-1",
    fromRank: 7,
    toRank: 1,
    operator: "ops",
    reason: "promo",
  });
  decision.deliver([{ id: "b-1", flags: ["ad"] }]);
  for (const source of ["profile", ""]) decision.observe({ ...CALL, source });
  decision.close();
  recorder.covered({ method: "GET", route: "/feed", became: "decision" });
  recorder.covered({ method: "GET", route: "/feed", became: "fault" });
  recorder.covered({ method: "GET", route: "/similar", became: "not_configured", isJson: true });
  recorder.stateCoverage();
  recorder.flush();
  await Promise.all(stored);
  await store.close();
}

describe("the dashboards' page", () => {
  test("has a query for each question, and each finds what was recorded", async ({ database }) => {
    expect(queries.length).toBe(11);
    await recordOne(database);
    const client = createClient(database);
    for (const [question, sql] of queries) {
      const placed = sql
        .replaceAll("probity.", `${database.database}.`)
        .replaceAll("$__timeFilter(ts)", "ts > now() - 3600");
      const answer = await client.query({ query: placed, format: "JSONEachRow" });
      expect({ question, rows: (await answer.json()).length > 0 }).toEqual({ question, rows: true });
    }
    await client.close();
  });
});
