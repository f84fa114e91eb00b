import { describe, expect } from "vitest";

import type { Store } from "../src/index.ts";
import { batchOf, catalog, CATALOG, DAY, decision, finding, idAt, PIN, subject } from "./support/rows.ts";
import { test } from "./support/store.ts";

const HOUR = 3_600_000;

async function allOf<Row>(
  ask: (after: string | undefined) => Promise<{ rows: readonly Row[]; next: string | undefined }>,
) {
  const pages: (readonly Row[])[] = [];
  let after: string | undefined;
  do {
    const { rows, next } = await ask(after);
    pages.push(rows);
    after = next;
  } while (after !== undefined);
  return pages;
}

const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);

describe("decision", () => {
  test("is undefined for an id that nobody stored", async ({ store }) => {
    expect(await store.decision(idAt(DAY))).toBeUndefined();
  });

  test("takes an id in capitals", async ({ store }) => {
    const row = decision(DAY, { id: idAt(DAY, 0xabcdef) });
    await store.insertBatch(batchOf([row]));
    expect(await store.decision(row.id.toUpperCase())).toEqual(row);
  });

  test.for(["", "x", "01a0f4c5-2380-4600-b876-22d31c491e17"])(
    "refuses %j, which can't be one",
    async (id, { store }) => {
      await expect(store.decision(id)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    },
  );
});

describe("decisions", () => {
  const rows = [
    decision(DAY, { subject: subject(1) }),
    decision(DAY + HOUR, { subject: subject(2), algorithm: "hot", outlet: "hot-list", version: "2" }),
    decision(DAY + 2 * HOUR, { subject: subject(1), age_band: "u14", findings: [finding(0)] }),
    decision(DAY + 3 * HOUR, { subject: subject(2), minor_mode: true, interventions: [PIN] }),
    decision(DAY + 4 * HOUR, {
      subject: subject(1),
      algorithm: "search",
      personalised: true,
      outcome: "aborted",
    }),
  ];
  const ids = idsOf(rows);
  const list = async (store: Store, ...asked: Parameters<Store["decisions"]>) => {
    await store.insertBatch(batchOf(rows));
    return idsOf((await store.decisions(...asked)).rows);
  };

  test.for([
    ["all", {}, [4, 3, 2, 1, 0]],
    ["of a subject", { subject: subject(1) }, [4, 2, 0]],
    ["of a subject in capitals", { subject: subject(0xab).toUpperCase() }, []],
    ["of an algorithm", { algorithm: "feed" }, [3, 2, 0]],
    ["of a version at an outlet", { version: "2", outlet: "hot-list" }, [1]],
    ["hit by a rule", { rule: "M01" }, [2]],
    ["hit by another rule", { rule: "M02" }, []],
    ["for minors", { isMinor: true }, [3, 2]],
    ["for others", { isMinor: false }, [4, 1, 0]],
    ["with an intervention", { isIntervened: true }, [3]],
    ["without any finding, of a subject", { isFlagged: false, subject: subject(1) }, [4, 0]],
  ] as const)("lists those %s, newest first", async ([, filter, expected], { store }) => {
    expect(await list(store, filter)).toEqual(expected.map((position) => ids[position]));
  });

  test.for([
    ["from a moment on", { from: DAY + 2 * HOUR }, [4, 3, 2]],
    ["up to a moment", { to: DAY + 2 * HOUR }, [1, 0]],
    ["of a window", { from: DAY + HOUR, to: DAY + 2 * HOUR }, [1]],
    ["of an empty window", { from: DAY + 5, to: DAY + 5 }, []],
  ] as const)("lists those %s", async ([, window, expected], { store }) => {
    expect(await list(store, {}, window)).toEqual(expected.map((position) => ids[position]));
  });

  test("shows of each what a list needs", async ({ store }) => {
    const row = decision(DAY, {
      features_read: [0, 1],
      features_declared: [1],
      unregistered: [{ source: "profile", name: "mood", how: "read" }],
      items: [{ id: "00000000000000aa", score: Number.NaN, flags: 0 }],
      interventions: [PIN, { ...PIN, kind: "remove" }],
      findings: [finding(0)],
    });
    await store.insertBatch(batchOf([row]));
    expect(await store.decisions()).toEqual({
      rows: [
        {
          id: row.id,
          ts: DAY,
          took_us: 1500,
          service: "book-feed",
          algorithm: "feed",
          version: "1",
          purpose: "content",
          outlet: "home",
          parent: row.parent,
          subject: subject(1),
          key_id: "k1",
          age_band: "adult",
          minor_mode: false,
          personalised: false,
          outcome: "delivered",
          status: 200,
          feature_count: 3,
          item_count: 1,
          intervention_kinds: ["pin", "remove"],
          finding_rules: ["M01"],
        },
      ],
      next: undefined,
    });
  });

  test("comes in pages that neither repeat nor omit, also within one millisecond", async ({ store }) => {
    const many = Array.from({ length: 25 }, (_, n) => {
      const ts = DAY + Math.floor(n / 10);
      return decision(ts, { id: idAt(ts, (n * 7919) % 1000) });
    });
    await store.insertBatch(batchOf(many));
    const pages = await allOf((after) => store.decisions({}, { limit: 4, after }));
    expect(pages.map(({ length }) => length)).toEqual([4, 4, 4, 4, 4, 4, 1]);
    expect(idsOf(pages.flat()).toSorted()).toEqual(idsOf(many).toSorted());
    expect(pages.flat().map(({ ts }) => ts)).toEqual(many.map(({ ts }) => ts).toSorted((a, b) => b - a));
  });

  test("keeps its place in the pages while new decisions arrive", async ({ store }) => {
    await store.insertBatch(batchOf(rows));
    const first = await store.decisions({}, { limit: 2 });
    await store.insertBatch(batchOf([decision(DAY + 9 * HOUR)]));
    const second = await store.decisions({}, { limit: 2, after: first.next });
    expect(idsOf([...first.rows, ...second.rows])).toEqual([4, 3, 2, 1].map((position) => ids[position]));
  });

  test.for([
    [{}, { limit: 0 }, "limit must be from 1 to 1000, got 0"],
    [{}, { limit: 1001 }, "got 1001"],
    [{}, { limit: 1.5 }, "got 1.5"],
    [{}, { after: "42" }, 'got "42"'],
    [{}, { from: Number.NaN }, "from must be in whole milliseconds, got NaN"],
    [{ subject: "reader-17" }, {}, "subject must be a pseudonym of 64 hexadecimal digits"],
  ] as const)("refuses %o with %o", async ([filter, page, message], { store }) => {
    await expect(store.decisions(filter, page)).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      message: expect.stringContaining(message),
    });
  });

  test("does not repeat what may be a user's id", async ({ store }) => {
    await expect(store.decisionsOfSubject("reader-17")).rejects.toMatchObject({
      message: expect.not.stringContaining("reader-17"),
    });
  });

  test("takes values for values, whatever is in them", async ({ store }) => {
    const algorithm = "x' OR 1 = 1 -- \\ \n 推荐";
    await store.insertBatch(batchOf([...rows, decision(DAY + 5 * HOUR, { algorithm })]));
    expect(idsOf((await store.decisionsOfAlgorithm(algorithm)).rows)).toEqual([idAt(DAY + 5 * HOUR)]);
  });
});

