import { Account, coveredBy, gapsIn, settledIn, type Covered } from "./account.ts";
import { readIdentity } from "./begun-file.ts";
import type { AccountState, BatchMark, LogIdentity, Place, SegmentHeader } from "./frame.ts";
import { readFreed } from "./freed.ts";
import type { Gap } from "./gap-chunk.ts";
import { NumberSet } from "./number-set.ts";
import type { Damage, MissingCause, MissingRecords, Recovered, RecoveredChunk } from "./recovered.ts";
import { listSegments, type SegmentFile } from "./segment-files.ts";
import { readHeader, scanSegment, type FoundFrame, type SegmentScan } from "./segment-scan.ts";
import { isSettled } from "./settled.ts";
import { directoriesOf } from "./spill-pointer.ts";
import { isSpoolError } from "./errors.ts";

/** What a log holds, and what has to be done so that nobody reads its torn ends again. */
export interface LogReading {
  readonly recovered: Recovered;
  /** Which numbers it accounts for. */
  readonly state: AccountState;
  /** Which numbers it accounted for where each of its segments begins. */
  readonly starts: ReadonlyMap<number, AccountState>;
  /** Every segment's file, those of released segments too. */
  readonly files: readonly SegmentFile[];
  /** For each segment that was being written: where it ends. */
  readonly ends: ReadonlyMap<number, number>;
  /** Segments with smaller numbers are settled. */
  readonly firstNeeded: number;
  /** The number of the segment that comes next. */
  readonly nextSegment: number;
}

/**
 * Reads a log and touches nothing. Throws `NEWER_VERSION`, `SPILL_MISSING` or `READ_FAILED`; damage is no error.
 */
export function readLog(directory: string, spillDirectory?: string): LogReading {
  if (isSettled(directory)) return NOTHING;
  const files = listSegments(directoriesOf(directory, spillDirectory));
  const headers = new Map<number, SegmentHeader>();
  for (const { segment, file } of files) {
    const header = readHeader(file);
    if (header) headers.set(segment, header);
  }
  return new LogReader(directory, files, headers).read();
}

/** What a log holds that is being removed, whatever is still there. */
const NOTHING: LogReading = {
  recovered: {
    hasEnded: true,
    chunks: [],
    marks: [],
    catalogs: [],
    gaps: [],
    next: {},
    missing: [],
    damage: [],
    segments: [],
  },
  state: { next: {}, open: {} },
  starts: new Map(),
  files: [],
  ends: new Map(),
  firstNeeded: 1,
  nextSegment: 1,
};

class LogReader {
  readonly #files: readonly SegmentFile[];
  /** Where segments end in which bytes were left behind. */
  readonly #cuts: ReadonlyMap<number, number>;
  readonly #freed: SegmentHeader | undefined;
  readonly #identity: LogIdentity | undefined;
  readonly #account: Account;
  /** The log doesn't say from where on: what comes first of each table does. */
  readonly #isStartUnknown: boolean;
  readonly #chunkNumbers: Map<string, NumberSet> = new Map();
  readonly #suspects: (Covered & { readonly cause: MissingCause })[] = [];
  readonly #starts: Map<number, AccountState> = new Map();
  readonly #ends: Map<number, number> = new Map();
  readonly #chunks: RecoveredChunk[] = [];
  readonly #marks: BatchMark[] = [];
  readonly #catalogs: Place[] = [];
  readonly #gaps: Gap[] = [];
  readonly #damage: Damage[] = [];
  #lastDamage: MissingCause | undefined;
  /** Tables of which something was found since the last damage. */
  #seenSince: Set<string> = new Set();
  #hasEnded = false;

  constructor(directory: string, files: readonly SegmentFile[], headers: ReadonlyMap<number, SegmentHeader>) {
    this.#files = files;
    this.#cuts = new Map([...headers.values()].flatMap(({ cut }) => (cut ? [[cut.segment, cut.end]] : [])));
    this.#freed = readFreed(directory);
    this.#identity = readIdentity(directory) ?? this.#freed ?? [...headers.values()][0];
    const first = files[0]?.segment ?? 1;
    const start = this.#freed ?? headers.get(first);
    this.#account = new Account(start);
    this.#isStartUnknown = start === undefined && first > 1;
  }

  read(): LogReading {
    const firstNeeded = this.#freed?.segment ?? this.#files[0]?.segment ?? 1;
    const files = this.#files.filter(({ segment }) => segment >= firstNeeded);
    let expected = firstNeeded;
    for (const file of files) {
      if (expected < file.segment) this.#noteDamage(expected, 0, 0, false);
      this.#readSegment(file);
      expected = file.segment + 1;
    }
    const { state } = this.#account;
    const { writer, epoch, service } = this.#identity ?? {};
    const isKnown = writer !== undefined && epoch !== undefined && service !== undefined;
    const recovered: Recovered = {
      ...(isKnown && { header: { writer, epoch, service } }),
      hasEnded: this.#hasEnded,
      chunks: this.#chunks,
      marks: this.#marks,
      catalogs: this.#catalogs,
      gaps: this.#gaps,
      next: state.next,
      missing: this.#missing(state),
      damage: this.#damage,
      segments: files,
    };
    return {
      recovered,
      state,
      files: this.#files,
      starts: this.#starts,
      ends: this.#ends,
      firstNeeded,
      nextSegment: expected,
    };
  }

