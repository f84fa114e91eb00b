import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gapRecord } from "@probity/core";
import { describe, expect } from "vitest";
import { BegunFile } from "../../src/spool/begun-file.ts";
import { finishLog } from "../../src/spool/finish.ts";
import { readRecovered } from "../../src/spool/recovered.ts";
import { recoverLog } from "../../src/spool/recover.ts";
import { removeLog, sizeOfLog } from "../../src/spool/remove-log.ts";
import { flip } from "./support/damage.ts";
import { test } from "./support/directory.ts";
import { decisions, gap, identity, openLog, records, WRITER } from "./support/logs.ts";

const now = 1_800_000_000_000;
const options = { now, cause: "unclean_end" } as const;

function begun(directory: string, count: number, calls = 0): void {
  const file = new BegunFile(directory, identity, { onFault: (fault) => expect.unreachable(String(fault)) });
  file.note(count, "decisions");
  file.note(calls, "remote_calls");
  file.close();
}

describe("a log that is finished for the dead", () => {
  test("tells of every number that is missing, and ends", ({ directory }) => {
    begun(directory, 25);
    const log = openLog(directory);
    log.append([decisions(1, 5), gap(1, 6, 7), decisions(9, 12), decisions(13, 15), decisions(16, 18)]);
    const { chunks } = recoverLog(directory);
    flip(join(directory, "00000001.seg"), chunks[3]!.offset + 30);
    const finished = finishLog(directory, options);
    expect(finished).toMatchObject({ hasEnded: true, missing: [], next: { decisions: 26, gaps: 5 } });
    const place = finished.chunks.at(-1)!;
    const frame = readRecovered(finished, place);
    const rows = frame.kind === "chunk" ? gapRecord.decode(frame.chunk.bytes) : [];
    const common = { ts: now, ...identity, of: "decisions", detail: "" };
    expect(rows).toEqual([
      { ...common, seq: 2, first_seq: 8, last_seq: 8, rows: 1, cause: "unclean_end" },
      { ...common, seq: 3, first_seq: 13, last_seq: 15, rows: 3, cause: "corrupt" },
      { ...common, seq: 4, first_seq: 19, last_seq: 25, rows: 7, cause: "unclean_end" },
    ]);
  });

  test("tells of the missing records of every table, to the last that began where that is counted", ({
    directory,
  }) => {
    begun(directory, 3, 9);
    const log = openLog(directory);
    log.append([
      decisions(1, 3),
      records("remote_calls", 2, 4),
      records("coverage", 1),
      records("coverage", 3),
    ]);
    const finished = finishLog(directory, options);
    expect(finished.gaps.map(({ of, firstSeq, lastSeq }) => `${of} ${firstSeq}-${lastSeq}`)).toEqual([
      "coverage 2-2",
      "remote_calls 1-1",
      "remote_calls 5-9",
    ]);
    expect(finished).toMatchObject({ next: { decisions: 4, remote_calls: 10, coverage: 4, gaps: 4 } });
  });

  test("stays as it is when it is finished again", ({ directory }) => {
    begun(directory, 9);
    openLog(directory).append([decisions(1, 5)]);
    const finished = finishLog(directory, options);
    expect(finishLog(directory, { ...options, now: now + 1 })).toEqual(finished);
    expect(readdirSync(directory)).toEqual(["00000001.seg", "00000002.seg", "begun", "freed"]);
  });

  test("is finished again when that was killed on the way", ({ directory }) => {
    begun(directory, 9);
    openLog(directory).append([decisions(1, 5)]);
    const finished = finishLog(directory, options);
    const last = join(directory, "00000002.seg");
    // As it is before the name is given; cut short; and before anything was written.
    const whole = readFileSync(last);
    for (const bytes of [whole, whole.subarray(0, 100), Buffer.alloc(0)]) {
      rmSync(last);
      writeFileSync(`${last}.tmp`, bytes);
      expect(finishLog(directory, options)).toEqual(finished);
      expect(readdirSync(directory)).toEqual(["00000001.seg", "00000002.seg", "begun", "freed"]);
    }
  });

  test("that its writer ended needs nothing", ({ directory }) => {
    begun(directory, 5);
    const log = openLog(directory);
    log.append([decisions(1, 5)]);
    log.end();
    const { segments } = finishLog(directory, options);
    expect(segments).toHaveLength(1);
  });

  test("tells of what was damaged after it had ended", ({ directory }) => {
    begun(directory, 10);
    const log = openLog(directory);
    const [first] = log.append([decisions(1, 5), decisions(6, 10)]);
    log.end();
    flip(join(directory, "00000001.seg"), first!.offset + 20);
    const { gaps, hasEnded } = finishLog(directory, options);
    expect(gaps).toEqual([{ of: "decisions", firstSeq: 1, lastSeq: 5, cause: "corrupt", detail: "" }]);
    expect(hasEnded).toBe(true);
  });

  test("may hold nothing but that decisions began", ({ directory }) => {
    begun(directory, 3);
    expect(finishLog(directory, options)).toMatchObject({
      header: identity,
      hasEnded: true,
      gaps: [{ of: "decisions", firstSeq: 1, lastSeq: 3, cause: "unclean_end" }],
    });
  });

  test("needs nothing where nothing began", ({ directory }) => {
    begun(directory, 0);
    expect(finishLog(directory, options)).toMatchObject({ chunks: [], missing: [], segments: [] });
    rmSync(join(directory, "begun"));
    finishLog(directory, options);
    expect(readdirSync(directory)).toEqual([]);
  });

  test("counts nothing as missing that was in segments that were freed", ({ directory }) => {
    begun(directory, 12);
    const log = openLog(directory);
    log.append([decisions(1, 10)]);
    log.seal();
    log.release(Infinity);
    expect(finishLog(directory, options).gaps).toMatchObject([{ firstSeq: 11, lastSeq: 12 }]);
  });

  test("counts so, too, when the note of what was freed is damaged", ({ directory }) => {
    begun(directory, 22);
    const log = openLog(directory);
    log.append([decisions(1, 10)]);
    log.seal();
    log.append([decisions(11, 20)]);
    log.release(2);
    flip(join(directory, "freed"), 50);
    expect(finishLog(directory, options).gaps).toMatchObject([{ firstSeq: 21, lastSeq: 22 }]);
  });

  test("counts so, too, when instead the first header is", ({ directory }) => {
    begun(directory, 22);
    const log = openLog(directory);
    log.append([decisions(1, 10)]);
    log.seal();
    const [first] = log.append([decisions(11, 15), decisions(16, 20)]);
    log.release(2);
    for (const at of [30, first!.offset + 30]) flip(join(directory, "00000002.open"), at);
    expect(finishLog(directory, options).gaps).toMatchObject([
      { firstSeq: 11, lastSeq: 15, cause: "corrupt" },
      { firstSeq: 21, lastSeq: 22, cause: "unclean_end" },
    ]);
  });

  test("is left alone if nothing says whose it is", ({ directory }) => {
    openLog(directory).append([decisions(1)]);
    flip(join(directory, "00000001.open"), 20);
    rmSync(join(directory, "freed"));
    expect(() => finishLog(directory, options)).toThrow(
      `${directory}: nothing in the log says whose it is; look into it by hand`,
    );
  });

  test("says what the disk did not take", ({ directory }) => {
    openLog(directory).append([decisions(1)]);
    mkdirSync(join(directory, "00000002.seg.tmp"));
    expect(() => finishLog(directory, options)).toThrow(
      `${join(directory, "00000002.seg")}: it can't be written (EISDIR)`,
    );
  });
});

