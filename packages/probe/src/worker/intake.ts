import { type Chunk, type GapCause, gapRecord, type Missing } from "@probity/core";
import { heldBytesOf, type Span } from "../protocol.ts";
import { isSpoolError } from "../spool/errors.ts";
import { type Gap, gapChunk } from "../spool/gap-chunk.ts";
import type { Place, SpoolLog } from "../spool/log.ts";
import type { Timers } from "../timers.ts";
import type { Parcel } from "./backlog.ts";
import { spansOf } from "./rows.ts";
import { keptLongest } from "./kept-longest.ts";

/** What is done when the spool is full. */
export type WhenFull = "drop" | "block" | "spill";

export interface IntakeOptions {
  readonly identity: { readonly writer: string; readonly epoch: number; readonly service: string };
  /** The numbers that come next, by table. */
  readonly next: Readonly<Record<string, number>>;
  /** Where chunks are spooled; without one they are in memory alone. */
  readonly log?: SpoolLog | undefined;
  readonly whenFull: WhenFull;
  readonly fsync: "os" | "interval" | "always";
  readonly timers: Timers;
  /** Milliseconds since the epoch. */
  readonly wallClock: () => number;
  readonly ends: IntakeEnds;
}

/** Who is told what the intake did. */
export interface IntakeEnds {
  /** In order; the next step of a chunk. */
  taken(parcel: Parcel): void;
  /** These rows are spooled. */
  spooled(span: Span, tookMs: number): void;
  /** So much less of the sender's memory is held. */
  freed(bytes: number): void;
  /** These numbers will never be stored, and the sender does not know yet. */
  lost(gap: Gap): void;
  /** Something went wrong that costs no row. */
  fault(fault: unknown): void;
}

/** The part of the disk budget that only what is kept longest may take. */
const RESERVED = 0.2;

/** What gap records may always take: what is dropped must be on record. In bytes. */
const GAP_ROOM = 16 * 1024;

/** What a frame takes beside its rows, at most, in bytes. */
const FRAME_BYTES = 128;

/** How often what was written is brought to the disk with `interval`, in milliseconds. */
const SYNC_EVERY_MS = 1_000;

const GAPS = gapRecord.name;

/** How long a full or failing spool is left alone, in milliseconds. */
const PAUSE_MS = 1_000;

