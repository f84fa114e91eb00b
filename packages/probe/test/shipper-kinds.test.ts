import { LEDGERS } from "@probity/core";
import { describe, expect, it } from "vitest";
import type { Shipper } from "../src/shipper.ts";
import { chunk } from "./support/chunks.ts";
import { lost, started } from "./support/shipping.ts";

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
    expect(last().next).toMatchObject({ decisions: 2, remote_calls: 4, coverage: 2, feedback: 1, gaps: 1 });
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

describe("entries of ledgers", () => {
  const give = ({ shipper }: { readonly shipper: Shipper }, table: string, firstSeq: number, rows = 1) =>
    shipper.accept(chunk({ table, firstSeq, rows }));

  it.each(LEDGERS.map(({ name }) => name))(
    "of %s are counted by themselves, and have receipts",
    async (name) => {
      const given = started({ hasSpool: true });
      const { shipper, last } = given;
      give(given, name, 1, 2);
      const spooled = shipper.progressOf(name).reached(1, "spooled", 1_000);
      const stored = shipper.progressOf(name).reached(2, "stored", 1_000);
      last().spool();
      await expect(spooled).resolves.toBe("spooled");
      expect(shipper.counters.ledgers.get(name)).toMatchObject({ pendingRows: 2, spooledRows: 2, stored: 0 });
      last().store();
      await expect(stored).resolves.toBe("stored");
      expect(shipper.counters.ledgers.get(name)).toMatchObject({ pendingRows: 0, stored: 2 });
      expect(shipper.counters.stored).toBe(0);
    },
  );

  it("keep the process alive as long as somebody waits for one, of whatever ledger", async () => {
    const given = started();
    const { shipper, last, timers } = given;
    give(given, "choices", 1);
    give(given, "feedback", 1);
    void shipper.progressOf("choices").reached(1, "stored", 100);
    void shipper.progressOf("feedback").reached(1, "stored", 200);
    await timers.pass(100);
    expect(last().isReferenced).toBe(true);
    await timers.pass(100);
    expect(last().isReferenced).toBe(false);
  });

  it("are not waited for where there are no receipts", () => {
    const { shipper } = started();
    expect(() => shipper.progressOf("coverage")).toThrow("records of coverage have no receipts");
  });
});
