import { describe, expect, it } from "vitest";
import { settled } from "./support/manual-timers.ts";
import { lost, started } from "./support/shipping.ts";

describe("drain", () => {
  it("keeps the process alive only while it waits", async () => {
    const { shipper, accept, last } = started();
    accept();
    expect(last().isReferenced).toBe(false);
    const drained = shipper.drain(1_000);
    expect(last().isReferenced).toBe(true);
    last().store();
    last().drained();
    await drained;
    expect(last().isReferenced).toBe(false);
  });

  it("gives up waiting at the deadline, and loses nothing by it", async () => {
    const { shipper, accept, last, timers } = started();
    accept();
    const drained = shipper.drain(1_000);
    await timers.pass(1_000);
    await drained;
    expect(shipper.counters.pendingRows).toBe(1);
    last().store();
    last().drained();
    expect(shipper.counters).toMatchObject({ pendingRows: 0, stored: 1 });
  });

  it("is over at once when nothing waits", async () => {
    const { shipper, kinds } = started();
    await shipper.drain(1_000);
    expect(kinds()).toEqual(["catalog"]);
  });
});

describe("close", () => {
  it("says how many began, waits until all is stored, then lets the worker end by itself", async () => {
    const { shipper, accept, last, kinds } = started();
    accept();
    const closed = shipper.close(1_000, { decisions: 3 });
    expect(accept()).toBe(false);
    expect(last().requests[2]).toEqual({ kind: "finish", table: "decisions", last: 3 });
    last().store();
    last().drained();
    await settled();
    expect(kinds()).toEqual(["catalog", "chunk", "finish", "drain", "close"]);
    last().events.reply({ kind: "closed", isComplete: true });
    last().die({ code: "EXIT", message: "ended with exit code 0" });
    await closed;
    expect(last().isTerminated).toBe(false);
    expect(shipper.isComplete).toBe(true);
    expect(lost(shipper)).toEqual({});
  });

  it("counts what is not stored by the deadline, and ends the worker", async () => {
    const { shipper, accept, last, timers, threads } = started();
    accept({ rows: 3 });
    const closed = shipper.close(1_000, { decisions: 3 });
    await timers.pass(1_000);
    last().events.reply({ kind: "closed", isComplete: false });
    expect(last().isTerminated).toBe(true); // it would wait for the answer to what is on its way
    last().die();
    await closed;
    expect(lost(shipper)).toEqual({ deadline: 3 });
    expect(shipper.counters).toMatchObject({ stored: 0, pendingRows: 0, pendingBytes: 0 });
    expect(threads.length).toBe(1);
  });

  it("leaves in the spool what is there at the deadline", async () => {
    const { shipper, accept, last, timers } = started({ hasSpool: true });
    accept({ rows: 3 });
    accept({ rows: 2 });
    last().spool();
    const closed = shipper.close(1_000, { decisions: 5 });
    await timers.pass(1_000);
    last().die();
    await closed;
    expect(lost(shipper)).toEqual({ deadline: 2 });
    expect(shipper.counters).toMatchObject({ stored: 0, pendingRows: 3, spooledRows: 3, pendingBytes: 0 });
  });

  it("counts the last words of the worker", async () => {
    const { shipper, accept, last, timers } = started({ hasSpool: true });
    for (let n = 0; n < 3; n += 1) accept();
    const closed = shipper.close(1_000, { decisions: 3 });
    await timers.pass(1_000);
    last().store();
    last().spool();
    last().die();
    await closed;
    expect(lost(shipper)).toEqual({ deadline: 1 });
    expect(shipper.counters).toMatchObject({ stored: 1, pendingRows: 1, spooledRows: 1 });
  });

  it("keeps the process alive until the worker has ended, also when nobody waits any more", async () => {
    const { shipper, accept, last, timers } = started({ hasSpool: true });
    accept();
    void shipper.progress.reached(1, "stored", 1_500);
    const closed = shipper.close(1_000, { decisions: 1 });
    await timers.pass(1_500);
    expect(last().isReferenced).toBe(true);
    last().die();
    await closed;
  });

  it("ends a worker that doesn't end by itself", async () => {
    const { shipper, last, timers } = started();
    const closed = shipper.close(10_000, { decisions: 0 });
    last().drained();
    await timers.pass(999);
    expect(last().isTerminated).toBe(false);
    await timers.pass(1);
    expect(last().isTerminated).toBe(true);
    last().die();
    await closed;
  });

  it("is done when the worker dies meanwhile, and starts no other", async () => {
    const { shipper, accept, last, threads } = started({ hasSpool: true });
    accept();
    accept();
    last().spool();
    const closed = shipper.close(1_000, { decisions: 2 });
    last().die();
    await closed;
    expect(lost(shipper)).toEqual({ worker_died: 1 });
    expect(shipper.counters).toMatchObject({ pendingRows: 1, spooledRows: 1 });
    expect(shipper.isComplete).toBe(false);
    expect(threads.length).toBe(1);
  });

  it("ends the wait of whoever drains, too", async () => {
    const { shipper, accept, last, timers } = started();
    accept();
    const drained = shipper.drain(600_000);
    const closed = shipper.close(1_000, { decisions: 1 });
    await timers.pass(1_000);
    last().die();
    await closed;
    await expect(drained).resolves.toBeUndefined();
    expect(timers.waiting).toBe(0);
  });

  it("can be called twice", async () => {
    const { shipper, last } = started();
    const closed = Promise.all([
      shipper.close(1_000, { decisions: 0 }),
      shipper.close(1_000, { decisions: 0 }),
    ]);
    last().drained();
    await settled();
    last().die();
    await closed;
    expect(last().requests.filter(({ kind }) => kind === "close")).toHaveLength(1);
  });
});
