import { dirname, join } from "node:path";
import { type CatalogRow, catalogRecord, type Chunk } from "@probity/core";
import { Account, coveredBy, settledIn } from "../spool/account.ts";
import { isSpoolError } from "../spool/errors.ts";
import type { BatchMark, LogIdentity, Place, SegmentHeader } from "../spool/frame.ts";
import { NumberSet } from "../spool/number-set.ts";
import type { RecoveredChunk } from "../spool/recovered.ts";
import { sealedName, type SegmentFile } from "../spool/segment-files.ts";
import { type FoundFrame, readHeader, scanSegment, type SegmentScan } from "../spool/segment-scan.ts";
import type { ArchivedWriter } from "./find-archived.ts";
import { PendingChunks } from "./pending-chunks.ts";

/** A chunk in an archived segment; its rows are read when they are needed. */
export interface ArchivedChunk extends RecoveredChunk {
  readonly file: string;
}

/** Records of one table that are sent together. */
export interface ArchivedBatch extends LogIdentity {
  readonly table: string;
  readonly chunks: readonly ArchivedChunk[];
  /** They are all of a batch that was sent before. */
  readonly isWhole: boolean;
}

/** Bytes of a file that are not what was archived. */
export interface DamagedPart {
  readonly file: string;
  readonly offset: number;
  readonly bytes: number;
  /**
   * `missing`: the file isn't there, nor others up to the next that is. `foreign`: it belongs to another writer, or
   * nobody can tell to whom. `newer`: a newer Probity wrote it. `unreadable`: the disk or the system won't let us.
   */
  readonly why: "damaged" | "missing" | "foreign" | "newer" | "unreadable";
}

/** Numbers of records of one table, both included. */
export interface RecordRange {
  readonly table: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** A stretch of an archive that can't be read, and what was in it. */
export interface ArchiveDamage {
  readonly parts: readonly DamagedPart[];
  /** Records that the archive doesn't hold because of it, as far as the rest of the archive tells. */
  readonly lost: readonly RecordRange[];
}

/** What is found in the segments of a writer, in the order of their numbers. */
export type ArchiveEntry =
  /** Reads on in this file. */
  | { readonly kind: "segment"; readonly file: string }
  /** Comes before any row that refers to it. */
  | { readonly kind: "catalog"; readonly rows: readonly CatalogRow[] }
  | { readonly kind: "batch"; readonly batch: ArchivedBatch }
  | { readonly kind: "damage"; readonly damage: ArchiveDamage };

/**
 * Reads what is archived of a writer, with one segment in memory at a time. Records come in the batches in which they
 * were first sent, as far as the log says so; the others when all else is read. Throws nothing that damage could cause.
 */
export function archiveEntries(archived: ArchivedWriter): Generator<ArchiveEntry> {
  const headers = archived.segments.flatMap(({ file }) => headerOf(file) ?? []);
  return new ArchiveReader(archived, headers).read();
}

function headerOf(file: string): SegmentHeader | undefined {
  try {
    return readHeader(file);
  } catch (cause) {
    if (isSpoolError(cause)) return undefined; // told when its turn comes
    throw cause;
  }
}

class ArchiveReader {
  readonly #archived: ArchivedWriter;
  /** Where segments end in which bytes were left behind that don't count. */
  readonly #cuts: ReadonlyMap<number, number>;
  readonly #account: Account;
  readonly #numbers: Map<string, NumberSet> = new Map();
  readonly #pending: PendingChunks = new PendingChunks();
  #identity: LogIdentity | undefined;
  #damaged: DamagedPart[] = [];

  constructor(archived: ArchivedWriter, headers: readonly SegmentHeader[]) {
    this.#archived = archived;
    this.#cuts = new Map(headers.flatMap(({ cut }) => (cut ? [[cut.segment, cut.end]] : [])));
    const ours = headers.filter(({ writer }) => writer === archived.writer);
    this.#identity = ours[0];
    // Where the first segments are no longer there, what they held is not missing.
    this.#account = new Account(archived.segments[0]?.segment === 1 ? undefined : ours[0]);
  }

