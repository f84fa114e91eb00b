import { readdirSync } from "node:fs";
import { join } from "node:path";
import { gapRecord, type GapRow } from "@probity/core";
import { describe, expect } from "vitest";
import { heldBytesOf } from "../../src/protocol.ts";
import { nodeDisk } from "../../src/spool/disk.ts";
import { recoverLog } from "../../src/spool/recover.ts";
import type { Parcel } from "../../src/worker/backlog.ts";
import { changeableDisk, systemError } from "../spool/support/failing-disk.ts";
import { test } from "../spool/support/directory.ts";
import { numbersIn } from "../spool/support/logs.ts";
import { chunk } from "../support/chunks.ts";
import { decisionChunk, FLAGGED } from "../support/decision-chunks.ts";
import { intakeOf, type Told } from "../support/intakes.ts";
import { settled } from "../support/manual-timers.ts";

/** The gap records that were handed on, in order. */
function gapsOf({ parcels }: Pick<Told, "parcels">): readonly GapRow[] {
  return parcels
    .filter(({ chunk: { table } }) => table === gapRecord.name)
    .flatMap(({ chunk: { bytes, version } }) => gapRecord.decode(bytes, version));
}

const inShort = (gaps: readonly GapRow[]): string[] =>
  gaps.map(({ seq, of, first_seq, last_seq, cause }) => `${seq}: ${of} ${first_seq}-${last_seq} ${cause}`);

const rangesOf = (parcels: readonly Parcel[]): string[] =>
  parcels.map(({ chunk: { table, firstSeq, lastSeq } }) => `${table} ${firstSeq}-${lastSeq}`);

const refused = (firstSeq: number, lastSeq: number) => ({ cause: "refused", firstSeq, lastSeq }) as const;

/** A disk that counts its writes, and fails them all while it has a reason. */
function diskThatFails() {
  const { disk, change } = changeableDisk();
  let writes = 0;
  change({ write: (...given) => ((writes += 1), nodeDisk.write(...given)) });
  const fail = (code: string): void => {
    change({
      write: () => {
        throw systemError(code);
      },
    });
  };
  return { disk, fail, mend: () => change({}), writes: () => writes };
}

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

describe("an intake whose spool is full, with `drop`,", () => {
  const given = { log: { maxBytes: 40_000, segmentBytes: 10_000 } };

  test("drops ordinary rows, keeps the others as long as the reserve lasts, and has each on record", async ({
    directory,
  }) => {
    const { add, written, told, handedIn, timers } = intakeOf(directory, given);
    const seen: string[] = [];
    for (let first = 1; first <= 200; first += 4) {
      add(decisionChunk(first, [{}, FLAGGED, {}, {}]));
      await written();
    }
    for (const { chunk: each } of told.parcels)
      if (each.table === "decisions") seen.push(`${each.lastSeq - each.firstSeq + 1}`);
    // First whole chunks, then the row of each that is kept longest, in the end nothing.
    expect(seen.join("")).toMatch(/^4+1+$/);
    const last = told.parcels.findLast(({ chunk: each }) => each.table === "decisions");
    expect(last?.chunk.lastSeq).toBeLessThan(190);
    expect(told.lost.every(({ cause }) => cause === "dropped")).toBe(true);
    await timers.pass(1_000);
    await written();
    expect(told.freed).toBe(handedIn());
    expect(told.faults).toEqual([]);
    const { missing, next } = recoverLog(directory);
    expect({ missing, next: next["decisions"] }).toEqual({ missing: [], next: 201 });
  });

  test("drops nothing when nothing waits on disk: what comes goes on from memory", async ({ directory }) => {
    const full = { log: { maxBytes: 1_000 }, isBackedUp: () => false };
    const { add, written, told } = intakeOf(directory, full);
    add(chunk({ rows: 200 }));
    await written();
    expect(told).toMatchObject({ lost: [], freed: 0, spooled: [] });
    expect(told.parcels).toMatchObject([{ place: undefined, heldBytes: heldBytesOf(chunk({ rows: 200 })) }]);
    expect(told.faults).toEqual([expect.objectContaining({ code: "FULL" })]);
  });

  test("keeps rows that it can't look into", async ({ directory }) => {
    const { add, written, told } = intakeOf(directory, { log: { maxBytes: 20_000 } });
    add(chunk({ rows: 10 })); // rows that are no decisions
    await written();
    expect(told.lost).toEqual([]);
    expect(rangesOf(told.parcels)).toEqual(["decisions 1-10"]);
    expect(told.faults).toHaveLength(1);
  });
});

