import type { CatalogRow } from "@probity/core";
import { describe, expect, it } from "vitest";
import { ProbeError } from "../../src/errors.ts";
import { chunk } from "../support/chunks.ts";
import { accept, type Dispatching, dispatching, freedBy, span, token } from "../support/dispatching.ts";
import { settled } from "../support/manual-timers.ts";
import { Forbidden, Outage } from "../support/memory-store.ts";

const catalogOf = (feature: string): CatalogRow[] => [{ feature } as CatalogRow];
const tokensOf = ({ store }: Dispatching): string[] => store.inserts.map((each) => each.token);

describe("Dispatcher", () => {
  it("inserts the rows of a batch at once, under a token of writer, epoch and sequence", async () => {
    const all = dispatching(undefined);
    accept(all, 1, 2);
    await all.quiet();
    const bytes = [1, 2].map((firstSeq) => chunk({ firstSeq }).bytes);
    expect(all.store.inserts).toEqual([{ table: "decisions", version: 1, bytes, token: token("1-2") }]);
    expect(all.replies).toEqual([
      { kind: "reached", stage: "stored", spans: [span(1, 2)], tookMs: 0 },
      { kind: "storage", circuit: "closed" },
      { kind: "freed", bytes: 28 },
    ]);
  });

  it("keeps the rows of each table apart", async () => {
    const all = dispatching(undefined);
    accept(all, 2);
    await settled();
    all.works.handle({ kind: "drain", id: 1, deadlineMs: 100 });
    await all.quiet();
    expect(all.store.inserts.map(({ table }) => table)).toEqual(["decisions", "gaps"]);
  });

  it("registers catalogs, each once and in order, before the first rows", async () => {
    const all = dispatching(undefined);
    const order: string[] = [];
    Object.assign(all.store, {
      registerCatalog: ([row]: CatalogRow[]) => Promise.resolve(void order.push(`catalog ${row?.feature}`)),
      insertBatch: (batch: { token: string }) => Promise.resolve(void order.push(batch.token)),
    });
    all.works.handle({ kind: "catalog", rows: catalogOf("a") });
    all.works.handle({ kind: "catalog", rows: catalogOf("b") });
    accept(all, 1, 2);
    await all.quiet();
    all.works.handle({ kind: "catalog", rows: catalogOf("c") });
    accept(all, 3, 4);
    await all.quiet();
    expect(order).toEqual(["catalog a", "catalog b", token("1-2"), "catalog c", token("3-4")]);
  });

  it("stores no rows before their catalog is registered, and tries that again", async () => {
    let failures = 2;
    const registerCatalog = () => (failures-- > 0 ? Promise.reject(new Outage()) : Promise.resolve());
    const all = dispatching(undefined, { changes: { registerCatalog } });
    all.works.handle({ kind: "catalog", rows: catalogOf("a") });
    accept(all, 1, 2);
    await all.quiet();
    expect(all.store.inserts).toEqual([]);
    await all.timers.pass(10_000);
    expect(tokensOf(all)).toEqual([token("1-2")]);
  });

  it("tells of each attempt that failed, how the way stands, and when it is open again", async () => {
    const all = dispatching(undefined);
    all.store.faults = ["refused"];
    accept(all, 1, 2);
    await all.timers.pass(100);
    await all.quiet();
    const fault = { code: "STORAGE_UNAVAILABLE", message: "the connection broke" };
    expect(all.told("storage")).toEqual([
      { kind: "storage", circuit: "open" },
      { kind: "storage", circuit: "open", fault },
      { kind: "storage", circuit: "half_open" },
      { kind: "storage", circuit: "closed" },
    ]);
  });

  it("has it on record when the store rejects a row and there is no quarantine, and frees its memory", async () => {
    const all = dispatching(undefined);
    all.store.bad.add(2);
    accept(all, 1, 2);
    await all.quiet();
    const fault = { code: "ROW_REJECTED", message: "bad row" };
    expect(all.told("lost")).toEqual([{ kind: "lost", reason: "rejected", span: span(2), fault }]);
    expect(all.told("reached")).toMatchObject([{ spans: [span(1)] }]);
    expect(freedBy(all)).toBe(28);
    await all.timers.pass(500);
    await all.quiet();
    expect(all.store.gaps).toMatchObject([
      { of: "decisions", first_seq: 2, last_seq: 2, cause: "rejected", detail: "ROW_REJECTED" },
    ]);
  });

  it("makes no gap record of a gap record that is refused", async () => {
    const all = dispatching(undefined);
    all.store.takesGaps = false;
    accept(all, 3);
    await settled();
    all.works.handle({ kind: "drain", id: 1, deadlineMs: 1_000 });
    await all.quiet();
    expect(all.told("drained")).toHaveLength(1);
    expect(all.store.inserts.filter(({ table }) => table === "gaps")).toHaveLength(1);
    expect(all.told("fault")).toMatchObject([{ place: "store", fault: { code: "ROW_REJECTED" } }]);
  });

  it("lets what somebody waits for go at once", async () => {
    const all = dispatching(undefined);
    accept(all, 1);
    all.works.handle({ kind: "hurry" });
    await all.quiet();
    expect(tokensOf(all)).toEqual([token("1-1")]);
  });

  it("answers a drain once all that came before is settled", async () => {
    const all = dispatching(undefined);
    accept(all, 1);
    all.works.handle({ kind: "drain", id: 7, deadlineMs: 1_000 });
    await all.quiet();
    expect(all.replies.at(-1)).toEqual({ kind: "drained", id: 7 });
    expect(all.told("reached")).toHaveLength(1);
  });

  it("answers a drain only when what was rejected meanwhile is on record", async () => {
    const all = dispatching(undefined);
    all.store.bad.add(1);
    accept(all, 1);
    all.works.handle({ kind: "drain", id: 7, deadlineMs: 1_000 });
    await all.quiet();
    expect(all.store.gaps).toHaveLength(1);
    expect(all.replies.at(-1)).toEqual({ kind: "drained", id: 7 });
  });

  it("pauses less while somebody waits for a drain, and no longer than that", async () => {
    const all = dispatching(undefined);
    all.store.faults = Array.from({ length: 40 }, () => "refused" as const);
    accept(all, 1, 2);
    await all.timers.pass(60_000);
    const before = all.store.inserts.length;
    all.works.handle({ kind: "drain", id: 1, deadlineMs: 3_000 });
    await all.timers.pass(3_500);
    const hurried = all.store.inserts.length - before;
    expect(hurried).toBeGreaterThanOrEqual(4);
    await all.timers.pass(4_000);
    expect(all.store.inserts.length - before - hurried).toBeLessThanOrEqual(1);
  });

  describe("check", () => {
    it("tells what is wrong with a storage that answers", async () => {
      const { works, replies } = dispatching(undefined, {
        changes: { check: () => Promise.resolve(["the schema is old"]) },
      });
      await works.check();
      expect(replies).toEqual([
        { kind: "storage", circuit: "closed" },
        { kind: "fault", place: "store", fault: { code: "STORAGE_UNFIT", message: "the schema is old" } },
      ]);
    });

    it("waits for a storage that doesn't answer, and keeps rows off it meanwhile", async () => {
      let failures = 2;
      const check = () =>
        failures-- > 0
          ? Promise.reject(new ProbeError("STORAGE_UNAVAILABLE", "nobody"))
          : Promise.resolve([]);
      const all = dispatching(undefined, { changes: { check } });
      const checked = all.works.check();
      await settled();
      accept(all, 1, 2);
      await all.quiet();
      expect(all.store.inserts).toEqual([]);
      await all.timers.pass(1_000);
      await checked;
      expect(all.told("storage").at(-1)).toEqual({ kind: "storage", circuit: "closed" });
      expect(tokensOf(all)).toEqual([token("1-2")]);
    });

    it("tells of a storage that doesn't let itself be looked at, and uses it", async () => {
      const all = dispatching(undefined);
      all.store.check = () => Promise.reject(new Forbidden());
      await all.works.check();
      expect(all.replies).toEqual([
        { kind: "storage", circuit: "closed" },
        { kind: "fault", place: "store", fault: expect.any(Object) },
      ]);
    });
  });
});
