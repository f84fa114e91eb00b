import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { nodeDisk } from "../../src/spool/disk.ts";
import { recoverLog } from "../../src/spool/recover.ts";
import { test } from "./support/directory.ts";
import { changeableDisk, writesOnly } from "./support/failing-disk.ts";
import { decisions, numbersIn, openLog, segmentsIn } from "./support/logs.ts";

const full: unknown = expect.objectContaining({ code: "FULL" });

describe("the disk budget of a log", () => {
  test("is what may be written, and grows again by what is released", ({ directory }) => {
    const log = openLog(directory, { maxBytes: 2_000, segmentBytes: 1_000 });
    expect(log.capacity).toBe(2_000);
    log.append([decisions(1, 50)]);
    const { bytes } = log;
    expect(log.room()).toBe(2_000 - bytes);
    expect(() => log.append([decisions(51, 150)])).toThrow(full);
    expect(log.room()).toBe(2_000 - bytes);
    log.seal();
    log.release(2);
    expect(log.room()).toBe(2_000);
    expect(log.segments).toBe(0);
    log.append([decisions(51, 150)]);
  });

  test("is less where the disk has less, and leaves some of that free for those who make room", ({
    directory,
  }) => {
    let free = 64 * 1024 + 300;
    const log = openLog(directory, { maxBytes: 2_000, disk: { ...nodeDisk, free: () => free } });
    expect([log.room(), log.capacity]).toEqual([300, 300]);
    free = 64 * 1024;
    expect(log.room()).toBe(0);
    expect(() => log.append([decisions(1, 1)])).toThrow(full);
  });

  test("is less by what is set aside for something else", ({ directory }) => {
    const log = openLog(directory, { maxBytes: 2_000 });
    log.setAside(1_900);
    expect([log.room(), log.capacity]).toEqual([100, 100]);
    expect(() => log.append([decisions(1, 50)])).toThrow(full);
    log.setAside(0);
    log.append([decisions(1, 50)]);
  });

  test("counts what an earlier worker left", ({ directory }) => {
    const first = openLog(directory);
    first.append([decisions(1, 50)]);
    expect(openLog(directory).bytes).toBe(first.bytes);
  });

  test("doesn't keep the log from being ended", ({ directory }) => {
    const log = openLog(directory, { maxBytes: 1_300 });
    log.append([decisions(1, 50)]);
    log.setAside(1_300);
    log.end();
    expect(recoverLog(directory)).toMatchObject({ hasEnded: true });
  });
});

