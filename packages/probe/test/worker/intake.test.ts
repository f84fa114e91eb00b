import { describe, expect } from "vitest";
import { recoverLog } from "../../src/spool/recover.ts";
import { changeableDisk, systemError } from "../spool/support/failing-disk.ts";
import { test } from "../spool/support/directory.ts";
import { chunk } from "../support/chunks.ts";
import { diskThatFails, gapsOf, inShort, intakeOf, rangesOf, refused } from "../support/intakes.ts";
import { settled } from "../support/manual-timers.ts";

describe("an intake with a spool", () => {
  test("spools what comes in one turn in one write, in order, and hands it on with its place", async ({
    directory,
  }) => {
    const { disk, writes } = diskThatFails();
    const { add, written, told, log } = intakeOf(directory, { log: { disk } });
    const chunks = [chunk({ rows: 3 }), chunk({ firstSeq: 4 }), chunk({ firstSeq: 5, rows: 2 })];
    add(...chunks);
    await written();
    expect(writes()).toBe(2); // the segment's header, then all of them
    expect(told.parcels.map((parcel) => parcel.chunk)).toEqual(chunks);
    for (const parcel of told.parcels)
      expect(log?.read(parcel.place!)).toEqual({ kind: "chunk", chunk: parcel.chunk });
    expect(told.spooled).toEqual([{ table: "decisions", firstSeq: 1, lastSeq: 6, rows: 6 }]);
  });

  test("gives the sender's memory back when the rows are on disk", async ({ directory }) => {
    const { add, written, told, handedIn } = intakeOf(directory);
    add(chunk({ rows: 3, capacity: 100 }), chunk({ firstSeq: 4 }));
    await written();
    expect(told.freed).toBe(handedIn());
    expect(told.parcels.map(({ heldBytes }) => heldBytes)).toEqual([0, 0]);
  });

  test("writes what comes while it waits for the medium with the next write", async ({ directory }) => {
    const { disk, change } = changeableDisk();
    const finish: (() => void)[] = [];
    change({ flush: () => new Promise((resolve) => finish.push(resolve)) });
    const { add, told } = intakeOf(directory, { fsync: "always", log: { disk } });
    add(chunk({ firstSeq: 1 }));
    await settled();
    add(chunk({ firstSeq: 2 }));
    add(chunk({ firstSeq: 3 }));
    await settled();
    expect(finish).toHaveLength(1);
    expect(told.spooled).toEqual([]); // nothing is called spooled before it is as safe as the policy says
    finish[0]!();
    await settled();
    await settled();
    expect(rangesOf(told.parcels)).toEqual(["decisions 1-1"]);
    finish[1]!();
    await settled();
    expect(rangesOf(told.parcels)).toEqual(["decisions 1-1", "decisions 2-2", "decisions 3-3"]);
    expect(finish).toHaveLength(2);
  });

  test("brings what was written to the medium once a second with `interval`, and tells when that fails", async ({
    directory,
  }) => {
    const { disk, change } = changeableDisk();
    let flushes = 0;
    change({ flush: () => ((flushes += 1), Promise.resolve()) });
    const { add, written, timers, told } = intakeOf(directory, { fsync: "interval", log: { disk } });
    add(chunk({ firstSeq: 1 }));
    await written();
    add(chunk({ firstSeq: 2 }));
    await written();
    expect(told.spooled).toHaveLength(2);
    expect(flushes).toBe(0);
    await timers.pass(1_000);
    expect(flushes).toBe(1);
    change({ flush: () => Promise.reject(systemError("EIO")) });
    add(chunk({ firstSeq: 3 }));
    await written();
    await timers.pass(1_000);
    expect(told.faults).toEqual([expect.objectContaining({ code: "WRITE_FAILED" })]);
  });

  test("calls nothing spooled of which it is not certain that it is on the medium", async ({ directory }) => {
    const { disk, change } = changeableDisk();
    change({ flush: () => Promise.reject(systemError("EIO")) });
    const { intake, add, written, told, handedIn } = intakeOf(directory, { fsync: "always", log: { disk } });
    add(chunk({ rows: 2 }));
    await written();
    expect(told).toMatchObject({ spooled: [], freed: 0 });
    expect(told.parcels).toEqual([
      { chunk: chunk({ rows: 2 }), place: expect.any(Object), heldBytes: handedIn() },
    ]);
    expect(intake.isSpooling).toBe(false);
    change({ flush: () => Promise.resolve() });
    add(chunk({ firstSeq: 3 }));
    await written();
    expect(intake.isSpooling).toBe(true);
  });
});

