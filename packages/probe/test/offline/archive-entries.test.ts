import { cpSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ByteWriter, catalogRecord, type CatalogRow } from "@probity/core";
import { describe, expect } from "vitest";
import { type ArchiveDamage, archiveEntries, type ArchiveEntry } from "../../src/offline/archive-entries.ts";
import { findArchived } from "../../src/offline/find-archived.ts";
import { encodeFrame } from "../../src/spool/frame-codec.ts";
import type { BodyFrame, SegmentHeader } from "../../src/spool/frame.ts";
import { scanSegment } from "../../src/spool/segment-scan.ts";
import { test } from "../spool/support/directory.ts";
import { decisions, gap, identity, openLog } from "../spool/support/logs.ts";
import { damageFrame, makeArchive, segmentIn, sent } from "./support/archives.ts";

/** The entries of archives, in the order in which they come. */
function entriesOf(...archives: readonly string[]): readonly ArchiveEntry[] {
  return findArchived(archives).flatMap((archived) => [...archiveEntries(archived)]);
}

/** The batches among them: which numbers, and whether they were sent as one before. */
function batchesIn(entries: readonly ArchiveEntry[]): readonly unknown[] {
  return entries.flatMap((entry) => {
    if (entry.kind !== "batch") return [];
    const { table, chunks, isWhole } = entry.batch;
    return [[table, chunks.map(({ firstSeq, lastSeq }) => [firstSeq, lastSeq]), isWhole ? "whole" : "part"]];
  });
}

function damageIn(entries: readonly ArchiveEntry[]): readonly ArchiveDamage[] {
  return entries.flatMap((entry) => (entry.kind === "damage" ? [entry.damage] : []));
}

const catalogRow: CatalogRow = {
  catalog: "c".repeat(64),
  number: 0,
  service: "book-feed",
  feature: "profile.age",
  source: "profile",
  path: "age",
  system: "",
  dataset: "",
  codes: [],
  personal: true,
  inferred: false,
  purposes: ["content"],
  tags: false,
  registered_at: 1_700_000_000_000,
};

function catalog(): BodyFrame {
  const bytes = new ByteWriter(256);
  catalogRecord.encode(bytes, catalogRow);
  return { kind: "catalog", version: catalogRecord.version, bytes: bytes.take() };
}