  *read(): Generator<ArchiveEntry> {
    let expected = this.#archived.segments[0]?.segment ?? 1;
    for (const segment of this.#archived.segments) {
      if (expected < segment.segment) this.#noteMissing(segment, expected);
      yield { kind: "segment", file: segment.file };
      yield* this.#readSegment(segment);
      expected = segment.segment + 1;
    }
    for (const chunks of this.#pending.takeAll()) yield* this.#batch(chunks, false);
    if (this.#damaged.length > 0) yield this.#damage(openIn(this.#account));
  }

  *#readSegment({ segment, file }: SegmentFile): Generator<ArchiveEntry> {
    const scan = this.#scan(file);
    if (!scan) return;
    const { header, frames, damage, size } = scan;
    const isForeign = header && (header.writer !== this.#archived.writer || header.segment !== segment);
    if (isForeign || !this.#identity) {
      this.#damaged.push({ file, offset: 0, bytes: size, why: "foreign" });
      return;
    }
    if (header) yield* this.#reconcile(header);
    const end = this.#cuts.get(segment) ?? size;
    const entries = [...frames, ...damage.map((stretch) => ({ ...stretch, frame: undefined }))];
    for (const entry of entries.sort((a, b) => a.offset - b.offset)) {
      if (entry.offset >= end) break;
      if (entry.frame) yield* this.#takeFrame(segment, file, entry);
      else this.#damaged.push({ file, offset: entry.offset, bytes: entry.length, why: "damaged" });
    }
  }

  #scan(file: string): SegmentScan | undefined {
    try {
      return scanSegment(file);
    } catch (cause) {
      if (!isSpoolError(cause)) throw cause;
      const why = cause.code === "NEWER_VERSION" ? "newer" : "unreadable";
      this.#damaged.push({ file, offset: 0, bytes: 0, why });
      return undefined;
    }
  }

  #noteMissing({ file }: SegmentFile, expected: number): void {
    const missing = join(dirname(file), sealedName(expected));
    this.#damaged.push({ file: missing, offset: 0, bytes: 0, why: "missing" });
  }

  *#takeFrame(segment: number, file: string, { offset, length, frame }: FoundFrame): Generator<ArchiveEntry> {
    if (frame.kind === "catalog") {
      yield { kind: "catalog", rows: catalogRecord.decode(frame.bytes, frame.version) };
    } else if (frame.kind === "batch") {
      yield* this.#takeMarked(frame.mark);
    } else if (frame.kind === "chunk") {
      this.#takeChunk({ segment, file, offset, length }, frame.chunk);
    }
  }

  #takeChunk(place: Place & { readonly file: string }, chunk: Chunk): void {
    const { table, version, firstSeq, lastSeq, ends } = chunk;
    const numbers = this.#numbers.get(table) ?? new NumberSet();
    if (numbers.overlaps(firstSeq, lastSeq)) return; // there is a copy of the segment
    numbers.add(firstSeq, lastSeq);
    this.#numbers.set(table, numbers);
    for (const covered of coveredBy(chunk)) this.#account.cover(covered);
    this.#pending.add({ ...place, table, version, firstSeq, lastSeq, rows: ends.length });
  }

  *#takeMarked(mark: BatchMark): Generator<ArchiveEntry> {
    const chunks = this.#pending.take(mark);
    yield* this.#batch(chunks, chunks.reduce((sum, { rows }) => sum + rows, 0) === mark.rows);
  }

  *#batch(chunks: readonly ArchivedChunk[], isWhole: boolean): Generator<ArchiveEntry> {
    const table = chunks[0]?.table;
    if (table === undefined || !this.#identity) return;
    const { writer, epoch, service } = this.#identity;
    yield { kind: "batch", batch: { writer, epoch, service, table, chunks, isWhole } };
  }

  /** What the writer had accounted for by now, and is not in what was read, was in what is damaged. */
  *#reconcile({ next, open }: SegmentHeader): Generator<ArchiveEntry> {
    const lost = Object.entries(next).flatMap(([table, end]) =>
      settledIn(end, open[table]).flatMap(({ first, last }) =>
        this.#account.absent(table, first, last).map((range) => ({ table, ...range })),
      ),
    );
    for (const run of lost) this.#account.cover(run);
    for (const [table, end] of Object.entries(next)) this.#account.give(table, end);
    if (lost.length > 0 || this.#damaged.length > 0) yield this.#damage(lost);
  }

  #damage(lost: readonly { table: string; first: number; last: number }[]): ArchiveEntry {
    const parts = this.#damaged;
    this.#damaged = [];
    const ranges = lost.map(({ table, first, last }) => ({ table, firstSeq: first, lastSeq: last }));
    return { kind: "damage", damage: { parts, lost: ranges } };
  }
}

function openIn({ state }: Account): { table: string; first: number; last: number }[] {
  return Object.entries(state.open).flatMap(([table, ranges]) =>
    ranges.map((range) => ({ table, ...range })),
  );
}