describe("an intake keeps account of every number:", () => {
  test("what it is told is missing becomes gap records, which are spooled before the chunks", async ({
    directory,
  }) => {
    const { intake, add, written, told } = intakeOf(directory);
    add(chunk({ rows: 4 }));
    intake.missing("decisions", [refused(5, 6), { cause: "unencodable", firstSeq: 7, lastSeq: 7 }]);
    add(chunk({ firstSeq: 8 }));
    await written();
    expect(rangesOf(told.parcels)).toEqual(["gaps 1-2", "decisions 1-4", "decisions 8-8"]);
    expect(inShort(gapsOf(told))).toEqual(["1: decisions 5-6 refused", "2: decisions 7-7 unencodable"]);
    expect(told.lost).toEqual([]); // who told of it knows
    expect(recoverLog(directory)).toMatchObject({ missing: [], next: { decisions: 9, gaps: 3 } });
  });

  test("what nobody told of is missing all the same", async ({ directory }) => {
    const { intake, add, written, told } = intakeOf(directory);
    add(chunk({ firstSeq: 3 }));
    intake.missing("decisions", [refused(6, 6)]);
    await written();
    expect(inShort(gapsOf(told))).toEqual(["1: decisions 1-2 refused", "2: decisions 4-6 refused"]);
    expect(told.lost.map(({ firstSeq, lastSeq }) => [firstSeq, lastSeq])).toEqual([
      [1, 2],
      [4, 5],
    ]);
  });

  test("what a worker took with it that died lies behind what came since", async ({ directory }) => {
    const { intake, add, written, told } = intakeOf(directory, { next: { decisions: 8 } });
    add(chunk({ firstSeq: 8 }));
    intake.missing("decisions", [{ cause: "worker_died", firstSeq: 5, lastSeq: 7 }]);
    add(chunk({ firstSeq: 9 }));
    await written();
    expect(inShort(gapsOf(told))).toEqual(["1: decisions 5-7 worker_died"]);
  });

  test("what was given and did not come by the end will not come", async ({ directory }) => {
    const { intake, add, written, told } = intakeOf(directory);
    add(chunk({ rows: 4 }));
    intake.finish("decisions", 9, "unfinished");
    intake.finish("decisions", 9, "unfinished");
    await written();
    expect(inShort(gapsOf(told))).toEqual(["1: decisions 5-9 unfinished"]);
    expect(told.lost).toMatchObject([{ cause: "unfinished" }]);
  });

  test("gaps that come soon after others gather for a second, so that few records say it all", async ({
    directory,
  }) => {
    const { intake, written, told, timers } = intakeOf(directory);
    for (let seq = 1; seq <= 1_000; seq += 1) {
      intake.missing("decisions", [refused(seq, seq)]);
      await written();
    }
    await timers.pass(1_000);
    await written();
    expect(inShort(gapsOf(told))).toEqual(["1: decisions 1-1 refused", "2: decisions 2-1000 refused"]);
  });

  test("gaps that follow each other are one record", async ({ directory }) => {
    const { intake, written, told } = intakeOf(directory);
    for (let seq = 1; seq <= 100; seq += 1) intake.missing("decisions", [refused(seq, seq)]);
    await written();
    expect(inShort(gapsOf(told))).toEqual(["1: decisions 1-100 refused"]);
  });
});
