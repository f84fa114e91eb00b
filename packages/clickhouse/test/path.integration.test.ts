import { describe, expect } from "vitest";

import { batchOf, catalog, DAY, decision, finding, held, idAt, PIN } from "./support/rows.ts";
import { test } from "./support/store.ts";

describe("path", () => {
  test("is the chain of sources, features, algorithm, rules, interventions and items", async ({ store }) => {
    await store.registerCatalog(catalog());
    const row = decision(DAY, {
      features_read: [0, 2],
      features_declared: [0],
      unregistered: [
        { source: "profile", name: "mood", how: "read" },
        { source: "weather", name: "rain", how: "span" },
        { source: "profile", name: "mood", how: "declared" },
      ],
      calls: [
        { source: "profile", how: "read", at_us: 900, took_us: 400, count: 2 },
        { source: "history", how: "read", at_us: 100, took_us: 700, count: 1 },
      ],
      items: [{ id: "00000000000000aa", score: 0.5, flags: 1 }],
      interventions: [PIN],
      findings: [finding(0, 1)],
      mode: "non_personalised",
      holds: [held(1, 12)],
      items_held: [{ id: "00000000000000bb", flags: 2 }],
    });
    await store.insertBatch(batchOf([row]));
    expect(await store.path(row.id)).toEqual({
      decision: row,
      sources: [
        {
          source: "history",
          system: "postgresql",
          dataset: "public.history",
          calls: [{ how: "read", at_us: 100, took_us: 700, count: 1 }],
          spans: [],
          features: [
            {
              name: "history.books[]",
              how: ["read"],
              isRegistered: true,
              codes: [],
              isPersonal: false,
              isInferred: false,
              purposes: ["content"],
            },
          ],
        },
        {
          source: "profile",
          system: "postgresql",
          dataset: "public.profile",
          calls: [{ how: "read", at_us: 900, took_us: 400, count: 2 }],
          spans: [],
          features: [
            {
              name: "profile.age",
              how: ["declared", "read"],
              isRegistered: true,
              codes: ["PI.BASIC"],
              isPersonal: true,
              isInferred: false,
              purposes: ["content"],
            },
            unregistered("profile.mood", ["read", "declared"]),
          ],
        },
        {
          source: "weather",
          system: "",
          dataset: "",
          calls: [],
          spans: [],
          features: [unregistered("weather.rain", ["span"])],
        },
      ],
      findings: [{ ...finding(), features: ["profile.age", "profile.city"] }],
      holds: [{ ...held(), features: ["profile.city", "#12"] }],
      unmapped: [],
      isCatalogKnown: true,
      remoteCalls: [],
      children: [],
      isComplete: true,
    });
  });

  test("is undefined for an id that nobody stored", async ({ store }) => {
    expect(await store.path(idAt(DAY))).toBeUndefined();
  });

  test("calls features by number where nobody registered the catalog", async ({ store }) => {
    await store.insertBatch(batchOf([decision(DAY, { features_read: [12], findings: [finding(12)] })]));
    expect(await store.path(idAt(DAY))).toMatchObject({
      isCatalogKnown: false,
      sources: [{ source: "", features: [{ name: "#12", isPersonal: undefined, codes: [] }] }],
      findings: [{ features: ["#12"] }],
    });
  });

  test("has what was decided inside, to any depth, and nothing else", async ({ store }) => {
    const inside = (ts: number, parent: number) => decision(DAY + ts, { parent: idAt(DAY + parent) });
    const rows = [decision(DAY), inside(2, 0), inside(1, 0), inside(3, 2), decision(DAY + 4), inside(5, 4)];
    await store.insertBatch(batchOf(rows));
    const path = await store.path(idAt(DAY));
    expect(path?.children.map((child) => child.decision.ts - DAY)).toEqual([1, 2]);
    expect(path?.children.map((child) => child.children.map(({ decision: { ts } }) => ts - DAY))).toEqual([
      [],
      [3],
    ]);
    expect(path?.isComplete).toBe(true);
  });

  test("says so when it leaves decisions out", async ({ store }) => {
    const parent = idAt(DAY);
    const children = Array.from({ length: 501 }, (_, n) => decision(DAY + n + 1, { parent }));
    await store.insertBatch(batchOf([decision(DAY), ...children]));
    const path = await store.path(parent);
    expect(path).toMatchObject({ isComplete: false });
    expect(path?.children).toHaveLength(500);
  });

  test("ends for a forged record that is inside itself", async ({ store }) => {
    await store.insertBatch(batchOf([decision(DAY, { parent: idAt(DAY) })]));
    expect(await store.path(idAt(DAY))).toMatchObject({ children: [], isComplete: true });
  });
});

function unregistered(name: string, how: readonly string[]) {
  return {
    name,
    how,
    isRegistered: false,
    codes: [],
    isPersonal: undefined,
    isInferred: undefined,
    purposes: [],
  };
}
