import { describe, expect, it } from "vitest";
import { isProbeError } from "../src/errors.ts";
import { chunk } from "./support/chunks.ts";
import { lost, started } from "./support/shipping.ts";

describe("Shipper", () => {
  it("gives the worker the catalog before any rows", () => {
    const { accept, kinds } = started();
    accept();
    expect(kinds()).toEqual(["catalog", "chunk"]);
  });

  it("hands a chunk over without a copy", () => {
    const { shipper, last } = started();
    const given = chunk({ rows: 3 });
    expect(shipper.accept(given)).toBe(true);
    expect(given.bytes.byteLength).toBe(0); // detached: it lives in the other thread now
    expect(last().requests[1]).toEqual({ kind: "chunk", chunk: chunk({ rows: 3 }) });
  });

  it("copies what is small out of a buffer that is large, so that little memory waits", () => {
    const { accept, last } = started();
    accept({ capacity: 900 });
    expect(last().held).toEqual([expect.objectContaining({ heldBytes: 14 })]);
    expect(last().requests[1]).toEqual({ kind: "chunk", chunk: chunk() });
  });

  it("counts what waits by the memory that it holds, until it is stored", () => {
    const { shipper, accept, last, inserts } = started();
    accept({ rows: 10, capacity: 150 });
    expect(shipper.counters).toMatchObject({ pendingRows: 10, pendingBytes: 190, stored: 0 });
    last().store();
    expect(shipper.counters).toMatchObject({ pendingRows: 0, pendingBytes: 0, stored: 10 });
    expect(inserts).toEqual([7]);
  });

  it("has its memory back as soon as the rows are in the spool", () => {
    const { shipper, accept, last } = started({ hasSpool: true });
    accept({ rows: 10 });
    last().spool();
    expect(shipper.counters).toMatchObject({ pendingRows: 10, spooledRows: 10, pendingBytes: 0 });
    last().store();
    expect(shipper.counters).toMatchObject({ pendingRows: 0, spooledRows: 0, stored: 10 });
  });

  it("refuses a chunk for which there is no room, and takes the next when there is again", () => {
    const { shipper, accept, last, faults } = started({ maxPendingBytes: 100 });
    const large = (): boolean => accept({ bytesPerRow: 60 });
    expect([large(), large(), large()]).toEqual([true, false, false]);
    expect(shipper.counters).toMatchObject({ pendingRows: 1, pendingBytes: 64 });
    last().store();
    expect([large(), large()]).toEqual([true, false]);
    const told = "ProbeError: all of the 100 bytes that may wait are taken: records are refused and lost";
    expect(faults.map(String)).toEqual([told, told]); // once for each time that it began
  });

  it("hands on what will not come, and knows that it is lost, without counting it again", () => {
    const { shipper, last } = started();
    const ranges = [{ cause: "refused", firstSeq: 1, lastSeq: 4 }] as const;
    expect(shipper.missing("decisions", ranges)).toBe(true);
    expect(last().requests.at(-1)).toEqual({ kind: "missing", table: "decisions", ranges });
    expect(shipper.progress.stageOf(4)).toBe("lost");
    expect(lost(shipper)).toEqual({});
    expect(shipper.counters.pendingRows).toBe(0);
  });

  it("counts a row that the store rejected, and tells of it without showing it", () => {
    const { shipper, accept, last, faults } = started();
    accept({ rows: 3 });
    const span = { table: "decisions", firstSeq: 2, lastSeq: 2, rows: 1 };
    last().events.reply({ kind: "lost", reason: "rejected", span, fault: { code: "X1", message: "no" } });
    expect(lost(shipper)).toEqual({ rejected: 1 });
    expect(shipper.counters.pendingRows).toBe(2);
    expect(faults.map(String)).toEqual(["ProbeError: decision 2 of this process is rejected: no (X1)"]);
  });

  it("tells where decisions wait while the storage is away", () => {
    const { shipper, last, faults } = started({ hasSpool: true });
    const fault = { code: "UNREACHABLE", message: "nobody" };
    expect(shipper.counters.circuit).toBeUndefined();
    last().events.reply({ kind: "storage", circuit: "closed" });
    expect(shipper.counters.circuit).toBe("closed");
    for (const isUp of [false, true]) {
      last().events.reply({ kind: "spool", isUp, bytes: 0, segments: 0 });
      last().events.reply({ kind: "storage", circuit: "open", fault });
    }
    expect(shipper.counters.circuit).toBe("open");
    expect(faults.map(String)).toEqual([
      "ProbeError: decisions wait in memory: nobody (UNREACHABLE)",
      "ProbeError: decisions wait in the spool: nobody (UNREACHABLE)",
    ]);
    expect(isProbeError(faults[0], "STORAGE_UNAVAILABLE")).toBe(true);
  });

  it.each([
    ["store", "STORAGE_UNFIT"],
    ["spool", "SPOOL_FAILED"],
    ["quarantine", "SPOOL_FAILED"],
    ["worker", "WORKER_FAILED"],
  ])("tells of a fault in the worker's %s as %s", (place, code) => {
    const { last, faults } = started();
    last().events.reply({ kind: "fault", place, fault: { code: "EIO", message: "it can't be read" } });
    expect(faults).toEqual([
      expect.objectContaining({ code, message: expect.stringMatching("it can't be read") }),
    ]);
  });

  describe("when somebody waits for storage", () => {
    it("keeps the process alive until they know", async () => {
      const { shipper, accept, last, timers } = started();
      accept();
      const reached = shipper.progress.reached(1, "stored", 100);
      expect(last().isReferenced).toBe(true);
      last().die();
      await expect(reached).resolves.toBe("lost");
      void shipper.progress.reached(2, "stored", 100);
      expect(last().isReferenced).toBe(true);
      await timers.pass(100);
      expect(last().isReferenced).toBe(false);
    });

    it("asks the worker not to wait for company, once until it hands over more", () => {
      const { shipper, accept, kinds } = started();
      accept();
      void shipper.progress.reached(1, "stored", 100);
      void shipper.progress.reached(1, "stored", 100);
      expect(kinds()).toEqual(["catalog", "chunk", "hurry"]);
      accept();
      accept();
      expect(kinds().slice(3)).toEqual(["chunk", "hurry", "chunk"]);
    });
  });

  describe("when the worker dies", () => {
    it("counts what it held as lost, and starts another with the catalog, which it tells of that", () => {
      const { shipper, threads, accept, last, faults } = started();
      accept({ rows: 4 });
      accept({ rows: 2 });
      last().store();
      last().die({ code: "ERR_WORKER_OUT_OF_MEMORY", message: "too much" });
      expect(lost(shipper)).toEqual({ worker_died: 2 });
      expect(shipper.counters).toMatchObject({ pendingRows: 0, pendingBytes: 0, stored: 4 });
      expect(String(faults[0])).toBe(
        "ProbeError: 2 records that it held are lost: too much (ERR_WORKER_OUT_OF_MEMORY)",
      );
      expect(threads.length).toBe(2);
      expect(last().next).toMatchObject({ decisions: 7, remote_calls: 1, coverage: 1, choices: 1, gaps: 1 });
      const ranges = [{ cause: "worker_died", firstSeq: 5, lastSeq: 6 }];
      expect(last().requests).toEqual([
        { kind: "catalog", rows: [] },
        { kind: "missing", table: "decisions", ranges },
      ]);
      expect(accept()).toBe(true);
    });

    it("counts nothing of what it may have spooled, until the next one has looked", () => {
      const { shipper, accept, last, kinds } = started({ hasSpool: true });
      for (let n = 0; n < 4; n += 1) accept();
      last().spool();
      last().die();
      expect(shipper.counters).toMatchObject({ pendingRows: 4, spooledRows: 1, pendingBytes: 0 });
      const spooled = [{ table: "decisions", firstSeq: 2, lastSeq: 3, rows: 2 }];
      const stored = [{ table: "decisions", firstSeq: 1, lastSeq: 1, rows: 1 }];
      last().events.reply({ kind: "resumed", spooled, stored });
      expect(shipper.counters).toMatchObject({ stored: 1, pendingRows: 3, spooledRows: 2 });
      last().events.reply({
        kind: "lost",
        reason: "worker_died",
        span: { table: "decisions", firstSeq: 4, lastSeq: 4, rows: 1 },
      });
      expect(lost(shipper)).toEqual({ worker_died: 1 });
      expect(kinds()).toEqual(["catalog"]); // the worker has it on record itself
    });

    it("counts nothing as lost because the spool fails later", () => {
      const { shipper, accept, last } = started({ hasSpool: true });
      last().die();
      last().events.reply({ kind: "resumed", spooled: [], stored: [] });
      accept();
      last().events.reply({ kind: "spool", isUp: false, bytes: 0, segments: 0 });
      expect(lost(shipper)).toEqual({});
      expect(shipper.counters.pendingRows).toBe(1);
    });

    it("counts as lost what the next one can't find, because it has no spool any more, and nothing that came since", () => {
      const { shipper, accept, last, kinds } = started({ hasSpool: true });
      accept();
      accept();
      last().spool();
      last().die();
      accept();
      last().events.reply({ kind: "spool", isUp: false, bytes: 0, segments: 0 });
      expect(lost(shipper)).toEqual({ worker_died: 1 });
      expect(kinds()).toEqual(["catalog", "chunk", "missing"]);
      expect(last().requests.at(-1)).toMatchObject({
        ranges: [{ cause: "worker_died", firstSeq: 2, lastSeq: 2 }],
      });
      last().events.reply({ kind: "spool", isUp: false, bytes: 0, segments: 0 });
      last().store();
      expect(shipper.counters).toMatchObject({ stored: 1, pendingRows: 1, spooledRows: 1, pendingBytes: 0 });
      expect(lost(shipper)).toEqual({ worker_died: 1 });
    });

    it("says that the next one goes on, where there is a spool", () => {
      const { last, faults } = started({ hasSpool: true });
      last().die();
      expect(String(faults[0])).toContain("the next one goes on with what it spooled");
      expect(isProbeError(faults[0], "WORKER_DIED")).toBe(true);
    });

    it("lets gap records go on where they were", () => {
      const { last } = started();
      last().events.reply({ kind: "gaps", lastSeq: 8 });
      last().die();
      expect(last().next).toMatchObject({ gaps: 9 });
    });

    it("starts so many a minute, and refuses chunks for the rest of it", async () => {
      const { accept, threads, last, timers } = started({ restartsPerMinute: 2 });
      last().die();
      await timers.pass(10_000);
      last().die();
      last().die();
      expect(threads.length).toBe(3);
      expect(accept()).toBe(false);
      await timers.pass(49_999);
      expect(threads.length).toBe(3);
      await timers.pass(1);
      expect(threads.length).toBe(4);
      expect(accept()).toBe(true);
    });

    it("treats a thread that can't be started like one that dies", async () => {
      let attempts = 0;
      const startThread = (): never => {
        attempts += 1;
        throw new Error("no threads left");
      };
      const { shipper, accept, timers } = started({ startThread, restartsPerMinute: 3 });
      expect(attempts).toBe(4);
      expect(accept()).toBe(false);
      await timers.pass(60_000);
      expect(attempts).toBe(7);
      await shipper.close(1_000, { decisions: 0 });
      await timers.pass(60_000);
      expect(attempts).toBe(7);
    });

    it("ends the wait of whoever drains", async () => {
      const { shipper, accept, last } = started();
      accept();
      const drained = shipper.drain(1_000);
      last().die();
      await expect(drained).resolves.toBeUndefined();
    });
  });

  it("takes note of the time of an insert once, and of none where nothing was sent", () => {
    const { last, inserts } = started();
    const spans = [1, 5].map((seq) => ({ table: "decisions", firstSeq: seq, lastSeq: seq, rows: 1 }));
    last().events.reply({ kind: "reached", stage: "stored", spans, tookMs: 12 });
    last().events.reply({ kind: "reached", stage: "stored", spans, tookMs: undefined });
    last().events.reply({ kind: "reached", stage: "spooled", spans, tookMs: 3 });
    expect(inserts).toEqual([12]);
  });
});