describe("a log that may spill", () => {
  test("goes on in the other directory when its budget is used up, and comes back", ({ directory }) => {
    const [own, spill] = [join(directory, "own"), join(directory, "spill", "log")];
    mkdirSync(own);
    const given = { spillDirectory: spill, maxBytes: 1_500, spillMaxBytes: 1_500, segmentBytes: 1_000 };
    const log = openLog(own, given);
    expect(log.capacity).toBe(3_000);
    log.append([decisions(1, 50)]);
    log.append([decisions(51, 90)]);
    expect(segmentsIn(own)).toEqual(["00000001.seg"]);
    expect(segmentsIn(spill)).toEqual(["00000002.open"]);
    expect(() => log.append([decisions(91, 140)])).toThrow(full);
    log.release(2);
    log.append([decisions(91, 140)]);
    expect(segmentsIn(own)).toEqual(["00000003.open"]);
    expect(numbersIn(recoverLog(own))).toEqual([
      [51, 90],
      [91, 140],
    ]);
  });

  test("does so, too, when the disk itself is full", ({ directory }) => {
    const [own, spill] = [join(directory, "own"), join(directory, "spill")];
    mkdirSync(own);
    const { disk, change } = changeableDisk();
    const log = openLog(own, { spillDirectory: spill, disk });
    log.append([decisions(1)]);
    const toOwn = writesOnly(20, "ENOSPC");
    const isOwn = (): boolean => !existsSync(join(spill, "00000002.open"));
    change({ write: (...given) => (isOwn() ? toOwn : nodeDisk.write)(...given) });
    log.append([decisions(2, 3)]);
    expect(segmentsIn(spill)).toEqual(["00000002.open"]);
    expect(numbersIn(recoverLog(own))).toEqual([
      [1, 1],
      [2, 3],
    ]);
  });

  test("is full when both are, and has nothing of what it refused", ({ directory }) => {
    const [own, spill] = [join(directory, "own"), join(directory, "spill")];
    mkdirSync(own);
    const { disk, change } = changeableDisk();
    const log = openLog(own, { spillDirectory: spill, disk });
    log.append([decisions(1)]);
    change({ write: writesOnly(0, "ENOSPC") });
    expect(() => log.append([decisions(2)])).toThrow(full);
    change({});
    log.append([decisions(2)]);
    expect(numbersIn(recoverLog(own))).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  test("says itself where it went on, and is not read without that", ({ directory }) => {
    const [own, spill] = [join(directory, "own"), join(directory, "spill")];
    mkdirSync(own);
    const log = openLog(own, { spillDirectory: spill, maxBytes: 850, spillMaxBytes: 2_000 });
    log.append([decisions(1, 20)]);
    log.append([decisions(21, 50)]);
    expect(segmentsIn(spill)).toEqual(["00000002.open"]);
    expect(readFileSync(join(own, "spill"), "utf8")).toBe(spill);
    rmSync(spill, { recursive: true });
    expect(() => recoverLog(own)).toThrow(
      `${own}: the log goes on in ${spill}, which is not there; mount it, or remove ${join(own, "spill")} to give up what it held`,
    );
    expect(segmentsIn(own)).toEqual(["00000001.seg"]);
  });

  test("works without where the other directory can't be made, and says so", ({ directory }) => {
    const faults: unknown[] = [];
    openLog(directory).append([decisions(1)]);
    const given = {
      spillDirectory: join(directory, "00000001.seg", "spill"),
      onFault: (fault: unknown) => void faults.push(fault),
    };
    const log = openLog(directory, given);
    log.append([decisions(2)]);
    expect(faults).toEqual([expect.objectContaining({ code: "WRITE_FAILED" })]);
  });
});

describe("a segment that is released", () => {
  test("is gone, in order, unless something is being written to it", ({ directory }) => {
    const log = openLog(directory);
    for (const seq of [1, 2, 3]) {
      log.append([decisions(seq)]);
      if (seq < 3) log.seal();
    }
    log.release(2);
    expect(segmentsIn(directory)).toEqual(["00000002.seg", "00000003.open"]);
    log.release(Infinity);
    expect(segmentsIn(directory)).toEqual(["00000003.open"]);
  });

  test("is remembered: nothing of it is missing, also when no segment is left", ({ directory }) => {
    const log = openLog(directory);
    log.append([decisions(1, 10)]);
    log.seal();
    log.release(Infinity);
    expect(recoverLog(directory)).toMatchObject({ chunks: [], missing: [], next: { decisions: 11 } });
    openLog(directory).append([decisions(11)]);
    expect(segmentsIn(directory)).toEqual(["00000002.open"]);
  });

  test("is remembered with what was open where the next begins", ({ directory }) => {
    const log = openLog(directory);
    log.append([decisions(1, 5), decisions(8, 10)]);
    log.seal();
    log.append([decisions(11)]);
    log.release(2);
    const missing = [{ table: "decisions", firstSeq: 6, lastSeq: 7, cause: "unaccounted" }];
    expect(recoverLog(directory)).toMatchObject({ missing });
  });

  test("is noted, and goes, where the disk has no room for another file", ({ directory }) => {
    const log = openLog(directory);
    mkdirSync(join(directory, "freed.tmp"));
    log.append([decisions(1)]);
    log.seal();
    log.release(Infinity);
    expect(segmentsIn(directory)).toEqual([]);
    expect(recoverLog(directory)).toMatchObject({ missing: [], next: { decisions: 2 } });
  });

  test("stays when it can't be noted", ({ directory }) => {
    const faults: unknown[] = [];
    const log = openLog(directory, { onFault: (fault) => void faults.push(fault) });
    rmSync(join(directory, "freed"));
    mkdirSync(join(directory, "freed"));
    log.append([decisions(1)]);
    log.seal();
    log.release(Infinity);
    expect(segmentsIn(directory)).toEqual(["00000001.seg"]);
    expect(faults).toEqual([expect.objectContaining({ code: "WRITE_FAILED" })]);
  });

  test("goes to the archive if there is one", ({ directory }) => {
    const [own, archiveDirectory] = [join(directory, "own"), join(directory, "archive")];
    mkdirSync(own);
    const log = openLog(own, { archiveDirectory });
    log.append([decisions(1)]);
    log.seal();
    log.release(Infinity);
    expect(segmentsIn(own)).toEqual([]);
    expect(segmentsIn(join(archiveDirectory, "5c0ba1b2-9d6b-4a3c-8a58-f1f5ff1d4c9a"))).toEqual([
      "00000001.seg",
    ]);
    expect(log.bytes).toBe(0);
  });

  test("stays, and is told of once, as long as the archive takes nothing", ({ directory }) => {
    const faults: unknown[] = [];
    const [own, blocked] = [join(directory, "own"), join(directory, "blocked")];
    mkdirSync(own);
    mkdirSync(join(blocked, "5c0ba1b2-9d6b-4a3c-8a58-f1f5ff1d4c9a", "00000001.seg"), { recursive: true });
    const log = openLog(own, { archiveDirectory: blocked, onFault: (fault) => void faults.push(fault) });
    log.append([decisions(1)]);
    log.seal();
    log.release(Infinity);
    log.release(Infinity);
    expect(segmentsIn(own)).toEqual(["00000001.seg"]);
    expect(faults).toEqual([expect.objectContaining({ code: "WRITE_FAILED" })]);
    rmSync(join(blocked, "5c0ba1b2-9d6b-4a3c-8a58-f1f5ff1d4c9a", "00000001.seg"), { recursive: true });
    log.release(Infinity);
    expect(segmentsIn(own)).toEqual([]);
  });
});
