import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { heldBytesOf } from "../../src/protocol.ts";
import { recoverLog } from "../../src/spool/recover.ts";
import { test } from "../spool/support/directory.ts";
import { numbersIn } from "../spool/support/logs.ts";
import { chunk } from "../support/chunks.ts";
import { decisionChunk, FLAGGED } from "../support/decision-chunks.ts";
import { diskThatFails, gapsOf, inShort, intakeOf, rangesOf, refused } from "../support/intakes.ts";

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
