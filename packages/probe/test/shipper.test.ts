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
    hasSpool: false,
    catalog: [],
    maxPendingBytes: 1_000,
    timers,
    onFault: (_, fault) => void faults.push(fault),
    onInsert: (tookMs) => void inserts.push(tookMs),
    ...options,
  });
  shipper.start();
  const last = (): FakeThread => threads.at(-1)!;
  let next = 1;
  /** Hands over a chunk of the numbers that come next. */
  const accept = (parts: { rows?: number; bytesPerRow?: number; capacity?: number } = {}): boolean => {
    const given = chunk({ ...parts, firstSeq: next });
    next += given.ends.length;
    return shipper.accept(given);
  };
  const kinds = (): string[] => last().requests.map(({ kind }) => kind);
  return { shipper, threads, last, timers, faults, inserts, accept, kinds };
}

const lost = ({ counters }: Shipper): object => Object.fromEntries(counters.lost);

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
      expect(last().next).toEqual({ decisions: 7, remote_calls: 1, coverage: 1, gaps: 1 });
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

  describe("records that are no decisions", () => {
    const give = ({ shipper }: { readonly shipper: Shipper }, table: string, firstSeq: number, rows = 1) =>
      shipper.accept(chunk({ table, firstSeq, rows }));

    it("are counted by themselves, and hold memory like any other", () => {
      const given = started();
      const { shipper, last } = given;
      give(given, "remote_calls", 1, 3);
      give(given, "coverage", 1, 2);
      expect(shipper.counters).toMatchObject({ pendingRows: 0, remoteCalls: { pendingRows: 3 } });
      expect(shipper.counters.pendingBytes).toBe(70);
      last().store();
      expect(shipper.counters).toMatchObject({ stored: 0, remoteCalls: { pendingRows: 0, stored: 3 } });
      expect(shipper.progress.stageOf(1)).toBe("recorded"); // of a decision nothing is known
      last().store();
      expect(shipper.counters.pendingBytes).toBe(0);
    });

    it("are waited for as well, and what is not stored in time is counted by reason", async () => {
      const given = started({ hasSpool: true });
      const { shipper, last, kinds, timers } = given;
      give(given, "remote_calls", 1, 2);
      give(given, "remote_calls", 3);
      last().spool();
      const drained = shipper.drain(1_000);
      expect(kinds()).toContain("drain");
      await timers.pass(1_000);
      await drained;
      const closed = shipper.close(1_000, { decisions: 0, remote_calls: 4, coverage: 0 });
      expect(last().requests.filter(({ kind }) => kind === "finish")).toEqual([
        { kind: "finish", table: "decisions", last: 0 },
        { kind: "finish", table: "remote_calls", last: 4 },
        { kind: "finish", table: "coverage", last: 0 },
      ]);
      await timers.pass(1_000);
      last().die();
      await closed;
      expect(shipper.counters.remoteCalls).toMatchObject({ pendingRows: 2, spooledRows: 2 });
      expect([...shipper.counters.remoteCalls.lost]).toEqual([["deadline", 1]]);
      expect(lost(shipper)).toEqual({});
    });

    it("have their own numbers after the worker died, and the next one is told what was lost of each", () => {
      const given = started();
      const { shipper, last, accept } = given;
      accept();
      give(given, "remote_calls", 1, 3);
      give(given, "coverage", 1);
      last().store();
      last().die();
      expect(last().next).toEqual({ decisions: 2, remote_calls: 4, coverage: 2, gaps: 1 });
      expect(last().requests.slice(1)).toEqual([
        {
          kind: "missing",
          table: "remote_calls",
          ranges: [{ cause: "worker_died", firstSeq: 1, lastSeq: 3 }],
        },
        { kind: "missing", table: "coverage", ranges: [{ cause: "worker_died", firstSeq: 1, lastSeq: 1 }] },
      ]);
      expect([...shipper.counters.remoteCalls.lost]).toEqual([["worker_died", 3]]);
    });

    it("are told of by their table when the store rejects one, and inherited by it", () => {
      const { shipper, last, faults } = started();
      const span = { table: "coverage", firstSeq: 2, lastSeq: 2, rows: 1 };
      last().events.reply({ kind: "lost", reason: "rejected", span, fault: { code: "X1", message: "no" } });
      expect(faults.map(String)).toEqual([
        "ProbeError: record of coverage, number 2 of this process is rejected: no (X1)",
      ]);
      const tables = {
        decisions: { stored: 1, lost: {} },
        remote_calls: { stored: 2, lost: { unclean_end: 3 } },
      };
      last().events.reply({ kind: "inherited", tables });
      expect(shipper.counters.inherited.stored).toBe(1);
      expect(shipper.counters.remoteCalls.inherited).toEqual({
        stored: 2,
        lost: new Map([["unclean_end", 3]]),
      });
    });
  });

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
});
