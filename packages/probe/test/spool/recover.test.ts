import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { BegunFile } from "../../src/spool/begun-file.ts";
import { encodeFrame } from "../../src/spool/frame-codec.ts";
import { readRecovered, readStretch, type Recovered } from "../../src/spool/recovered.ts";
import { recoverLog } from "../../src/spool/recover.ts";
import { chunk } from "../support/chunks.ts";
import { flip } from "./support/damage.ts";
import { test } from "./support/directory.ts";
import { decisions, gap, identity, numbersIn, openLog, segmentsIn, WRITER } from "./support/logs.ts";

const mark = { table: "decisions", version: 1, firstSeq: 1, lastSeq: 20, rows: 20 };
const catalog = { kind: "catalog", version: 1, bytes: Buffer.from([1, 2, 3]) } as const;

/** A log of three segments with ten decisions each, of which the last is being written. */
function threeSegments(directory: string): { first: string; second: string; third: string } {
  const log = openLog(directory);
  for (const seq of [1, 11, 21]) {
    log.append([decisions(seq, seq + 4)]);
    log.append([decisions(seq + 5, seq + 9)]);
    if (seq < 21) log.seal();
  }
  const file = (name: string): string => join(directory, name);
  return { first: file("00000001.seg"), second: file("00000002.seg"), third: file("00000003.open") };
}

const missing = (firstSeq: number, lastSeq: number, cause: string): object[] => [
  { table: "decisions", firstSeq, lastSeq, cause },
];

