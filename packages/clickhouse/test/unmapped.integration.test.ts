import { describe, expect } from "vitest";

import { batchOf, DAY, decision, idAt, remoteCall, remoteCallBatchOf, span } from "./support/rows.ts";
import { test } from "./support/store.ts";

const orders = span({ source: "", target: "orders", fields: ["total"] });
const flags = span({ source: "", system: "redis", operation: "GET", target: "flags:*", fields: [] });
const REST = span({ source: "", system: "*", host: "", database: "", operation: "*", target: "*" });

const rows = [
  decision(DAY, { spans: [span(), { ...orders, count: 2 }, { ...REST, count: 30 }] }),
  decision(DAY + 5, { spans: [{ ...orders, fields: ["at"], failed: 1 }, flags] }),
  decision(DAY + 10),
];
const calls = [remoteCall(DAY + 3, idAt(DAY), { spans: [orders, { ...REST, count: 4 }] })];

const shownOf = ({ source: _, ...call }: typeof orders) => {
  const { system, host, database, operation, target } = call;
  return { system, host, database, operation, target };
};

describe("unmapped", () => {
  test("sums up what no rule maps, by all that a rule could go by, the most first", async ({ store }) => {
    await store.insertBatch(batchOf(rows));
    await store.insertBatch(remoteCallBatchOf(calls));
    expect(await store.unmapped()).toEqual({
      calls: [
        {
          ...{ service: "book-feed", ...shownOf(orders), calls: 3, failed: 1, decisions: 2 },
          ...{ fields: ["at", "total"], first: DAY, last: DAY + 5 },
        },
        {
          ...{ service: "book-features", ...shownOf(orders), calls: 1, failed: 0, decisions: 1 },
          ...{ fields: ["total"], first: DAY + 3, last: DAY + 3 },
        },
        {
          ...{ service: "book-feed", ...shownOf(flags), calls: 1, failed: 0, decisions: 1 },
          ...{ fields: [], first: DAY + 5, last: DAY + 5 },
        },
      ],
      isComplete: true,
      notToldApart: { calls: 34, decisions: 1 },
    });
  });

  test("keeps to a window and to a service", async ({ store }) => {
    await store.insertBatch(batchOf(rows));
    await store.insertBatch(remoteCallBatchOf(calls));
    const late = await store.unmapped({}, { from: DAY + 5, to: DAY + 10 });
    expect(late.calls.map(({ target }) => target)).toEqual(["orders", "flags:*"]);
    expect(late.notToldApart).toEqual({ calls: 0, decisions: 0 });
    const features = await store.unmapped({ service: "book-features" });
    expect(features.calls).toMatchObject([{ service: "book-features", calls: 1 }]);
    expect(features.notToldApart).toEqual({ calls: 4, decisions: 1 });
  });

  test("says so when it leaves kinds out", async ({ store }) => {
    const kinds = Array.from({ length: 1001 }, (_, n) => span({ source: "", target: `t${n}` }));
    await store.insertBatch(batchOf([decision(DAY, { spans: kinds })]));
    const found = await store.unmapped();
    expect(found).toMatchObject({ isComplete: false });
    expect(found.calls).toHaveLength(1000);
  });

  test("is empty where all is mapped", async ({ store }) => {
    await store.insertBatch(batchOf([decision(DAY, { spans: [span()] })]));
    const nothing = { calls: [], isComplete: true, notToldApart: { calls: 0, decisions: 0 } };
    expect(await store.unmapped()).toEqual(nothing);
  });
});
