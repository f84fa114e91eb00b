import { findingRecord } from "@probity/core";
import { describe, expect } from "vitest";

import { changedFindings, runBatchRules, seededRandom } from "../src/index.ts";
import { HOUR, item, START, storeDecisions, subject, WINDOW } from "./support/records.ts";
import { test } from "./support/store.ts";

describe("a window", () => {
  test("that is run twice is entered once; records that arrive late add to it", async ({ store }) => {
    const enter = async () => {
      const run = await runBatchRules({ queries: store.batch, window: WINDOW });
      const stored = await store.batch.storedFindings(run.rules.map((rule) => rule.run));
      const { added, known, gone } = changedFindings(run, stored);
      await store.enter(findingRecord, added);
      return { added: added.map(({ rule }) => rule), known, gone: gone.map(({ rule }) => rule) };
    };
    const unknown = { age_band: "unknown" as const };
    await storeDecisions(store, [unknown, unknown, {}]);
    expect(await enter()).toEqual({ added: ["M09"], known: 0, gone: [] });
    expect(await enter()).toEqual({ added: [], known: 1, gone: [] });
    await storeDecisions(store, [unknown]);
    expect(await enter()).toEqual({ added: ["M09"], known: 0, gone: ["M09"] });
    expect((await store.findings()).rows).toHaveLength(2);
  });

  test("of clean records, made by chance, has no finding of any rule", async ({ store }) => {
    const random = seededRandom("a clean day");
    const pick = (count: number) => Math.floor(random() * count);
    await storeDecisions(
      store,
      Array.from({ length: 3000 }, (_, n) => {
        const scores = Array.from({ length: 10 }, random).toSorted((a, b) => b - a);
        const first = pick(10_000);
        return {
          ts: START + Math.floor((n / 3000) * 24 * HOUR),
          subject: subject(pick(300)),
          cohorts: [`member:${pick(3)}`],
          prices: [
            { item: item(pick(50)), price: 100 + 5 * random(), base: Number.NaN, conditions: "c".repeat(16) },
          ],
          items: scores.map((score, place) => ({
            id: item(first + place),
            score,
            flags: random() < 0.3 ? 4096 : 0,
          })),
        };
      }),
    );
    const filed = new Map([["feed", { outlets: ["home"], versions: ["1.4"] }]]);
    const { rules } = await runBatchRules({ queries: store.batch, window: WINDOW, filed });
    const looked = rules.filter(({ cases }) => cases > 0).map(({ rule }) => rule);
    expect(looked).toEqual(["P02", "F03", "R01", "M09", "D01", "O02", "V01"]);
    expect(rules.flatMap(({ findings }) => findings.map((finding) => finding.explanation_en))).toEqual([]);
    expect(rules.filter(({ error }) => error !== undefined)).toEqual([]);
  });
});