describe("recovery", () => {
  test("of an empty directory finds nothing", ({ directory }) => {
    const nothing: Recovered = {
      hasEnded: false,
      chunks: [],
      marks: [],
      catalogs: [],
      gaps: [],
      next: {},
      missing: [],
      damage: [],
      segments: [],
    };
    expect(recoverLog(directory)).toEqual(nothing);
  });

  test("finds what a log holds, where it is, and seals it", ({ directory }) => {
    const log = openLog(directory);
    const [first, second] = log.append([decisions(1, 20), catalog]);
    log.append([{ kind: "batch", mark }, gap(1, 21, 23)]);
    const recovered = recoverLog(directory);
    expect(segmentsIn(directory)).toEqual(["00000001.seg"]);
    expect(recovered).toMatchObject({
      header: identity,
      hasEnded: false,
      chunks: [
        { ...first, table: "decisions", version: 1, firstSeq: 1, lastSeq: 20, rows: 20 },
        { table: "gaps", firstSeq: 1, lastSeq: 1 },
      ],
      marks: [mark],
      catalogs: [second],
      gaps: [{ of: "decisions", firstSeq: 21, lastSeq: 23, cause: "dropped", detail: "" }],
      next: { decisions: 24, gaps: 2 },
      missing: [],
      damage: [],
    });
    expect(readRecovered(recovered, first!)).toEqual(decisions(1, 20));
    expect(readRecovered(recovered, second!)).toEqual(catalog);
    const both = { ...first!, length: first!.length + second!.length };
    expect(readStretch(recovered, both)).toEqual([decisions(1, 20), catalog]);
    expect(() => readRecovered(recovered, { ...first!, offset: 1 })).toThrow(
      expect.objectContaining({ code: "CORRUPT" }),
    );
    expect(() => readRecovered(recovered, { ...first!, segment: 2 })).toThrow(
      "segment 2 is not there any more",
    );
    expect(recoverLog(directory)).toEqual(recovered);
  });

  test("cuts a torn end off, and tells", ({ directory }) => {
    const { third } = threeSegments(directory);
    const { size } = statSync(third);
    truncateSync(third, size - 3);
    const { chunks, damage, missing } = recoverLog(directory);
    const { offset, length } = chunks.at(-1)!;
    expect(chunks.at(-1)).toMatchObject({ firstSeq: 21, lastSeq: 25 });
    expect(damage).toEqual([
      { segment: 3, offset: offset + length, length: size - 3 - offset - length, isTail: true },
    ]);
    expect(missing).toEqual([]); // how many were torn off, the log doesn't know
    expect(statSync(join(directory, "00000003.seg")).size).toBe(offset + length);
  });

  test("cuts off zeros, as a file system leaves them after a power cut", ({ directory }) => {
    const { third } = threeSegments(directory);
    const { size } = statSync(third);
    truncateSync(third, size + 5_000);
    expect(numbersIn(recoverLog(directory)).at(-1)).toEqual([26, 30]);
    expect(statSync(join(directory, "00000003.seg")).size).toBe(size);
  });

  test("steps over what is damaged in the middle, and says what was there", ({ directory }) => {
    const { second } = threeSegments(directory);
    flip(second, statSync(second).size - 100);
    const before = readFileSync(second);
    const recovered = recoverLog(directory);
    expect(numbersIn(recovered)).toEqual([
      [1, 5],
      [6, 10],
      [11, 15],
      [21, 25],
      [26, 30],
    ]);
    expect(recovered.missing).toEqual(missing(16, 20, "torn_tail"));
    expect(readFileSync(second)).toEqual(before);
  });

  test("says so, too, by the numbers of the neighbours alone", ({ directory }) => {
    const { third } = threeSegments(directory);
    const { offset, length } = recoverLog(directory).chunks[4]!;
    flip(third.replace("open", "seg"), offset + length - 1);
    const recovered = recoverLog(directory);
    expect(recovered.missing).toEqual(missing(21, 25, "corrupt"));
    expect(recovered.damage).toEqual([{ segment: 3, offset, length, isTail: false }]);
  });

  test("says so by the next header alone, where nothing else comes", ({ directory }) => {
    const log = openLog(directory);
    const [, place] = log.append([decisions(1, 5), gap(1, 6, 8)]);
    log.seal();
    log.append([catalog]);
    flip(join(directory, "00000001.seg"), place!.offset + 20);
    const recovered = recoverLog(directory);
    expect(recovered.missing).toEqual([
      ...missing(6, 8, "torn_tail"),
      { table: "gaps", firstSeq: 1, lastSeq: 1, cause: "torn_tail" },
    ]);
    expect(recovered.next).toEqual({ decisions: 9, gaps: 2 });
  });

  test("finds the frames behind a damaged header", ({ directory }) => {
    const { second } = threeSegments(directory);
    for (const at of [3, 12, 40]) flip(second, at);
    expect(recoverLog(directory)).toMatchObject({ missing: [], next: { decisions: 31 } });
    expect(numbersIn(recoverLog(directory))).toHaveLength(6);
  });

  test("knows what was in a segment that is gone, or empty, or another's", ({ directory }) => {
    const { first, second } = threeSegments(directory);
    const whole = readFileSync(second);
    const gone = missing(11, 20, "corrupt");
    rmSync(second);
    expect(recoverLog(directory)).toMatchObject({
      missing: gone,
      damage: [{ segment: 2, offset: 0, length: 0, isTail: false }],
    });
    writeFileSync(second, "");
    expect(recoverLog(directory).missing).toEqual(gone.map((each) => ({ ...each, cause: "torn_tail" })));
    writeFileSync(second, readFileSync(first));
    expect(recoverLog(directory)).toMatchObject({ missing: gone, damage: [{ segment: 2, offset: 0 }] });
    writeFileSync(second, whole);
    expect(recoverLog(directory).missing).toEqual([]);
  });

  test("takes no segment of another writer for its own", ({ directory }) => {
    const other = join(directory, "other");
    mkdirSync(other);
    openLog(other, { writer: WRITER.replace("5c", "6d") }).append([decisions(1, 9)]);
    new BegunFile(directory, identity, { onFault: () => {} }).close();
    renameSync(join(other, "00000001.open"), join(directory, "00000001.seg"));
    expect(recoverLog(directory)).toMatchObject({ header: identity, chunks: [], next: {} });
  });

  test("says of numbers that were never written that they are unaccounted for", ({ directory }) => {
    const log = openLog(directory);
    log.append([decisions(1, 5), decisions(9, 10)]);
    expect(recoverLog(directory).missing).toEqual(missing(6, 8, "unaccounted"));
  });

  test("knows which numbers a gap stood for that is lost itself", ({ directory }) => {
    const log = openLog(directory);
    const [, place] = log.append([decisions(1, 5), gap(1, 6, 8), decisions(9, 10), gap(2, 11, 11)]);
    flip(join(directory, "00000001.open"), place!.offset + 20);
    expect(recoverLog(directory).missing).toEqual([
      ...missing(6, 8, "corrupt"),
      { table: "gaps", firstSeq: 1, lastSeq: 1, cause: "corrupt" },
    ]);
  });

  test("takes no chunk twice", ({ directory }) => {
    const log = openLog(directory);
    log.append([decisions(1, 5)]);
    log.append([decisions(3, 7)]);
    log.append([decisions(8)]);
    expect(numbersIn(recoverLog(directory))).toEqual([
      [1, 5],
      [8, 8],
    ]);
    expect(recoverLog(directory).missing).toEqual(missing(6, 7, "corrupt"));
  });

  test("knows whose log it is when every header is damaged", ({ directory }) => {
    const { first } = threeSegments(directory);
    new BegunFile(directory, identity, { onFault: () => {} }).close();
    for (const name of ["00000002.seg", "00000003.open"]) rmSync(join(directory, name));
    flip(first, 20);
    expect(recoverLog(directory)).toMatchObject({ header: identity, next: { decisions: 11 }, missing: [] });
  });

  test("says nothing is missing before the first that it finds, where it can't know", ({ directory }) => {
    const { first, second } = threeSegments(directory);
    rmSync(first);
    rmSync(join(directory, "freed"));
    flip(second, 20);
    expect(recoverLog(directory)).toMatchObject({ next: { decisions: 31 }, missing: [] });
  });

  test("leaves everything as it is when a part is of a newer version", ({ directory }) => {
    const { second, third } = threeSegments(directory);
    writeFileSync(second, "PROBSPL2 and what a newer one writes");
    truncateSync(third, statSync(third).size - 3);
    const { size } = statSync(third);
    expect(() => recoverLog(directory)).toThrow(
      `${second}: a segment in format 2, this Probity knows 1; use the newer one that wrote it`,
    );
    expect(statSync(third).size).toBe(size);
  });

  test("leaves everything as it is when gap records are of a newer version", ({ directory }) => {
    const { third } = threeSegments(directory);
    const newer = chunk({ table: "gaps", version: 99 });
    const bytes = Buffer.concat(encodeFrame({ kind: "chunk", chunk: newer }).pieces);
    writeFileSync(third, Buffer.concat([readFileSync(third), bytes]));
    expect(() => recoverLog(directory)).toThrow(expect.objectContaining({ code: "NEWER_VERSION" }));
    expect(readdirSync(directory)).toContain("00000003.open");
  });

  test.for([
    ["zeros", Buffer.alloc(8 * 1024 * 1024)],
    ["what looks like frames of 2 MiB throughout", Buffer.alloc(8 * 1024 * 1024, Buffer.of(2, 0, 0x20, 0))],
    ["what looks like chunks throughout", Buffer.alloc(8 * 1024 * 1024, Buffer.of(1, 1, 0x20, 0))],
  ] as const)("finds its way through %s", { timeout: 5_000 }, ([, bytes], { directory }) => {
    const { first } = threeSegments(directory);
    writeFileSync(first, Buffer.concat([readFileSync(first), bytes]));
    expect(numbersIn(recoverLog(directory))).toHaveLength(6);
  });

  test("says which file the disk can't read", ({ directory }) => {
    threeSegments(directory);
    mkdirSync(join(directory, "00000004.seg"));
    expect(() => recoverLog(directory)).toThrow(
      `${join(directory, "00000004.seg")}: it can't be read (EISDIR)`,
    );
  });
});