  #readSegment({ segment, file, isOpen }: SegmentFile): void {
    const scan = upTo(scanSegment(file), this.#cuts.get(segment));
    if (isOpen) this.#ends.set(segment, scan.end);
    if (scan.header && !this.#isOurs(scan.header, segment)) {
      this.#starts.set(segment, this.#account.state);
      this.#noteDamage(segment, 0, scan.size, false);
      return;
    }
    if (scan.header) this.#reconcile(scan.header);
    this.#starts.set(segment, scan.header ?? this.#account.state);
    const damage = scan.damage.map((stretch) => ({ ...stretch, frame: undefined }));
    for (const entry of [...scan.frames, ...damage].sort((a, b) => a.offset - b.offset)) {
      if (entry.frame) this.#takeFrame(segment, entry);
      else this.#noteDamage(segment, entry.offset, entry.length, entry.offset >= scan.end);
    }
  }

  #isOurs({ writer, epoch, segment }: SegmentHeader, number: number): boolean {
    return segment === number && writer === this.#identity?.writer && epoch === this.#identity.epoch;
  }

  #noteDamage(segment: number, offset: number, length: number, isTail: boolean): void {
    this.#damage.push({ segment, offset, length, isTail });
    this.#lastDamage = isTail ? "torn_tail" : "corrupt";
    this.#seenSince = new Set();
  }

  /** What the writer had accounted for by now, and is not in what was read, was in what is damaged. */
  #reconcile({ next, open }: SegmentHeader): void {
    for (const [table, end] of Object.entries(next)) {
      this.#begin(table, end);
      const cause = this.#lastDamage ?? "torn_tail";
      for (const settled of settledIn(end, open[table])) {
        for (const { first, last } of this.#account.absent(table, settled.first, settled.last)) {
          this.#suspects.unshift({ table, first, last, cause });
        }
      }
      this.#account.give(table, end);
    }
  }

  #takeFrame(segment: number, { offset, length, frame }: FoundFrame): void {
    const place = { segment, offset, length };
    switch (frame.kind) {
      case "chunk":
        if (!this.#takeChunk(place, frame.chunk)) this.#noteDamage(segment, offset, length, false);
        break;
      case "batch":
        this.#marks.push(frame.mark);
        break;
      case "catalog":
        this.#catalogs.push(place);
        break;
      case "end":
        this.#hasEnded = true;
    }
  }

  /** False for one that can't be what its writer wrote. */
  #takeChunk(place: Place, chunk: Parameters<typeof coveredBy>[0]): boolean {
    const { table, version, firstSeq, lastSeq } = chunk;
    const numbers = this.#chunkNumbers.get(table) ?? new NumberSet();
    if (numbers.overlaps(firstSeq, lastSeq)) return false;
    let covered: Covered[];
    try {
      covered = coveredBy(chunk);
    } catch (cause) {
      if (isSpoolError(cause, "CORRUPT")) return false;
      throw cause;
    }
    numbers.add(firstSeq, lastSeq);
    this.#chunkNumbers.set(table, numbers);
    for (const run of covered) this.#cover(run);
    for (const { of, first_seq, last_seq, cause, detail } of gapsIn(chunk)) {
      this.#gaps.push({ of, firstSeq: first_seq, lastSeq: last_seq, cause, detail });
    }
    this.#chunks.push({ ...place, table, version, firstSeq, lastSeq, rows: chunk.ends.length });
    return true;
  }

  #cover(run: Covered): void {
    const { table, first } = run;
    this.#begin(table, first);
    const next = this.#account.next(table);
    const cause = this.#seenSince.has(table) ? undefined : this.#lastDamage;
    if (first > next && cause) this.#suspects.push({ table, first: next, last: first - 1, cause });
    this.#account.cover(run);
    this.#seenSince.add(table);
  }

  /** Where a log doesn't say from where on it accounts, nothing before what is found is said to be missing. */
  #begin(table: string, first: number): void {
    if (this.#isStartUnknown && this.#account.next(table) === 1 && first > 1) {
      this.#account.cover({ table, first: 1, last: first - 1 });
    }
  }

  #missing(state: AccountState): MissingRecords[] {
    const rest = new Account(state);
    const open = Object.entries(state.open).flatMap(([table, ranges]) =>
      ranges.map((range) => ({ table, ...range, cause: "unaccounted" as const })),
    );
    const missing = [...this.#suspects, ...open].flatMap(({ table, first, last, cause }) =>
      rest.absent(table, first, last).map((range) => {
        rest.cover({ table, ...range });
        return { table, firstSeq: range.first, lastSeq: range.last, cause };
      }),
    );
    return missing.sort((a, b) => (a.table < b.table ? -1 : a.table > b.table ? 1 : a.firstSeq - b.firstSeq));
  }
}

/** A scan without what comes after `end`: bytes that the writer left behind and didn't count. */
function upTo(scan: SegmentScan, end = scan.size): SegmentScan {
  const within = ({ offset }: { offset: number }): boolean => offset < end;
  return {
    ...scan,
    frames: scan.frames.filter(within),
    damage: scan.damage.filter(within),
    end: Math.min(scan.end, end),
  };
}
