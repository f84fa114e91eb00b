import { readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { nodeDisk } from "../../src/spool/disk.ts";
import { SpoolLog } from "../../src/spool/log.ts";
import { recoverLog } from "../../src/spool/recover.ts";
import { readHeader } from "../../src/spool/segment-scan.ts";
import { chunk } from "../support/chunks.ts";
import { flip } from "./support/damage.ts";
import { test } from "./support/directory.ts";
import { changeableDisk, systemError, writesOnly } from "./support/failing-disk.ts";
import {
  decisions,
  gap,
  identity,
  numbersIn,
  openLog,
  optionsOf,
  segmentsIn,
  WRITER,
} from "./support/logs.ts";

describe("a log", () => {
  test("gives back what was appended, from where it says", ({ directory }) => {
    const log = openLog(directory);
    const frames = [decisions(1, 3), gap(1, 4, 5), { kind: "end" } as const];
    const places = log.append(frames);
    expect(places.map((place) => log.read(place))).toEqual(frames);
  });

  test("gives back a stretch of frames, without those that are damaged", ({ directory }) => {
    const log = openLog(directory);
    const places = log.append([decisions(1), decisions(2), decisions(3)]);
    const [first, second] = places;
    const stretch = { ...first!, length: places.reduce((sum, { length }) => sum + length, 0) };
    expect(log.frames(stretch)).toHaveLength(3);
    flip(join(directory, "00000001.open"), second!.offset + second!.length - 1);
    expect(log.frames(stretch)).toMatchObject([{ chunk: { firstSeq: 1 } }, { chunk: { firstSeq: 3 } }]);
    expect(() => log.read(second!)).toThrow(expect.objectContaining({ code: "CORRUPT" }));
  });

  test("begins each segment with a header that says what came before", ({ directory }) => {
    const log = openLog(directory);
    log.append([decisions(1, 10), decisions(15, 20), gap(1, 11, 12)]);
    log.seal();
    log.append([decisions(21)]);
    expect(readHeader(join(directory, "00000002.open"))).toEqual({
      ...identity,
      segment: 2,
      createdAt: 1_700_000_000_000,
      next: { decisions: 21, gaps: 2 },
      open: { decisions: [{ first: 13, last: 14 }] },
    });
  });

  test("goes on in a new segment when one would grow too large, though a group is never divided", ({
    directory,
  }) => {
    const log = openLog(directory, { segmentBytes: 1_000 });
    log.append([decisions(1, 50)]);
    log.append([decisions(51, 60)]);
    log.append([decisions(61), decisions(62, 162)]);
    const names = segmentsIn(directory);
    expect(names).toEqual(["00000001.seg", "00000002.seg", "00000003.open"]);
    expect(log.segments).toBe(3);
    expect(log.bytes).toBe(names.reduce((sum, name) => sum + statSync(join(directory, name)).size, 0));
  });

  test("writes a group with one call", ({ directory }) => {
    let calls = 0;
    const { disk, change } = changeableDisk();
    const log = openLog(directory, { disk });
    log.append([decisions(1)]);
    change({ write: (...given) => ((calls += 1), nodeDisk.write(...given)) });
    log.append([decisions(2), gap(1, 3, 3), decisions(4)]);
    expect(calls).toBe(1);
  });

  test("writes on where the disk takes a part of a group", ({ directory }) => {
    const disk = {
      ...nodeDisk,
      write: (fd: number, pieces: readonly Uint8Array[], position: number) =>
        nodeDisk.write(fd, [Buffer.concat(pieces).subarray(0, 7)], position),
    };
    const log = openLog(directory, { disk });
    const frames = [decisions(1, 20), decisions(21)];
    expect(log.append(frames).map((place) => log.read(place))).toEqual(frames);
  });

  test.for([
    ["FULL", "ENOSPC"],
    ["FULL", "EDQUOT"],
    ["WRITE_FAILED", "EIO"],
  ] as const)("says %s after %s, has nothing of the group, and goes on", ([code, errno], { directory }) => {
    const { disk, change } = changeableDisk();
    const log = openLog(directory, { disk });
    log.append([decisions(1)]);
    const before = readFileSync(join(directory, "00000001.open"));
    change({ write: writesOnly(30, errno) });
    expect(() => log.append([decisions(2), decisions(3)])).toThrow(expect.objectContaining({ code }));
    expect(readFileSync(join(directory, "00000001.open"))).toEqual(before);
    change({});
    log.append([decisions(2), decisions(3)]);
    expect(numbersIn(recoverLog(directory))).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  test("does not take a disk that takes nothing for one that is slow", ({ directory }) => {
    const log = openLog(directory, { disk: { ...nodeDisk, write: () => 0 } });
    expect(() => log.append([decisions(1)])).toThrow(expect.objectContaining({ code: "WRITE_FAILED" }));
    expect(segmentsIn(directory)).toEqual([]);
  });

  test("leaves a segment from which it can't cut off what a failed write left, which nobody reads then", ({
    directory,
  }) => {
    const { disk, change } = changeableDisk();
    const log = openLog(directory, { disk });
    log.append([decisions(1)]);
    // The first frame of the group is whole in the file, the second is not.
    const truncate = (): never => {
      throw systemError("EIO");
    };
    change({ write: writesOnly(140, "EIO"), truncate });
    expect(() => log.append([decisions(2), decisions(3, 99)])).toThrow(
      expect.objectContaining({ code: "WRITE_FAILED" }),
    );
    change({});
    log.append([decisions(4)]);
    expect(segmentsIn(directory)).toEqual(["00000001.seg", "00000002.open"]);
    expect(numbersIn(recoverLog(directory))).toEqual([
      [1, 1],
      [4, 4],
    ]);
  });

  test("finds another number where it can't make a file", ({ directory }) => {
    const { disk, change } = changeableDisk();
    const log = openLog(directory, { disk });
    writeFileSync(join(directory, "00000001.open"), "left behind");
    change({});
    log.append([decisions(1)]);
    expect(segmentsIn(directory)).toEqual(["00000001.open", "00000002.open"]);
    expect(numbersIn(recoverLog(directory))).toEqual([[1, 1]]);
  });

  test("refuses gap records that are none, and has nothing of them", ({ directory }) => {
    const log = openLog(directory);
    const none = { kind: "chunk", chunk: chunk({ table: "gaps" }) } as const;
    expect(() => log.append([decisions(1), none])).toThrow(expect.objectContaining({ code: "CORRUPT" }));
    expect(log.bytes).toBe(0);
  });

  test("goes on after an earlier worker of its process, in a new segment", ({ directory }) => {
    openLog(directory).append([decisions(1, 5)]);
    const file = join(directory, "00000001.open");
    truncateSync(file, statSync(file).size - 1);
    const { log, recovered } = SpoolLog.open(optionsOf(directory));
    expect(recovered).toMatchObject({ chunks: [], next: {}, damage: [{ segment: 1, isTail: true }] });
    log.append([decisions(1, 5)]);
    expect(segmentsIn(directory)).toEqual(["00000001.seg", "00000002.open"]);
    expect(numbersIn(recoverLog(directory))).toEqual([[1, 5]]);
  });

  test("gives a number again under which nothing was written", ({ directory }) => {
    writeFileSync(join(directory, "00000001.open"), "PROB");
    const log = openLog(directory);
    expect(segmentsIn(directory)).toEqual([]);
    log.append([decisions(1)]);
    expect(recoverLog(directory).damage).toEqual([]);
  });

  test("of another writer, or another life, is refused", ({ directory }) => {
    openLog(directory).append([decisions(1)]);
    const other = { writer: WRITER.replace("5c", "6d") };
    expect(() => openLog(directory, other)).toThrow(
      `${directory}: the log of ${WRITER}, life 1; expected that of ${other.writer}, life 1`,
    );
    expect(() => openLog(directory, { epoch: 2 })).toThrow(expect.objectContaining({ code: "IN_USE" }));
  });

  test("that has ended takes no more, and can end twice", ({ directory }) => {
    const log = openLog(directory);
    log.append([decisions(1)]);
    log.end();
    log.end();
    expect(segmentsIn(directory)).toEqual(["00000001.seg"]);
    expect(recoverLog(directory)).toMatchObject({ hasEnded: true, missing: [] });
    expect(() => log.append([decisions(2)])).toThrow(expect.objectContaining({ code: "IN_USE" }));
    expect(() => openLog(directory)).toThrow(expect.objectContaining({ code: "IN_USE" }));
  });
});

describe("what was appended to a log", () => {
  test("is on the medium once sync resolves, also where its segment was sealed meanwhile", async ({
    directory,
  }) => {
    const { disk, change } = changeableDisk();
    let finish = (): void => {};
    const flushed: string[] = [];
    change({
      flush: () =>
        new Promise((resolve) => {
          finish = () => {
            flushed.push("flush");
            resolve();
          };
        }),
      flushSync: () => void flushed.push("flushSync"),
    });
    const log = openLog(directory, { disk, fsync: "always" });
    log.append([decisions(1)]);
    const syncing = log.sync();
    log.seal();
    const [place] = log.append([decisions(2)]);
    finish();
    await syncing;
    expect(flushed).toEqual(["flushSync", "flush"]);
    expect(log.read(place!)).toEqual(decisions(2));
  });

  test("is not said to be there when the disk fails, and what comes next goes elsewhere", async ({
    directory,
  }) => {
    const disk = { ...nodeDisk, flush: () => Promise.reject(systemError("EIO")) };
    const log = openLog(directory, { disk, fsync: "always" });
    log.append([decisions(1)]);
    await expect(log.sync()).rejects.toThrow(expect.objectContaining({ code: "WRITE_FAILED" }));
    expect(log.append([decisions(2)])).toMatchObject([{ segment: 2 }]);
  });

  test("needs no sync where nothing was", async ({ directory }) => {
    await expect(openLog(directory).sync()).resolves.toBeUndefined();
  });
});