describe("a log that is removed", () => {
  test("leaves nothing", ({ directory }) => {
    const [own, spillDirectory] = [join(directory, WRITER), join(directory, "spill", WRITER)];
    mkdirSync(join(own, "adopted"), { recursive: true });
    begun(own, 60);
    const log = openLog(own, { spillDirectory, maxBytes: 1_200, spillMaxBytes: 5_000 });
    log.append([decisions(1, 40)]);
    log.append([decisions(41, 60)]);
    expect(sizeOfLog(own)).toBe(log.bytes);
    finishLog(own, options);
    removeLog(own);
    expect(readdirSync(directory)).toEqual(["spill"]);
    expect(readdirSync(join(directory, "spill"))).toEqual([]);
  });

  test("leaves what it had taken over", ({ directory }) => {
    mkdirSync(join(directory, "log", "adopted", WRITER), { recursive: true });
    removeLog(join(directory, "log"));
    expect(readdirSync(directory, { recursive: true })).toEqual([
      "log",
      "log/adopted",
      `log/adopted/${WRITER}`,
    ]);
  });

  test("is archived, if there is an archive", ({ directory }) => {
    const [own, archiveDirectory] = [join(directory, WRITER), join(directory, "archive")];
    mkdirSync(own);
    openLog(own).append([decisions(1)]);
    finishLog(own, options);
    removeLog(own, { archiveDirectory });
    expect(readdirSync(join(archiveDirectory, WRITER))).toEqual(["00000001.seg", "00000002.seg"]);
  });

  test("misses nothing when that is killed at any point", ({ directory }) => {
    const own = join(directory, WRITER);
    mkdirSync(own);
    begun(own, 32);
    const log = openLog(own);
    for (const seq of [1, 11, 21]) {
      log.append([decisions(seq, seq + 9)]);
      log.seal();
    }
    log.release(2);
    finishLog(own, options);
    const names = ["00000002.seg", "00000003.seg", "00000004.seg", "begun", "freed"];
    expect(readdirSync(own)).toEqual(names);
    renameSync(join(own, "begun"), join(own, "settled"));
    for (const name of names.filter((each) => each !== "begun")) {
      expect(finishLog(own, options)).toMatchObject({ chunks: [], gaps: [], missing: [] });
      rmSync(join(own, name));
    }
    removeLog(own);
    expect(readdirSync(directory)).toEqual([]);
  });
});