describe("archiveEntries", () => {
  test("gives the batches as they were sent, also over several segments, and the catalogs before them", ({
    directory,
  }) => {
    makeArchive(directory, [
      [catalog(), decisions(1, 10), decisions(11, 20)],
      [decisions(21, 30), sent(1, 20), decisions(31, 40)],
      [sent(21, 40)],
    ]);
    const entries = entriesOf(directory);
    expect(entries.map(({ kind }) => kind)).toEqual([
      ...["segment", "catalog", "segment", "batch", "segment", "batch", "segment"],
    ]);
    expect(entries[1]).toEqual({ kind: "catalog", rows: [catalogRow] });
    expect(batchesIn(entries)).toEqual([
      [
        "decisions",
        [
          [1, 10],
          [11, 20],
        ],
        "whole",
      ],
      [
        "decisions",
        [
          [21, 30],
          [31, 40],
        ],
        "whole",
      ],
    ]);
    expect(entries[3]).toMatchObject({ batch: identity });
  });

  test("gives a batch as a part when rows of it were never in the log", ({ directory }) => {
    makeArchive(directory, [[decisions(1, 10), decisions(15, 20), sent(1, 20, 20)]]);
    expect(batchesIn(entriesOf(directory))).toEqual([
      [
        "decisions",
        [
          [1, 10],
          [15, 20],
        ],
        "part",
      ],
    ]);
  });

  test("gives a batch in which numbers were left out as whole", ({ directory }) => {
    makeArchive(directory, [[decisions(1, 10), gap(1, 11, 14), decisions(15, 20), sent(1, 20, 16)]]);
    expect(batchesIn(entriesOf(directory))).toEqual([
      [
        "decisions",
        [
          [1, 10],
          [15, 20],
        ],
        "whole",
      ],
      ["gaps", [[1, 1]], "part"],
    ]);
  });

  test("gives what no mark covers in the end, as much at a time as goes into one insert", ({ directory }) => {
    makeArchive(directory, [[decisions(4001, 4200), decisions(1, 4000)]]);
    expect(batchesIn(entriesOf(directory))).toEqual([
      ["decisions", [[1, 4000]], "part"],
      ["decisions", [[4001, 4200]], "part"],
    ]);
  });

  test("tells of damage with the file and the records that were there, and goes on", ({ directory }) => {
    makeArchive(directory, [[decisions(1, 10), decisions(11, 20), decisions(21, 30)], [decisions(31, 40)]]);
    const file = segmentIn(directory, 1);
    damageFrame(file, 1);
    const entries = entriesOf(directory);
    const [damage, ...more] = damageIn(entries);
    expect(damage?.parts).toEqual([
      { file, offset: expect.any(Number), bytes: expect.any(Number), why: "damaged" },
    ]);
    expect(damage?.lost).toEqual([{ table: "decisions", firstSeq: 11, lastSeq: 20 }]);
    expect(more).toEqual([]);
    expect(batchesIn(entries)).toEqual([
      [
        "decisions",
        [
          [1, 10],
          [21, 30],
          [31, 40],
        ],
        "part",
      ],
    ]);
  });

  test("tells of what was in the last segment as far as anything after it says so", ({ directory }) => {
    makeArchive(directory, [[decisions(1, 10)], [decisions(11, 20), decisions(21, 30)]]);
    const file = segmentIn(directory, 2);
    rmSync(segmentIn(directory, 3));
    damageFrame(file, 0);
    const lost = [{ table: "decisions", firstSeq: 11, lastSeq: 20 }];
    expect(damageIn(entriesOf(directory))).toMatchObject([{ parts: [{ file, why: "damaged" }], lost }]);
    damageFrame(file, 0);
    expect(damageIn(entriesOf(directory))).toMatchObject([{ parts: [{ file, why: "damaged" }], lost: [] }]);
  });

  test("tells of a segment that isn't there, and of those after it", ({ directory }) => {
    makeArchive(directory, [
      [decisions(1, 10)],
      [decisions(11, 20)],
      [decisions(21, 30)],
      [decisions(31, 40)],
    ]);
    rmSync(segmentIn(directory, 2));
    rmSync(segmentIn(directory, 3));
    expect(damageIn(entriesOf(directory))).toEqual([
      {
        parts: [{ file: segmentIn(directory, 2), offset: 0, bytes: 0, why: "missing" }],
        lost: [{ table: "decisions", firstSeq: 11, lastSeq: 30 }],
      },
    ]);
  });

  test("tells of what the first segment held when its header is damaged, too", ({ directory }) => {
    makeArchive(directory, [[decisions(1, 10), decisions(11, 20)], [decisions(21, 30)]]);
    writeFileSync(segmentIn(directory, 1), "no segment at all");
    const entries = entriesOf(directory);
    expect(damageIn(entries).map(({ lost }) => lost)).toEqual([
      [{ table: "decisions", firstSeq: 1, lastSeq: 20 }],
    ]);
    expect(batchesIn(entries)).toEqual([["decisions", [[21, 30]], "part"]]);
  });

  test("says nothing of segments that were pruned from the front", ({ directory }) => {
    makeArchive(directory, [[decisions(1, 10)], [decisions(11, 20)]]);
    rmSync(segmentIn(directory, 1));
    const entries = entriesOf(directory);
    expect(damageIn(entries)).toEqual([]);
    expect(batchesIn(entries)).toEqual([["decisions", [[11, 20]], "part"]]);
  });

  test("tells of a segment that a newer Probity wrote", ({ directory }) => {
    makeArchive(directory, [[decisions(1, 10)], [decisions(11, 20)]]);
    writeFileSync(segmentIn(directory, 1), "PROBSPL2 and what a newer one writes");
    expect(damageIn(entriesOf(directory))).toEqual([
      {
        parts: [{ file: segmentIn(directory, 1), offset: 0, bytes: 0, why: "newer" }],
        lost: [{ table: "decisions", firstSeq: 1, lastSeq: 10 }],
      },
    ]);
  });

  test("takes no record from a segment of another writer", ({ directory }) => {
    makeArchive(directory, [[decisions(1, 10)], [decisions(11, 20)]]);
    const other = openLog(directory, { writer: "11111111-1111-4111-8111-111111111111" });
    other.append([decisions(50, 60)]);
    other.end();
    renameSync(join(directory, "00000001.seg"), segmentIn(directory, 2));
    const entries = entriesOf(directory);
    expect(damageIn(entries)).toMatchObject([
      { parts: [{ why: "foreign" }], lost: [{ table: "decisions", firstSeq: 11, lastSeq: 20 }] },
    ]);
    expect(batchesIn(entries)).toEqual([["decisions", [[1, 10]], "part"]]);
  });

  test("takes what is in two archives once, and from one what is damaged in the other", ({ directory }) => {
    const first = makeArchive(join(directory, "a"), [
      [decisions(1, 10), decisions(11, 20)],
      [decisions(21, 30)],
    ]);
    const second = join(directory, "b");
    cpSync(first, second, { recursive: true });
    damageFrame(segmentIn(first, 1), 1);
    const entries = entriesOf(first, second);
    expect(damageIn(entries)).toMatchObject([{ parts: [{ file: segmentIn(first, 1) }], lost: [] }]);
    expect(batchesIn(entries)).toEqual([
      [
        "decisions",
        [
          [1, 10],
          [11, 20],
          [21, 30],
        ],
        "part",
      ],
    ]);
  });

  test("takes the directory of one writer for an archive of it", ({ directory }) => {
    makeArchive(directory, [[decisions(1, 10)]]);
    expect(batchesIn(entriesOf(join(segmentIn(directory, 1), "..")))).toHaveLength(1);
  });

  test("leaves out what a write that failed left behind", ({ directory }) => {
    makeArchive(directory, [[decisions(1, 10), decisions(11, 20)]]);
    const { header, frames } = scanSegment(segmentIn(directory, 1));
    const cut = { segment: 1, end: frames[1]?.offset ?? 0 };
    const second = { ...(header as SegmentHeader), segment: 2, next: { decisions: 11 }, open: {}, cut };
    const written = [{ kind: "header", header: second } as const, decisions(11, 30)];
    const pieces = written.flatMap((frame) => encodeFrame(frame).pieces);
    writeFileSync(segmentIn(directory, 2), Buffer.concat([Buffer.from("PROBSPL1"), ...pieces]));
    const entries = entriesOf(directory);
    expect(damageIn(entries)).toEqual([]);
    expect(batchesIn(entries)).toEqual([
      [
        "decisions",
        [
          [1, 10],
          [11, 30],
        ],
        "part",
      ],
    ]);
  });
});