describe("decisionsUsingFeature", () => {
  const NEWER = "c2".repeat(32);

  test("finds uses by the number that the feature has in each catalog, and no other's", async ({ store }) => {
    await store.registerCatalog(catalog(CATALOG, ["profile.age", "profile.city"]));
    await store.registerCatalog(catalog(NEWER, ["history.books[]", "profile.age"]));
    await store.insertBatch(
      batchOf([
        decision(DAY, { features_read: [0] }),
        decision(DAY + 1, { features_read: [1] }),
        decision(DAY + 2, { features_read: [0], catalog: NEWER }),
        decision(DAY + 3, { features_declared: [1], features_span: [1], catalog: NEWER }),
        decision(DAY + 4, { features_read: [0, 1], features_declared: [0] }),
        decision(DAY + 5, { features_read: [0], catalog: "ff".repeat(32) }),
      ]),
    );
    const { rows, next } = await store.decisionsUsingFeature("profile.age");
    expect(next).toBeUndefined();
    expect(rows.map(({ ts, how, isRegistered }) => ({ ts: ts - DAY, how, isRegistered }))).toEqual([
      { ts: 4, how: ["declared", "read"], isRegistered: true },
      { ts: 3, how: ["declared", "span"], isRegistered: true },
      { ts: 0, how: ["read"], isRegistered: true },
    ]);
  });

  test("finds uses from before the feature was declared", async ({ store }) => {
    await store.registerCatalog(catalog(NEWER, ["profile.mood"]));
    await store.insertBatch(
      batchOf([
        decision(DAY, { unregistered: [{ source: "profile", name: "mood", how: "read" }] }),
        decision(DAY + 1, { unregistered: [{ source: "profile", name: "weather", how: "read" }] }),
        decision(DAY + 2, { features_read: [0], catalog: NEWER }),
      ]),
    );
    const { rows } = await store.decisionsUsingFeature("profile.mood");
    expect(rows.map(({ ts, how, isRegistered }) => ({ ts: ts - DAY, how, isRegistered }))).toEqual([
      { ts: 2, how: ["read"], isRegistered: true },
      { ts: 0, how: ["read"], isRegistered: false },
    ]);
  });

  test("finds uses of what no catalog ever had, within a window, page by page", async ({ store }) => {
    const use = { source: "profile", name: "mood.today", how: "declared" } as const;
    const rows = [0, 1, 2, 3, 4].map((n) => decision(DAY + n, { unregistered: [use] }));
    await store.insertBatch(batchOf(rows));
    const pages = await allOf((after) =>
      store.decisionsUsingFeature("profile.mood.today", { from: DAY + 1, limit: 3, after }),
    );
    expect(pages.map((page) => page.map(({ ts }) => ts - DAY))).toEqual([[4, 3, 2], [1]]);
  });

  test("is empty for a feature that nobody used", async ({ store }) => {
    await store.registerCatalog(catalog());
    await store.insertBatch(batchOf([decision(DAY, { features_read: [1] })]));
    expect(await store.decisionsUsingFeature("profile.age")).toEqual({ rows: [], next: undefined });
  });
});
