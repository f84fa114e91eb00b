import { interventionRecord, type InterventionRow } from "@probity/core";
import { InterventionLedger } from "@probity/control";
import fc from "fast-check";
import { describe, expect } from "vitest";

import { Selection } from "../../src/selection.ts";
import type { Store } from "../../src/index.ts";
import { HOUR, ledgerBatchOf, step } from "../support/ledger-rows.ts";
import { DAY } from "../support/rows.ts";
import { test } from "../support/store.ts";

const enter = (store: Store, ...rows: InterventionRow[]) =>
  store.insertBatch(ledgerBatchOf(interventionRecord, rows));
const approved = (seq: number, about: Partial<InterventionRow> = {}) =>
  step(seq, { step: "approved", actor: "chen.jie", ...about });
const unused = (): never => {
  throw new Error("was not expected to be called");
};
const stateAt = async (store: Store, at: number): Promise<string | undefined> =>
  (await store.interventions({ at })).rows[0]?.state;

describe("interventions", () => {
  test("tells of each what it does, who did what to it, and how it stands at a moment", async ({ store }) => {
    await enter(
      store,
      step(1),
      approved(2),
      step(9, { step: "revoked", actor: "wang.fang", ts: DAY + 2 * HOUR }),
    );
    const ofTheStep = new Set(["seq", "writer", "epoch", "step", "actor", "key_id"]);
    const proposed = Object.fromEntries(Object.entries(step(1)).filter(([name]) => !ofTheStep.has(name)));
    expect(await store.interventions({ at: DAY + 30 * HOUR })).toEqual({
      rows: [
        {
          ...proposed,
          proposed_by: "li.wei",
          approved_at: DAY + 2,
          approved_by: "chen.jie",
          rejected_at: null,
          rejected_by: "",
          revoked_at: DAY + 2 * HOUR,
          revoked_by: "wang.fang",
          state: "revoked",
        },
      ],
      next: undefined,
    });
    expect(await stateAt(store, DAY)).toBeUndefined();
    expect(await stateAt(store, DAY + 1)).toBe("proposed");
    expect(await stateAt(store, DAY + 2)).toBe("approved");
    expect(await stateAt(store, DAY + HOUR)).toBe("active");
    expect(await stateAt(store, DAY + 2 * HOUR)).toBe("revoked");
  });

  test("ends with its time, which is exclusive; without approval it lapses", async ({ store }) => {
    await enter(store, step(1), approved(2));
    expect(await stateAt(store, DAY + 24 * HOUR - 1)).toBe("active");
    expect(await stateAt(store, DAY + 24 * HOUR)).toBe("expired");
    await enter(store, step(3, { id: "iv-2" }));
    const { rows } = await store.interventions({ id: "iv-2", at: DAY + 24 * HOUR });
    expect(rows).toMatchObject([{ state: "lapsed", approved_at: null }]);
  });

  test("takes no approval from whoever proposed it where two persons are needed", async ({ store }) => {
    await enter(store, step(1), approved(2, { actor: "li.wei" }));
    await enter(
      store,
      step(3, { id: "alone", two_persons: false }),
      approved(4, { id: "alone", actor: "li.wei", two_persons: false }),
    );
    const { rows } = await store.interventions({ at: DAY + HOUR });
    expect(rows.map(({ id, state }) => [id, state])).toEqual([
      ["alone", "active"],
      ["iv-1", "proposed"],
    ]);
  });

  test("goes by the first approval or rejection, and by the proposal, whatever later steps repeat", async ({
    store,
  }) => {
    await enter(store, step(1), step(2, { step: "rejected", actor: "chen.jie" }), approved(3));
    await enter(
      store,
      step(4, { id: "iv-2" }),
      step(5, { id: "iv-2", rank: 9 }),
      approved(5, { id: "iv-2" }),
    );
    await enter(store, step(6, { id: "iv-2", step: "rejected", actor: "zhao.min" }));
    const { rows } = await store.interventions({ at: DAY + HOUR });
    expect(rows).toMatchObject([
      { id: "iv-2", state: "active", rank: 1, two_persons: true, rejected_by: "zhao.min" },
      { id: "iv-1", state: "rejected", rejected_by: "chen.jie", approved_by: "chen.jie" },
    ]);
  });

  test("takes no approval of other terms than were proposed", async ({ store }) => {
    await enter(store, step(1), approved(2, { rank: 9 }));
    expect(await stateAt(store, DAY + HOUR)).toBe("proposed");
    await enter(store, approved(3));
    expect(await stateAt(store, DAY + HOUR)).toBe("active");
  });

  test("takes an approval for none as long as the proposal itself lies in a spool", async ({ store }) => {
    await enter(store, approved(2));
    expect((await store.interventions({ at: DAY + HOUR })).rows).toMatchObject([
      { proposed_by: "", approved_by: "", state: "proposed" },
    ]);
    await enter(store, step(1));
    expect(await stateAt(store, DAY + HOUR)).toBe("active");
  });

  test("come to the same as in the ledger of a process, whatever steps there are", async ({
    store,
    connection,
  }) => {
    const steps = fc.uniqueArray(
      fc.record({
        step: fc.constantFrom("proposed", "approved", "rejected", "revoked"),
        actor: fc.constantFrom("li.wei", "chen.jie"),
        ts: fc.integer({ min: DAY, max: DAY + 4 }),
        rank: fc.constantFrom(1, 2),
        two_persons: fc.boolean(),
        valid_from: fc.constantFrom(DAY, DAY + 2),
        valid_to: fc.constantFrom(DAY + 3, DAY + 6),
      }),
      // Nobody does two things in the same millisecond.
      { selector: ({ ts, actor }) => `${ts} ${actor}`, minLength: 1, maxLength: 6 },
    );
    const many = fc.array(steps, { minLength: 20, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(many, fc.integer({ min: DAY, max: DAY + 7 }), async (drawn, at) => {
        await connection.command(`TRUNCATE TABLE ${connection.database}.interventions`);
        const rows = drawn.flatMap((its, n) =>
          its.map((each, k) => step(n * 10 + k, { id: `iv-${n}`, ...(each as Partial<InterventionRow>) })),
        );
        await enter(store, ...rows);
        const ledger = new InterventionLedger({
          ...{ reasons: ["festival"], maxDays: 30, now: () => at },
          ...{ recorder: { enter: unused, fault: unused }, pseudonyms: { keyId: "k1", itemHex: unused } },
        });
        ledger.apply(rows);
        for (const { id, state, rank, two_persons: twoPersons, proposed_by: by } of (
          await store.interventions({ at }, { limit: 100 })
        ).rows) {
          const known = ledger.get(id);
          expect({ id, state, rank, twoPersons, by }).toEqual({
            ...{ id, state: ledger.check(id, at), rank: known?.rank, twoPersons: known?.twoPersons },
            by: known?.proposed?.by ?? "",
          });
        }
      }),
      { numRuns: 8 },
    );
  });

  test("lists those for which everything given is so, page by page", async ({ store }) => {
    await enter(
      store,
      step(1),
      step(2, { id: "a_b", surface: "hot", outlet: "" }),
      step(3, { id: "置顶", algorithm: "feed" }),
      approved(4, { id: "置顶", algorithm: "feed" }),
    );
    const at = DAY + HOUR;
    const ids = async (filter: Parameters<Store["interventions"]>[0]) =>
      (await store.interventions({ at, ...filter })).rows.map(({ id }) => id);
    expect(await ids({})).toEqual(["置顶", "a_b", "iv-1"]);
    expect(await ids({ surface: "hot" })).toEqual(["a_b"]);
    expect(await ids({ outlet: "home" })).toEqual(["置顶", "iv-1"]);
    expect(await ids({ algorithm: "feed", state: "active" })).toEqual(["置顶"]);
    expect(await ids({ state: "proposed", service: "book-feed" })).toEqual(["a_b", "iv-1"]);
    expect(await ids({ surface: "nowhere" })).toEqual([]);

    const first = await store.interventions({ at }, { limit: 2 });
    expect(first.rows.map(({ id }) => id)).toEqual(["置顶", "a_b"]);
    const second = await store.interventions({ at }, { limit: 2, after: first.next });
    expect(second).toMatchObject({ rows: [{ id: "iv-1" }], next: undefined });
  });

  test("stand in the view as they do now", async ({ store, connection }) => {
    const now = Date.now();
    const times = { valid_from: now - HOUR, valid_to: now + HOUR };
    await enter(
      store,
      step(1, { ...times }),
      approved(2, { ...times }),
      step(3, { id: "iv-2", valid_to: now - 1 }),
    );
    const states = new Selection({ id: { type: "String" }, state: { type: "String", sql: "state" } });
    const view = `${connection.database}.intervention_states ORDER BY id`;
    expect(await states.from(connection, view)).toEqual([
      { id: "iv-1", state: "active" },
      { id: "iv-2", state: "lapsed" },
    ]);
    expect((await store.interventions()).rows.map(({ id, state }) => [id, state])).toEqual([
      ["iv-2", "lapsed"],
      ["iv-1", "active"],
    ]);
  });

  test("refuses a moment that is none", async ({ store }) => {
    await expect(store.interventions({ at: 0.5 })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      message: "at must be in whole milliseconds, got 0.5",
    });
  });
});
