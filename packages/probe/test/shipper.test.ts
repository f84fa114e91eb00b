import { describe, expect, it } from "vitest";
import { isProbeError } from "../src/errors.ts";
import { Shipper, type ShipperOptions } from "../src/shipper.ts";
import { chunk } from "./support/chunks.ts";
import { type FakeThread, fakeThreads } from "./support/fake-threads.ts";
import { ManualTimers, settled } from "./support/manual-timers.ts";

function started(options: Partial<ShipperOptions> = {}) {
  const { start, threads } = fakeThreads();
  const timers = new ManualTimers();
  const faults: unknown[] = [];
  const inserts: number[] = [];
  const shipper = new Shipper({
    startThread: start,
    catalog: [],
    maxPendingBytes: 1_000,
    timers,
    onFault: (_, fault) => void faults.push(fault),
    onInsert: (tookMs) => void inserts.push(tookMs),
    ...options,
  });
  shipper.start();
  const last = (): FakeThread => threads.at(-1)!;
  return { shipper, threads, last, timers, faults, inserts };
}

const lost = ({ counters }: Shipper): object => Object.fromEntries(counters.lost);

describe("Shipper", () => {
  it("gives the worker the catalog before any rows", () => {
    const { shipper, last } = started();
    shipper.accept(chunk());
    expect(last().requests.map(({ kind }) => kind)).toEqual(["catalog", "chunk"]);
  });

  it("hands a chunk over without a copy", () => {
    const { shipper, last } = started();
    const given = chunk({ rows: 3 });
    expect(shipper.accept(given)).toBe(true);
    expect(given.bytes.byteLength).toBe(0); // detached: it lives in the other thread now
    expect(last().requests[1]).toEqual({ kind: "chunk", chunk: chunk({ rows: 3 }) });
  });

  it("copies what is small out of a buffer that is large, so that little memory waits", () => {
    const { shipper, last } = started();
    shipper.accept(chunk({ capacity: 900 }));
    expect(last().held).toEqual([expect.objectContaining({ heldBytes: 14 })]);
    expect(last().requests[1]).toEqual({ kind: "chunk", chunk: chunk() });
  });

  it("counts what waits by the memory that it holds, until it is stored", () => {
    const { shipper, last, inserts } = started();
    shipper.accept(chunk({ rows: 10, capacity: 150 }));
    expect(shipper.counters).toMatchObject({ pendingRows: 10, pendingBytes: 190, stored: 0 });
    last().store();
    expect(shipper.counters).toMatchObject({
      pendingRows: 0,
      pendingBytes: 0,
      stored: 10,
      isStorageUp: true,
    });
    expect(inserts).toEqual([7]);
  });

  it("refuses a chunk for which there is no room, and takes the next when there is again", () => {
    const { shipper, last, faults } = started({ maxPendingBytes: 100 });
    const accept = (): boolean => shipper.accept(chunk({ bytesPerRow: 60 }));
    expect([accept(), accept(), accept()]).toEqual([true, false, false]);
    expect(shipper.counters).toMatchObject({ pendingRows: 1, pendingBytes: 64 });
    last().store();
    expect([accept(), accept()]).toEqual([true, false]);
    const told = "ProbeError: all of the 100 bytes that may wait are taken: decisions are refused and lost";
    expect(faults.map(String)).toEqual([told, told]); // once for each time that it began
  });

  it("counts rows that the store rejected, and tells of them without showing them", () => {
    const { shipper, last, faults } = started();
    shipper.accept(chunk({ rows: 3, firstSeq: 5 }));
    const [span] = last().held;
    last().events.reply({
      kind: "lost",
      reason: "rejected",
      span: span!,
      fault: { code: "X1", message: "no" },
    });
    expect(lost(shipper)).toEqual({ rejected: 3 });
    expect(shipper.counters).toMatchObject({ pendingRows: 0, pendingBytes: 0 });
    expect(faults.map(String)).toEqual([
      "ProbeError: 3 rows of decisions, sequence 5 to 7, are lost: no (X1)",
    ]);
  });

  it("tells whether the storage is up", () => {
    const { shipper, last, faults } = started();
    expect(shipper.counters.isStorageUp).toBe(false);
    last().events.reply({ kind: "storage", isUp: true });
    expect(shipper.counters.isStorageUp).toBe(true);
    last().events.reply({ kind: "storage", isUp: false, fault: { code: "ECONNREFUSED", message: "nobody" } });
    expect(shipper.counters.isStorageUp).toBe(false);
    expect(isProbeError(faults[0], "STORAGE_UNAVAILABLE")).toBe(true);
  });

  describe("when the worker dies", () => {
    it("counts what it held as lost, and starts another with the catalog", () => {
      const { shipper, threads, last, faults } = started();
      shipper.accept(chunk({ rows: 4 }));
      shipper.accept(chunk({ rows: 2 }));
      last().store();
      last().die({ code: "ERR_WORKER_OUT_OF_MEMORY", message: "too much" });
      expect(lost(shipper)).toEqual({ worker_died: 2 });
      expect(shipper.counters).toMatchObject({ pendingRows: 0, pendingBytes: 0, stored: 4 });
      expect(String(faults[0])).toBe(
        "ProbeError: 2 decisions that it held are lost: too much (ERR_WORKER_OUT_OF_MEMORY)",
      );
      expect(threads.length).toBe(2);
      expect(last().requests).toEqual([{ kind: "catalog", rows: [] }]);
      expect(shipper.accept(chunk())).toBe(true);
    });

    it("starts so many a minute, and refuses chunks for the rest of it", async () => {
      const { shipper, threads, last, timers } = started({ restartsPerMinute: 2 });
      last().die();
      await timers.pass(10_000);
      last().die();
      last().die();
      expect(threads.length).toBe(3);
      expect(shipper.accept(chunk())).toBe(false);
      await timers.pass(49_999);
      expect(threads.length).toBe(3);
      await timers.pass(1);
      expect(threads.length).toBe(4);
      expect(shipper.accept(chunk())).toBe(true);
    });

    it("treats a thread that can't be started like one that dies", async () => {
      let attempts = 0;
      const startThread = (): never => {
        attempts += 1;
        throw new Error("no threads left");
      };
      const { shipper, timers } = started({ startThread, restartsPerMinute: 3 });
      expect(attempts).toBe(4);
      expect(shipper.accept(chunk())).toBe(false);
      await timers.pass(60_000);
      expect(attempts).toBe(7);
      await expect(shipper.close(1_000)).resolves.toBe(0);
      await timers.pass(60_000);
      expect(attempts).toBe(7);
    });

    it("ends the wait of whoever drains", async () => {
      const { shipper, last } = started();
      shipper.accept(chunk());
      const drained = shipper.drain(1_000);
      last().die();
      await expect(drained).resolves.toBeUndefined();
    });
  });

  describe("drain", () => {
    it("keeps the process alive only while it waits", async () => {
      const { shipper, last } = started();
      shipper.accept(chunk());
      expect(last().isReferenced).toBe(false);
      const drained = shipper.drain(1_000);
      expect(last().isReferenced).toBe(true);
      last().store();
      last().drained();
      await drained;
      expect(last().isReferenced).toBe(false);
    });

    it("gives up waiting at the deadline, and loses nothing by it", async () => {
      const { shipper, last, timers } = started();
      shipper.accept(chunk());
      const drained = shipper.drain(1_000);
      await timers.pass(1_000);
      await drained;
      expect(shipper.counters.pendingRows).toBe(1);
      last().store();
      last().drained();
      expect(shipper.counters).toMatchObject({ pendingRows: 0, stored: 1 });
    });

    it("is over at once when nothing waits", async () => {
      const { shipper, last } = started();
      await shipper.drain(1_000);
      expect(last().requests.map(({ kind }) => kind)).toEqual(["catalog"]);
    });
  });

  describe("close", () => {
    it("waits until all is stored, then lets the worker end by itself", async () => {
      const { shipper, last } = started();
      shipper.accept(chunk());
      const closed = shipper.close(1_000);
      expect(shipper.accept(chunk())).toBe(false);
      last().store();
      last().drained();
      await settled();
      expect(last().requests.at(-1)).toEqual({ kind: "close" });
      last().die({ code: "EXIT", message: "ended with exit code 0" });
      await expect(closed).resolves.toBe(0);
      expect(last().isTerminated).toBe(false);
      expect(lost(shipper)).toEqual({});
    });

    it("says at the deadline how many are left, counts them, and ends the worker", async () => {
      const { shipper, last, timers, threads } = started();
      shipper.accept(chunk({ rows: 3 }));
      const closed = shipper.close(1_000);
      await timers.pass(1_000);
      expect(last().isTerminated).toBe(true);
      last().store(); // an answer that comes too late doesn't count twice
      last().die();
      await expect(closed).resolves.toBe(3);
      expect(lost(shipper)).toEqual({ deadline: 3 });
      expect(shipper.counters).toMatchObject({ stored: 0, pendingRows: 0 });
      expect(threads.length).toBe(1);
    });

    it("ends a worker that doesn't end by itself", async () => {
      const { shipper, last, timers } = started();
      const closed = shipper.close(10_000);
      await timers.pass(1_000);
      expect(last().isTerminated).toBe(true);
      last().die();
      await expect(closed).resolves.toBe(0);
    });

    it("is done when the worker dies meanwhile, and starts no other", async () => {
      const { shipper, last, threads } = started();
      shipper.accept(chunk());
      const closed = shipper.close(1_000);
      last().die();
      await expect(closed).resolves.toBe(0);
      expect(lost(shipper)).toEqual({ worker_died: 1 });
      expect(threads.length).toBe(1);
    });

    it("can be called twice", async () => {
      const { shipper, last } = started();
      const closed = Promise.all([shipper.close(1_000), shipper.close(1_000)]);
      await settled();
      last().die();
      await expect(closed).resolves.toEqual([0, 0]);
    });
  });
});
