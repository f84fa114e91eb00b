import type { CatalogRow } from "@probity/core";
import { describe, expect, it } from "vitest";
import { ProbeError } from "../../src/errors.ts";
import type { Reply } from "../../src/protocol.ts";
import { type BatchStore, Dispatcher, type InsertableBatch } from "../../src/worker/dispatcher.ts";
import { chunk } from "../support/chunks.ts";
import { ManualTimers, settled } from "../support/manual-timers.ts";

const settings = {
  writer: "w",
  epoch: 3,
  storage: { url: "", database: "", username: "", password: "", compression: false },
  batch: { maxRows: 2, maxBytes: 10_000, maxWaitMs: 500 },
};

class Rejection extends ProbeError {
  constructor(message: string) {
    super("BATCH_REJECTED", message);
  }
}

function dispatcher(store: Partial<BatchStore> = {}) {
  const timers = new ManualTimers();
  const replies: Reply[] = [];
  const inserted: InsertableBatch[] = [];
  const works = new Dispatcher({
    settings,
    timers,
    random: () => 1,
    reply: (reply) => void replies.push(reply),
    store: {
      check: () => Promise.resolve([]),
      registerCatalog: () => Promise.resolve(),
      insertBatch: (batch) => {
        inserted.push(batch);
        return Promise.resolve();
      },
      isRejection: (error) => error instanceof Rejection,
      close: () => Promise.resolve(),
      ...store,
    },
  });
  return { works, timers, replies, inserted };
}

const span = { table: "decisions", firstSeq: 1, lastSeq: 2, rows: 2, heldBytes: 28 };
const chunks = [chunk({ firstSeq: 1 }), chunk({ firstSeq: 2 })];
const catalogOf = (feature: string): CatalogRow[] => [{ feature } as CatalogRow];

describe("Dispatcher", () => {
  it("inserts the rows of a batch at once, under a token of writer, epoch and sequence", async () => {
    const { works, replies, inserted } = dispatcher();
    for (const each of chunks) works.handle({ kind: "chunk", chunk: each });
    await settled();
    const bytes = chunks.map((each) => each.bytes);
    expect(inserted).toEqual([{ table: "decisions", version: 1, bytes, token: "w:3:1-2" }]);
    expect(replies).toEqual([
      { kind: "storage", isUp: true },
      { kind: "reached", stage: "stored", span, tookMs: 0 },
    ]);
  });

  it("keeps the rows of each table apart", async () => {
    const { works, inserted } = dispatcher();
    works.handle({ kind: "chunk", chunk: chunk({ table: "decisions" }) });
    works.handle({ kind: "chunk", chunk: chunk({ table: "gaps" }) });
    works.handle({ kind: "drain", id: 1 });
    await settled();
    expect(inserted.map(({ table }) => table)).toEqual(["decisions", "gaps"]);
  });

  it("registers catalogs, each once and in order, before the first rows", async () => {
    const order: string[] = [];
    const { works } = dispatcher({
      registerCatalog: ([row]) => Promise.resolve(void order.push(`catalog ${row?.feature}`)),
      insertBatch: ({ token }) => Promise.resolve(void order.push(token)),
    });
    works.handle({ kind: "catalog", rows: catalogOf("a") });
    works.handle({ kind: "catalog", rows: catalogOf("b") });
    works.handle({ kind: "chunk", chunk: chunk({ table: "decisions", firstSeq: 1 }) });
    works.handle({ kind: "chunk", chunk: chunk({ table: "gaps", firstSeq: 2 }) });
    works.handle({ kind: "drain", id: 1 });
    await settled();
    works.handle({ kind: "catalog", rows: catalogOf("c") });
    works.handle({ kind: "chunk", chunk: chunk({ firstSeq: 3 }) });
    works.handle({ kind: "drain", id: 2 });
    await settled();
    expect(order).toEqual(["catalog a", "catalog b", "w:3:1-1", "w:3:2-2", "catalog c", "w:3:3-3"]);
  });

  it("stores no rows before their catalog is registered, and tries that again", async () => {
    let failures = 2;
    const { works, timers, replies, inserted } = dispatcher({
      registerCatalog: () =>
        failures-- > 0 ? Promise.reject(new Rejection("no such table")) : Promise.resolve(),
    });
    works.handle({ kind: "catalog", rows: catalogOf("a") });
    for (const each of chunks) works.handle({ kind: "chunk", chunk: each });
    await settled();
    expect(inserted).toEqual([]);
    await timers.pass(10_000);
    expect(inserted.length).toBe(1);
    expect(replies.map((reply) => reply.kind)).toEqual(["storage", "storage", "storage", "reached"]);
  });

  it("replies that the storage is down for each attempt that failed, and that it is up again", async () => {
    let failures = 1;
    const { works, timers, replies } = dispatcher({
      insertBatch: () =>
        failures-- > 0 ? Promise.reject(new ProbeError("STORAGE_UNAVAILABLE", "refused")) : Promise.resolve(),
    });
    for (const each of chunks) works.handle({ kind: "chunk", chunk: each });
    await timers.pass(100);
    expect(replies).toEqual([
      { kind: "storage", isUp: false, fault: { code: "STORAGE_UNAVAILABLE", message: "refused" } },
      { kind: "storage", isUp: true },
      { kind: "reached", stage: "stored", span, tookMs: 0 },
    ]);
  });

  it("replies that rows are lost when the store rejects them for their content", async () => {
    const { works, replies } = dispatcher({ insertBatch: () => Promise.reject(new Rejection("bad row")) });
    for (const each of chunks) works.handle({ kind: "chunk", chunk: each });
    await settled();
    const fault = { code: "BATCH_REJECTED", message: "bad row" };
    expect(replies).toContainEqual({ kind: "lost", reason: "rejected", span, fault });
  });

  it("answers a drain once all that came before is settled", async () => {
    const { works, replies } = dispatcher();
    works.handle({ kind: "chunk", chunk: chunk() });
    works.handle({ kind: "drain", id: 7 });
    await settled();
    expect(replies.map((reply) => reply.kind)).toEqual(["storage", "reached", "drained"]);
    expect(replies.at(-1)).toEqual({ kind: "drained", id: 7 });
  });

  describe("check", () => {
    it("tells what is wrong with a storage that answers", async () => {
      const { works, replies } = dispatcher({ check: () => Promise.resolve(["the schema is old"]) });
      await works.check();
      expect(replies).toEqual([
        { kind: "fault", place: "store", fault: { code: "STORAGE_UNFIT", message: "the schema is old" } },
        { kind: "storage", isUp: true },
      ]);
    });

    it("waits for a storage that doesn't answer", async () => {
      let failures = 2;
      const { works, timers, replies } = dispatcher({
        check: () =>
          failures-- > 0
            ? Promise.reject(new ProbeError("STORAGE_UNAVAILABLE", "nobody"))
            : Promise.resolve([]),
      });
      const checked = works.check();
      await timers.pass(300);
      await checked;
      const down = {
        kind: "storage",
        isUp: false,
        fault: { code: "STORAGE_UNAVAILABLE", message: "nobody" },
      };
      expect(replies).toEqual([down, down, { kind: "storage", isUp: true }]);
    });
  });
});