describe("an intake whose spool is full, with `block`,", () => {
  test("lets rows wait in memory, drops none, and goes on in order when there is room", async ({
    directory,
  }) => {
    const { add, written, told, timers, log, intake } = intakeOf(directory, {
      whenFull: "block",
      log: { maxBytes: 1_000, segmentBytes: 300 },
    });
    for (let seq = 1; seq <= 30; seq += 10) {
      add(chunk({ firstSeq: seq, rows: 10 }));
      await written();
    }
    expect(rangesOf(told.parcels)).toEqual(["decisions 1-10"]);
    expect(intake.isEmpty).toBe(false);
    expect(told.lost).toEqual([]);
    log?.seal();
    log?.release(Infinity);
    await timers.pass(999);
    expect(told.parcels).toHaveLength(1);
    await timers.pass(1);
    await written();
    log?.seal();
    log?.release(Infinity);
    await timers.pass(1_000);
    await written();
    expect(rangesOf(told.parcels)).toEqual(["decisions 1-10", "decisions 11-20", "decisions 21-30"]);
    expect(intake.isEmpty).toBe(true);
  });

  test("has room for gap records all the same: they say what was refused meanwhile", async ({
    directory,
  }) => {
    const { intake, add, written, told, timers } = intakeOf(directory, {
      whenFull: "block",
      log: { maxBytes: 1_000, segmentBytes: 300 },
    });
    for (let seq = 1; seq <= 61; seq += 30) add(chunk({ firstSeq: seq, rows: 30 }));
    await written();
    intake.missing("decisions", [refused(91, 900)]);
    await timers.pass(1_000);
    await written();
    expect(inShort(gapsOf(told)).at(-1)).toMatch(/decisions 91-900 refused/);
    expect(told.parcels.at(-1)?.place).toBeDefined();
    expect(told.faults).not.toEqual([]); // the rows found none
  });

  test("tries again at once for whoever waits", async ({ directory }) => {
    const { add, written, told, log, intake } = intakeOf(directory, {
      whenFull: "block",
      log: { maxBytes: 700, segmentBytes: 300 },
    });
    add(chunk({ rows: 5 }));
    await written();
    add(chunk({ firstSeq: 6, rows: 5 }));
    await written();
    log?.seal();
    log?.release(Infinity);
    expect(intake.retry()).toBe(true);
    await written();
    expect(rangesOf(told.parcels)).toEqual(["decisions 1-5", "decisions 6-10"]);
    expect(intake.retry()).toBe(false);
  });

  test("lets rows go on from memory when nothing waits on disk, since no room will come", async ({
    directory,
  }) => {
    const { add, written, told } = intakeOf(directory, {
      whenFull: "block",
      log: { maxBytes: 100 },
      isBackedUp: () => false,
    });
    add(chunk());
    await written();
    expect(told.parcels).toMatchObject([{ place: undefined }]);
  });
});

