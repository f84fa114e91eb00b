import { describe, expect, it } from "vitest";
import { type Batch, runOf } from "../../src/worker/backlog.ts";
import { MemoryBudget } from "../../src/worker/memory-budget.ts";
import { Lane } from "../../src/worker/lane.ts";
import type { Attempt } from "../../src/worker/sender.ts";
import { chunk } from "../support/chunks.ts";
import { ManualTimers, settled } from "../support/manual-timers.ts";

/** A lane into a store that fails so many times, then works. While `isHeld`, no answer comes out. */
function laneInto(failures = 0) {
  const timers = new ManualTimers();
  const told: string[] = [];
  const sent: { readonly batch: Batch; readonly attempt: Attempt }[] = [];
  const held: (() => void)[] = [];
  const store = { isHeld: false, refuses: (_range: string): boolean => false };
  const lane = new Lane({
    limits: { maxRows: 10, maxBytes: 10_000, maxWaitMs: 500 },
    memory: new MemoryBudget(10_000),
    timers,
    ends: {
      async deliver(batch, attempt) {
        sent.push({ batch, attempt });
        if (store.isHeld) await new Promise<void>((release) => held.push(release));
        if (failures-- > 0) throw new Error("no");
        if (store.refuses(rangeOf(batch))) throw new Error("not this one");
        told.push(`stored ${rangeOf(batch)}`);
      },
      failed: () => void told.push("failed"),
    },
  });
  const add = (parts: Parameters<typeof chunk>[0] = {}): void =>
    lane.add({ chunk: chunk(parts), place: undefined, heldBytes: 0 });
  const release = async (): Promise<void> => {
    held.shift()?.();
    await settled();
  };
  return { lane, add, timers, told, sent, store, release };
}

function rangeOf(batch: Batch): string {
  const spans = batch.kind === "run" ? [batch.run] : batch.parcels.map((parcel) => parcel.chunk);
  return `${spans[0]?.firstSeq}-${spans.at(-1)?.lastSeq}`;
}

describe("Lane", () => {
  it("sends what is there when the oldest has waited long enough", async () => {
    const { add, timers, told } = laneInto();
    add({ firstSeq: 1 });
    await timers.pass(499);
    add({ firstSeq: 2 });
    expect(told).toEqual([]);
    await timers.pass(1);
    expect(told).toEqual(["stored 1-2"]);
  });

  it("sends a full batch at once", async () => {
    const { add, told } = laneInto();
    add({ firstSeq: 1, rows: 9 });
    add({ firstSeq: 10 });
    await settled();
    expect(told).toEqual(["stored 1-10"]);
  });

  it("has one batch on its way, and gathers the rest meanwhile", async () => {
    const { add, sent, store, release, told } = laneInto();
    store.isHeld = true;
    for (let seq = 1; seq <= 16; seq += 5) add({ firstSeq: seq, rows: 5 });
    await settled();
    expect(sent.length).toBe(1);
    await release();
    expect(sent.length).toBe(2);
    await release();
    expect(told).toEqual(["stored 1-10", "stored 11-20"]);
  });

  it("tries a batch again, the same one, with what is known of it", async () => {
    const { add, sent, told } = laneInto(3);
    add({ rows: 10 });
    await settled();
    expect(told).toEqual(["failed", "failed", "failed", "stored 1-10"]);
    expect(new Set(sent.map(({ batch }) => batch)).size).toBe(1);
    expect(new Set(sent.map(({ attempt }) => attempt)).size).toBe(1);
  });

  it("takes what may have been sent before for uncertain, and nothing else", async () => {
    const { lane, add, sent } = laneInto();
    const place = { segment: 1, offset: 8, length: 10 };
    lane.addRun({ ...runOf(chunk({ firstSeq: 1 }), place), isMarked: true, isUncertain: true });
    lane.addRun({ ...runOf(chunk({ firstSeq: 2 }), place), isUncertain: true });
    add({ firstSeq: 3, rows: 10 });
    await settled();
    const known = sent.map(({ batch, attempt }) => [rangeOf(batch), attempt]);
    expect(known).toEqual([
      ["1-1", { isMarked: true, isUncertain: true, isWhole: false }],
      ["3-12", { isMarked: false, isUncertain: false, isWhole: true }],
      ["2-2", { isMarked: false, isUncertain: true, isWhole: false }],
    ]);
  });

  it("keeps a batch that is put aside in memory no longer than it must", async () => {
    const { lane, add, sent, told } = laneInto(5);
    const place = { segment: 1, offset: 8, length: 100 };
    lane.add({ chunk: chunk({ rows: 10 }), place, heldBytes: 0 });
    add({ firstSeq: 11, rows: 10 });
    await settled();
    expect(told).toEqual([...Array<string>(5).fill("failed"), "stored 11-20", "stored 1-10"]);
    expect(sent.map(({ batch }) => batch.kind)).toEqual([...Array<string>(6).fill("parcels"), "run"]);
    expect(sent.at(-1)?.attempt).toBe(sent[0]?.attempt);
  });

  it("drains at once what came before, and no more", async () => {
    const { lane, add, timers, told } = laneInto();
    add({ firstSeq: 1 });
    await lane.drain().then(() => told.push("drained"));
    add({ firstSeq: 2 });
    await timers.pass(499);
    expect(told).toEqual(["stored 1-1", "drained"]);
  });

  it("has drained only when what is on disk is stored too, although newer rows were before it", async () => {
    const { lane, add, store, release, told } = laneInto();
    store.isHeld = true;
    const place = { segment: 1, offset: 8, length: 10 };
    for (const firstSeq of [1, 2]) lane.addRun({ ...runOf(chunk({ firstSeq }), place), isMarked: true });
    void lane.drain().then(() => told.push("drained"));
    add({ firstSeq: 3, rows: 10 });
    await settled();
    for (let n = 0; n < 3; n += 1) await release();
    expect(told).toEqual(["stored 1-1", "stored 3-12", "stored 2-2", "drained"]);
  });

  it("drains right away when nothing waits", async () => {
    await expect(laneInto().lane.drain()).resolves.toBeUndefined();
  });

  it("lets what somebody waits for go without company, and only that", async () => {
    const { lane, add, timers, told } = laneInto();
    add({ firstSeq: 1 });
    lane.hurry();
    await settled();
    add({ firstSeq: 2 });
    await timers.pass(499);
    expect(told).toEqual(["stored 1-1"]);
  });

  it("puts a batch aside that fails again and again, and lets the others pass", async () => {
    const { lane, add, told, store } = laneInto();
    store.refuses = (range) => range === "1-10" && !told.includes("stored 21-30");
    for (const firstSeq of [1, 11, 21]) add({ firstSeq, rows: 10 });
    await lane.drain().then(() => told.push("drained"));
    expect(told.filter((line) => line !== "failed")).toEqual([
      "stored 11-20",
      "stored 21-30",
      "stored 1-10",
      "drained",
    ]);
  });
});