/**
 * Where chunks come in: brings them to disk, and keeps account of every number. What arrives while a write is under
 * way goes with the next one. Numbers that are left out become gap records, which go the same way.
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #next: Map<string, number>;
  readonly #waiting: Chunk[] = [];
  #gaps: Gap[] = [];
  #writing: Promise<void> | undefined;
  #isSyncDue = false;
  #isFailing = false;
  #isPausing = false;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#next = new Map(Object.entries(options.next));
  }

  /** Whether what came last was spooled. */
  get isSpooling(): boolean {
    return this.#options.log !== undefined && !this.#isFailing;
  }

  /** The number that comes next in a table. */
  next(table: string): number {
    return this.#next.get(table) ?? 1;
  }

  add(chunk: Chunk): void {
    // Whoever hands over chunks tells what is missing before; what nobody told of is missing all the same.
    this.#skipTo(chunk.table, chunk.firstSeq, "refused");
    this.#next.set(chunk.table, chunk.lastSeq + 1);
    this.#waiting.push(chunk);
    this.#write();
  }

  /** Records of these will not come. */
  missing(table: string, ranges: readonly Missing[]): void {
    for (const { cause, firstSeq, lastSeq } of ranges) {
      this.#skipTo(table, firstSeq, "refused");
      this.note({ of: table, firstSeq, lastSeq, cause, detail: "" });
      this.#next.set(table, Math.max(this.next(table), lastSeq + 1));
    }
  }

  /** Every number up to `last` was given; those that did not come will not come. */
  finish(table: string, last: number, cause: GapCause): void {
    this.#skipTo(table, last + 1, cause);
  }

  /** Takes down a gap. */
  note(gap: Gap): void {
    this.#gaps.push(gap);
    this.#write();
  }

  /** Resolves once nothing waits to be written, unless it must wait for room. */
  async settled(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  #skipTo(table: string, seq: number, cause: GapCause): void {
    const next = this.next(table);
    if (seq <= next) return;
    this.#next.set(table, seq);
    const gap: Gap = { of: table, firstSeq: next, lastSeq: seq - 1, cause, detail: "" };
    this.note(gap);
    this.#options.ends.lost(gap);
  }

  #write(): void {
    if (this.#writing || this.#isPausing) return;
    // What arrives in the same turn of the event loop goes into the same write.
    this.#writing = new Promise<void>((done) => setImmediate(done))
      .then(() => this.#writeAll())
      .finally(() => (this.#writing = undefined));
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length + this.#gaps.length > 0 && !this.#isPausing) {
      const given = this.#waiting.splice(0);
      await this.#writeGroup(given);
    }
  }

  async #writeGroup(given: readonly Chunk[]): Promise<void> {
    const { log, ends, timers } = this.#options;
    const started = timers.now();
    const entries = log ? this.#fitting(given, log) : given.map(held);
    const gaps = this.#gaps;
    if (gaps.length > 0) entries.push({ chunk: this.#gapChunk(gaps), heldBytes: 0 });
    const places = log && this.#append(log, entries);
    if (places === "full") {
      this.#waiting.unshift(...given);
      this.#pause();
      return;
    }
    this.#gaps = this.#gaps.slice(gaps.length);
    if (gaps.length > 0) this.#next.set(GAPS, this.next(GAPS) + gaps.length);
    const isSafe = places !== undefined && (await this.#isSynced(log));
    this.#isFailing = log !== undefined && !isSafe;
    if (isSafe) this.#tellSpooled(entries, timers.now() - started);
    for (const [index, { chunk, heldBytes }] of entries.entries())
      ends.taken({ chunk, place: places?.[index], heldBytes: isSafe ? 0 : heldBytes });
  }

  #tellSpooled(entries: readonly Held[], tookMs: number): void {
    const { ends } = this.#options;
    ends.freed(entries.reduce((sum, { heldBytes }) => sum + heldBytes, 0));
    for (const span of spansOf(entries.map(({ chunk }) => chunk))) ends.spooled(span, tookMs);
  }

  /** Undefined when the spool fails: then the chunks are in memory alone. */
  #append(log: SpoolLog, entries: readonly Held[]): readonly Place[] | "full" | undefined {
    try {
      return log.append(entries.map(({ chunk }) => ({ kind: "chunk", chunk })));
    } catch (fault) {
      this.#options.ends.fault(fault);
      return isSpoolError(fault, "FULL") && this.#options.whenFull === "block" ? "full" : undefined;
    }
  }

  /** False when it is not certain that what was written is on the disk, as far as the policy asks for that. */
  async #isSynced(log: SpoolLog | undefined): Promise<boolean> {
    const { fsync, timers } = this.#options;
    if (fsync === "always") return this.#sync(log);
    if (fsync === "interval" && !this.#isSyncDue) {
      this.#isSyncDue = true;
      timers.after(SYNC_EVERY_MS, () => {
        this.#isSyncDue = false;
        void this.#sync(log);
      });
    }
    return true;
  }

  async #sync(log: SpoolLog | undefined): Promise<boolean> {
    try {
      await log?.sync();
      return true;
    } catch (fault) {
      this.#options.ends.fault(fault);
      return false;
    }
  }

  #gapChunk(gaps: readonly Gap[]): Chunk {
    return gapChunk(this.#options.identity, this.next(GAPS), gaps, this.#options.wallClock());
  }

  /** What of the chunks there is room for on the disk; the rest is dropped, and taken down as gaps. */
  #fitting(given: readonly Chunk[], log: SpoolLog): Held[] {
    if (this.#options.whenFull === "block") return given.map(held);
    const reserved = log.capacity * RESERVED;
    let room = log.room() - GAP_ROOM;
    const fitting: Held[] = [];
    for (const chunk of given) {
      const isRoomy = room - costOf([chunk]) >= reserved;
      let kept = isRoomy ? [chunk] : keptLongest(chunk);
      if (costOf(kept) > room) kept = [];
      room -= costOf(kept);
      if (!isRoomy) this.#drop(chunk, kept);
      const last = kept.at(-1);
      fitting.push(
        ...kept.map((part) => ({ chunk: part, heldBytes: part === last ? heldBytesOf(chunk) : 0 })),
      );
    }
    return fitting;
  }

  #drop(chunk: Chunk, kept: readonly Chunk[]): void {
    let next = chunk.firstSeq;
    const ends = [...kept, { firstSeq: chunk.lastSeq + 1, lastSeq: chunk.lastSeq + 1 }];
    for (const { firstSeq, lastSeq } of ends) {
      if (firstSeq > next) {
        const gap: Gap = {
          of: chunk.table,
          firstSeq: next,
          lastSeq: firstSeq - 1,
          cause: "dropped",
          detail: "",
        };
        this.#gaps.push(gap);
        this.#options.ends.lost(gap);
      }
      next = lastSeq + 1;
    }
    if (kept.length === 0) this.#options.ends.freed(heldBytesOf(chunk));
  }

  #pause(): void {
    this.#isPausing = true;
    this.#options.timers.after(PAUSE_MS, () => {
      this.#isPausing = false;
      this.#write();
    });
  }
}

/** A chunk, and what of the sender's memory is given back with it. */
interface Held {
  readonly chunk: Chunk;
  readonly heldBytes: number;
}

function held(chunk: Chunk): Held {
  return { chunk, heldBytes: heldBytesOf(chunk) };
}

function costOf(chunks: readonly Chunk[]): number {
  return chunks.reduce((sum, { bytes, ends }) => sum + bytes.length + ends.length * 4 + FRAME_BYTES, 0);
}