describe("an intake whose disk fails", () => {
  test.for([
    ["FULL", "ENOSPC"],
    ["WRITE_FAILED", "EIO"],
  ] as const)(
    "says %s, lets rows go on from memory, and spools again when it can",
    async ([code, errno], { directory }) => {
      const { disk, fail, mend } = diskThatFails();
      const { intake, add, written, told, handedIn } = intakeOf(directory, { log: { disk } });
      add(chunk());
      await written();
      fail(errno);
      add(chunk({ firstSeq: 2 }), chunk({ firstSeq: 3 }));
      await written();
      expect(intake.isSpooling).toBe(false);
      expect(told.faults).toEqual([expect.objectContaining({ code })]);
      mend();
      add(chunk({ firstSeq: 4 }));
      await written();
      expect(intake.isSpooling).toBe(true);
      expect(rangesOf(told.parcels)).toEqual(
        ["1-1", "2-2", "3-3", "4-4"].map((range) => `decisions ${range}`),
      );
      expect(told.parcels.map(({ place }) => place !== undefined)).toEqual([true, false, false, true]);
      expect(told.lost).toEqual([]);
      const held = told.parcels.reduce((sum, { heldBytes }) => sum + heldBytes, told.freed);
      expect(held).toBe(handedIn());
      expect(numbersIn(recoverLog(directory))).toEqual([
        [1, 1],
        [4, 4],
      ]);
    },
  );

  test("gives gap records no numbers before they are in the log, where they come from then", async ({
    directory,
  }) => {
    const { disk, fail, mend } = diskThatFails();
    const { intake, add, written, told, timers } = intakeOf(directory, { log: { disk } });
    fail("EIO");
    add(chunk());
    intake.missing("decisions", [refused(2, 5)]);
    await written();
    intake.missing("decisions", [refused(6, 9)]);
    add(chunk({ firstSeq: 10 }));
    await written();
    expect(rangesOf(told.parcels)).toEqual(["decisions 1-1", "decisions 10-10"]);
    expect(intake.isEmpty).toBe(false);
    mend();
    await timers.pass(1_000);
    await written();
    expect(inShort(gapsOf(told))).toEqual(["1: decisions 2-9 refused"]);
    expect(told.parcels.at(-1)?.place).toBeDefined();
    expect(intake.isEmpty).toBe(true);
  });

  test("leaves gap records to whoever finishes the log where it can't be opened", async ({ directory }) => {
    const { intake, add, written, told, timers } = intakeOf(directory, { isOpen: false });
    add(chunk({ firstSeq: 3 }));
    await written();
    expect(rangesOf(told.parcels)).toEqual(["decisions 3-3"]);
    expect(told.lost).toHaveLength(1);
    expect(intake.isSpooling).toBe(false);
    expect(intake.retry()).toBe(false);
    await written();
    expect(told.parcels).toHaveLength(1);
    expect(timers.waiting).toBe(0);
    expect(readdirSync(join(directory))).toEqual([]);
  });
});

describe("an intake without a spool", () => {
  test("hands everything on from memory, which is given back when it is stored", async () => {
    const { add, written, told, handedIn } = intakeOf(undefined);
    add(chunk({ rows: 3, capacity: 100 }), chunk({ firstSeq: 4 }));
    await written();
    expect(told).toMatchObject({ freed: 0, spooled: [], faults: [] });
    expect(told.parcels.map(({ place }) => place)).toEqual([undefined, undefined]);
    expect(told.parcels.reduce((sum, { heldBytes }) => sum + heldBytes, 0)).toBe(handedIn());
  });

  test("has one batch of gap records on its way at a time, so that an outage doesn't fill the memory with them", async () => {
    const { intake, written, told } = intakeOf(undefined);
    for (let seq = 1; seq <= 50; seq += 1) {
      intake.missing("decisions", [refused(seq, seq)]);
      await written();
    }
    expect(inShort(gapsOf(told))).toEqual(["1: decisions 1-1 refused"]);
    expect(intake.retry()).toBe(true); // there will be more, when these are stored
    intake.gapsSettled();
    await written();
    expect(inShort(gapsOf(told))).toEqual(["1: decisions 1-1 refused", "2: decisions 2-50 refused"]);
    expect(intake.retry()).toBe(false);
  });
});
