import { feedbackRecord, type DecisionRow } from "@probity/core";
import { describe, expect } from "vitest";

import { seededRandom } from "../../src/index.ts";
import { feedback, item, storeDecisions, uuid } from "../support/records.ts";
import { measuresOf, test } from "../support/store.ts";

const OWN = 4096;
const AD = 1;

/** A list of items, best first, each with a score and perhaps the flag of one's own. */
function list(...places: [score: number, flags?: number][]): Partial<DecisionRow> {
  return { items: places.map(([score, flags = 0], n) => ({ id: item(flags * 100 + n), score, flags })) };
}
const times = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));

describe("D01, exposure of groups of items", () => {
  test("finds a group that gets less attention than its scores deserve, and engagement beside it", async ({
    store,
    look,
  }) => {
    const random = seededRandom("lists");
    // The same score, but others' items always stand below.
    const lists = times(60, (n) => ({
      ...list([0.5, OWN], [0.5, OWN], [0.5], [0.5 + random() / 100]),
      id: uuid(900_000 + n),
    }));
    await storeDecisions(store, lists);
    await store.enter(feedbackRecord, [
      ...times(20, (n) =>
        feedback({ kind: "dwell", dwell_ms: 900, decision: uuid(900_000 + n), item: item(OWN * 100) }),
      ),
      ...times(10, (n) =>
        feedback({ kind: "dwell", dwell_ms: 900, decision: uuid(900_000 + n), item: item(2) }),
      ),
    ]);
    const outcome = await look("D01");
    expect(outcome.findings).toMatchObject([
      {
        ...{ rule: "D01", severity: "info", about: "groups:own_product|others" },
        explanation_zh: expect.stringMatching(/^疑似曝光不均.*按得分应得的曝光.*待复核。$/) as string,
      },
    ]);
    const own = (1 + 1 / Math.log2(3)) / 2;
    const others = (0.5 + 1 / Math.log2(5)) / 2;
    const {
      parity = 0,
      treatment = 0,
      impact = 0,
      treatment_low = 0,
      treatment_high = 0,
    } = measuresOf(outcome);
    expect(parity).toBeCloseTo(own / others, 10);
    expect(treatment).toBeCloseTo(own / others, 1);
    expect(impact).toBeCloseTo(2, 1);
    expect([treatment_low <= treatment, treatment <= treatment_high]).toEqual([true, true]);
  });

  test("goes by a list of groups where one is given", async ({ store, look }) => {
    await storeDecisions(
      store,
      times(40, () => list([3], [2], [1])),
    );
    const groups = new Map([
      [item(0), "famous"],
      [item(2), "new"],
    ]);
    const outcome = await look("D01", { groups });
    expect(outcome.findings.map(({ about }) => about)).toEqual(["groups:new|famous"]);
    expect(measuresOf(outcome)["treatment"]).toBeCloseTo(0.5 / 1 / (1 / 3), 10);
  });

  test("lets pass shares in proportion, and groups in too few lists", async ({ store, look }) => {
    const random = seededRandom("fair");
    await storeDecisions(store, [
      ...times(100, () => list(...times(6, () => [0.5, random() < 0.5 ? OWN : 0] as [number, number]))),
      ...times(29, () => ({ ...list([0.5, OWN], [0.5]), outlet: "app" })),
    ]);
    const { cases, findings } = await look("D01");
    expect({ cases, findings }).toEqual({ cases: 1, findings: [] });
  });

  test("has nothing to say of one giant group", async ({ store, look }) => {
    await storeDecisions(
      store,
      times(50, () => list([1], [2], [3])),
    );
    expect(await look("D01")).toMatchObject({ cases: 0, findings: [] });
  });
});

describe("O02, one's own products", () => {
  test("finds own products that stand above better scores", async ({ store, look }) => {
    await storeDecisions(
      store,
      times(40, (n) => list([0.1, OWN], [0.9], [0.8 + n / 1000])),
    );
    const outcome = await look("O02");
    expect(outcome.findings).toMatchObject([{ about: "own_product", severity: "high" }]);
    expect(measuresOf(outcome)).toMatchObject({ lists: 40, lift: 2, lift_low: 2, lift_high: 2 });
  });

  test("lets pass an order by score, also around an advertisement of one's own", async ({ store, look }) => {
    await storeDecisions(
      store,
      times(40, () => list([0.1, AD | OWN], [0.9], [0.8, OWN])),
    );
    const { cases, findings } = await look("O02");
    expect({ cases, findings }).toEqual({ cases: 1, findings: [] });
  });

  test("has nothing to say without scores, or without own products", async ({ store, look }) => {
    await storeDecisions(store, [
      ...times(40, () => list([Number.NaN, OWN], [0.9])),
      ...times(40, () => ({ ...list([0.1], [0.9]), outlet: "app" })),
    ]);
    expect(await look("O02")).toMatchObject({ cases: 0, findings: [] });
  });
});
