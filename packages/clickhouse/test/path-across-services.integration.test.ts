import { describe, expect } from "vitest";

import type { SpanCall } from "../src/index.ts";
import {
  batchOf,
  catalog,
  DAY,
  decision,
  idAt,
  remoteCall,
  remoteCallBatchOf,
  span,
} from "./support/rows.ts";
import { test } from "./support/store.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const OTHER_TRACE = "00000000000000000000000000000001";
const OTHER_CATALOG = "c7".repeat(32);
const gateway = decision(DAY, { trace_id: TRACE, took_us: 50_000 });

function withoutSource({ source: _, ...call }: ReturnType<typeof span>): SpanCall {
  return call;
}

describe("path across services", () => {
  test("has client spans under their source, and apart those that no rule maps", async ({ store }) => {
    await store.registerCatalog(catalog());
    const late = span({ at_us: 900 });
    const unmapped = span({ source: "", system: "redis", operation: "GET", target: "flags:*", fields: [] });
    const calls = [{ source: "profile", how: "span", at_us: 300, took_us: 1800, count: 2 }] as const;
    const row = decision(DAY, { calls, features_span: [0], spans: [late, unmapped, span()] });
    await store.insertBatch(batchOf([row]));
    const path = await store.path(row.id);
    const shown = withoutSource(span());
    expect(path?.sources).toMatchObject([
      { source: "profile", spans: [shown, { ...shown, at_us: 900 }], features: [{ name: "profile.age" }] },
    ]);
    expect(path?.unmapped).toEqual([withoutSource(unmapped)]);
  });

  test("has what other services did for a decision, with the features by the names of their catalogs", async ({
    store,
  }) => {
    await store.registerCatalog(catalog());
    await store.registerCatalog(
      catalog(OTHER_CATALOG, ["history.books[]"]).map((row) => ({ ...row, service: "book-features" })),
    );
    const call = remoteCall(DAY + 10, gateway.id, {
      catalog: OTHER_CATALOG,
      trace_id: TRACE,
      took_us: 20_000,
      features_span: [0],
      spans: [span({ source: "history", target: "ratings" }), span({ source: "" })],
    });
    await store.insertBatch(batchOf([gateway]));
    await store.insertBatch(remoteCallBatchOf([call]));
    const path = await store.path(gateway.id);
    expect(path).toMatchObject({ isComplete: true, sources: [], unmapped: [] });
    expect(path?.remoteCalls).toMatchObject([
      {
        call,
        sources: [
          { source: "history", spans: [{ target: "ratings" }], features: [{ name: "history.books[]" }] },
        ],
        unmapped: [{ target: "profile" }],
        isCatalogKnown: true,
        claim: { isBorneOut: true, startMs: 10, shiftMs: 0, shiftsMs: [-11, 21] },
      },
    ]);
  });

  test("joins decisions of other services, and what was done for these, in the order of time", async ({
    store,
  }) => {
    const ranker = decision(DAY + 5, {
      ...{ parent: gateway.id, parent_via: "baggage", trace_id: TRACE, took_us: 30_000 },
      ...{ service: "book-ranker", writer: idAt(DAY, 0xbeef) },
    });
    const inside = decision(DAY + 1, { parent: gateway.id, parent_via: "process", trace_id: TRACE });
    const forRanker = remoteCall(DAY + 9, ranker.id, { trace_id: TRACE, hop: 2 });
    const [second, first] = [8, 2].map((ms) => remoteCall(DAY + ms, gateway.id, { trace_id: TRACE }));
    await store.insertBatch(batchOf([ranker, gateway, inside]));
    await store.insertBatch(remoteCallBatchOf([forRanker, second!, first!]));
    const path = await store.path(gateway.id);
    expect(path?.remoteCalls.map(({ call }) => call.ts - DAY)).toEqual([2, 8]);
    expect(path?.children.map((child) => [child.decision.ts - DAY, child.claim?.isBorneOut])).toEqual([
      [1, undefined],
      [5, true],
    ]);
    expect(path?.children[1]?.claim).toMatchObject({ startMs: 5, shiftMs: 0 });
    expect(path?.children[1]?.remoteCalls).toMatchObject([{ call: { id: forRanker.id, hop: 2 } }]);
  });

  test("shows a claim of another trace for what it is, and nothing of another decision", async ({
    store,
  }) => {
    const claims = [
      remoteCall(DAY + 1, gateway.id, { trace_id: OTHER_TRACE }),
      remoteCall(DAY + 2, gateway.id),
      remoteCall(DAY + 3, idAt(DAY, 7), { trace_id: TRACE }),
    ];
    await store.insertBatch(
      batchOf([gateway, decision(DAY + 4, { parent: gateway.id, parent_via: "baggage" })]),
    );
    await store.insertBatch(remoteCallBatchOf(claims));
    const path = await store.path(gateway.id);
    expect(path?.remoteCalls.map(({ call, claim }) => [call.ts - DAY, claim.isBorneOut])).toEqual([
      [1, false],
      [2, false],
    ]);
    expect(path?.children.map(({ claim }) => claim?.isBorneOut)).toEqual([false]);
  });

  test("is not crowded out by whoever makes up baggage", async ({ store }) => {
    const made_up = Array.from({ length: 600 }, (_, n) => remoteCall(DAY + n, gateway.id, { seq: n + 1 }));
    const real = remoteCall(DAY + 1000, gateway.id, { trace_id: TRACE });
    const decided = Array.from({ length: 600 }, (_, n) =>
      decision(DAY + n + 1, { parent: gateway.id, parent_via: "baggage" }),
    );
    const child = decision(DAY + 1000, { parent: gateway.id, parent_via: "baggage", trace_id: TRACE });
    await store.insertBatch(batchOf([gateway, ...decided, child]));
    await store.insertBatch(remoteCallBatchOf([...made_up, real]));
    const path = await store.path(gateway.id);
    expect(path?.isComplete).toBe(false);
    expect(path?.remoteCalls).toHaveLength(500);
    expect(path?.remoteCalls.at(-1)?.call.id).toBe(real.id);
    expect(path?.children).toHaveLength(500);
    expect(path?.children.at(-1)?.decision.id).toBe(child.id);
  });

  test("finds records of clocks that are up to a minute apart", async ({ store }) => {
    await store.insertBatch(batchOf([gateway]));
    const times = [-61_000, -59_000, 59_000, 61_000];
    await store.insertBatch(remoteCallBatchOf(times.map((ms) => remoteCall(DAY + ms, gateway.id))));
    const path = await store.path(gateway.id);
    expect(path?.remoteCalls.map(({ claim }) => claim.startMs)).toEqual([-59_000, 59_000]);
    expect(path?.remoteCalls.map(({ claim }) => claim.shiftMs)).toEqual([58_999, -58_950]);
  });
});
