import type { DecisionRow } from "@probity/core";
import { describe, expect } from "vitest";

import { seededRandom } from "../../src/index.ts";
import { HOUR, item, START, storeDecisions, WINDOW } from "../support/records.ts";
import { measuresOf, test } from "../support/store.ts";

const MINUTE = 60_000;

/** A price of an item, shown to a cohort in a quarter of an hour of the day. */
function shown(
  cohort: string,
  n: number,
  price: number,
  { quarter = n % 4, conditions = "c".repeat(16) } = {},
): Partial<DecisionRow> {
  const prices = [{ item: item(n), price, base: Number.NaN, conditions }];
  return { ts: START + 9 * HOUR + quarter * 15 * MINUTE, purpose: "pricing", cohorts: [cohort], prices };
}

const items = Array.from({ length: 40 }, (_, n) => n);

describe("P02, prices of the same on the same conditions", () => {
  test("finds a cohort that is shown higher prices, with the ratio and its interval", async ({
    store,
    look,
  }) => {
    const random = seededRandom("prices");
    await storeDecisions(
      store,
      items.flatMap((n) => [
        shown("member:gold", n, 110 + random()),
        shown("member:none", n, 100 + random()),
        shown("region:north", n, 1000),
      ]),
    );
    const outcome = await look("P02");
    expect(outcome.findings).toMatchObject([
      {
        ...{ rule: "P02", severity: "high", about: "cohorts:member:gold|member:none" },
        explanation_en: expect.stringMatching(
          /over 40 items and 40 pairs the cohort member:none saw prices 9\.\d+ % lower than member:gold/,
        ) as string,
      },
    ]);
    const { ratio = 0, ratio_low = 0, ratio_high = 0, likelihood = 1, ...rest } = measuresOf(outcome);
    expect(rest).toEqual({ items: 40, pairs: 40, above: 0, below: 40, comparisons: 1 });
    expect(ratio).toBeCloseTo(100.5 / 110.5, 2);
    expect([ratio_low < ratio, ratio < ratio_high, ratio_high < 1]).toEqual([true, true, true]);
    expect(likelihood).toBeCloseTo(2 ** -39, 15);
    expect((await look("P02")).findings).toEqual(outcome.findings);
  });

  test("lets pass what differs by chance, by too little, in too few pairs, or on other conditions", async ({
    store,
    look,
  }) => {
    const random = seededRandom("noise");
    await storeDecisions(store, [
      ...items.flatMap((n) => ["a:1", "a:2"].map((cohort) => shown(cohort, n, 100 + 20 * random()))),
      ...items.flatMap((n) => [shown("b:1", n, 100), shown("b:2", n, 100.5)]),
      ...items.slice(0, 29).flatMap((n) => [shown("c:1", n, 100), shown("c:2", n, 150)]),
      ...items.flatMap((n) => [shown("d:1", n, 100), shown("d:2", n, 150, { conditions: "d".repeat(16) })]),
      ...items.flatMap((n) => [shown("e:1", n, 100), shown("e:2", n, 150, { quarter: 20 })]),
      ...items.flatMap((n) => [shown("f:1", n, 100), shown("g:1", n, 150)]),
    ]);
    const { cases, findings } = await look("P02");
    expect({ cases, findings }).toEqual({ cases: 2, findings: [] });
  });

  test("takes pairs where there are few items, as of a service with one price", async ({ store, look }) => {
    const quarters = Array.from({ length: 40 }, (_, quarter) => quarter);
    await storeDecisions(
      store,
      quarters.flatMap((quarter) => [shown("new", 1, 20, { quarter }), shown("old", 1, 25, { quarter })]),
    );
    const measures = measuresOf(await look("P02"));
    expect(measures).toMatchObject({ items: 1, pairs: 40, ratio: 1.25, ratio_low: 1.25, above: 40 });
  });

  test("has nothing to say of one cohort alone, of prices that are none, and of the window after", async ({
    store,
    look,
  }) => {
    await storeDecisions(store, [
      ...items.map((n) => shown("giant", n, 100)),
      ...items.flatMap((n) => [shown("h:1", n, Number.NaN), shown("h:2", n, 100), shown("h:3", n, 0)]),
    ]);
    expect(await look("P02")).toMatchObject({ cases: 0, findings: [] });
    const after = { from: WINDOW.to, to: WINDOW.to + HOUR };
    expect(await look("P02", { window: after })).toMatchObject({ cases: 0, findings: [] });
  });
});
