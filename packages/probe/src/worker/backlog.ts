import type { Chunk } from "@probity/core";
import { type BatchLimits, heldBytesOf } from "../protocol.ts";
import type { Place } from "../spool/frame.ts";
import type { Range } from "../spool/number-set.ts";
import type { MemoryBudget } from "./memory-budget.ts";
import type { Rows } from "./rows.ts";

/** A chunk that waits to be stored. */
export interface Parcel {
  readonly chunk: Chunk;
  /** Where it is spooled; undefined when it is in memory alone. */
  readonly place: Place | undefined;
  /** Of the sender's memory, given back when it is stored; 0 when that was done before. */
  readonly heldBytes: number;
}

/** A part of a segment: whole frames, so many of which are chunks of the table in question. */
export interface Stretch extends Place {
  readonly chunks: number;
}

/** Chunks of one table that are on disk alone, in order. */
export interface Run {
  readonly table: string;
  readonly version: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly rows: number;
  readonly bytes: number;
  readonly stretches: readonly Stretch[];
  /** Numbers between the first and the last of which it has no record. */
  readonly holes: readonly Range[];
  /** Its log says that it is a batch: it was or may have been sent before, just as it is. */
  readonly isMarked: boolean;
  /** Its rows may have been sent before, in whatever batch. */
  readonly isUncertain: boolean;
}

/** What goes into one insert. Its range, and so its token, stays the same however often it is sent. */
export type Batch =
  | { readonly kind: "parcels"; readonly parcels: readonly Parcel[] }
  | { readonly kind: "run"; readonly run: Run };

export interface BacklogOptions {
  readonly limits: BatchLimits;
  /** Parcels that are spooled are kept in memory, too, as far as this goes. */
  readonly memory: MemoryBudget;
}

interface Waiting {
  readonly parcel: Parcel;
  /** Which chunk it is, counted from the first that ever came. */
  readonly order: number;
  readonly since: number;
}

interface WaitingRun {
  readonly run: Run;
  /** Of its oldest chunk. */
  readonly order: number;
  /** Of its newest chunk. */
  readonly lastOrder: number;
}

/**
 * What waits to be stored of one table. What came last is in memory as far as there is room; what found none is on
 * disk, and is read again when its turn comes. The two take turns, so that what happens now is not kept waiting by
 * what an outage left behind.
 *
 * A batch is of chunks that came one after the other: so no two batches reach into each other, and each is known by its
 * first and its last number. Numbers that no chunk has may be left out in it.
 */
export class Backlog {
  readonly #options: BacklogOptions;
  readonly #live: Waiting[] = [];
  readonly #runs: WaitingRun[] = [];
  #rows = 0;
  #bytes = 0;
  #isRunNext = false;

  constructor(options: BacklogOptions) {
    this.#options = options;
  }

  get isEmpty(): boolean {
    return this.#live.length === 0 && this.#runs.length === 0;
  }

  /** The order of the oldest chunk that waits, `Infinity` when none does. */
  get oldest(): number {
    return Math.min(this.#live[0]?.order ?? Infinity, this.#runs[0]?.order ?? Infinity);
  }

  /** `order` grows with each chunk. */
  push(parcel: Parcel, order: number, now: number): void {
    const heldBytes = heldBytesOf(parcel.chunk);
    const { memory } = this.#options;
    // What is not safe on disk has to stay in memory.
    if (parcel.place && !memory.hasRoom(heldBytes) && parcel.heldBytes === 0) {
      this.pushRun(runOf(parcel.chunk, parcel.place), order);
      return;
    }
    this.#live.push({ parcel, order, since: now });
    this.#rows += parcel.chunk.ends.length;
    this.#bytes += parcel.chunk.bytes.length;
    memory.take(heldBytes);
  }

  /** Adds what is on disk alone; joins it to the last run where both fit into one batch. */
  pushRun(run: Run, order: number): void {
    const last = this.#runs.at(-1);
    const joined = last?.lastOrder === order - 1 ? this.#joined(last.run, run) : undefined;
    if (last && joined) this.#runs[this.#runs.length - 1] = { ...last, run: joined, lastOrder: order };
    else this.#runs.push({ run, order, lastOrder: order });
  }

  /** Milliseconds until a batch is due, 0 when one is. */
  dueIn(now: number): number {
    if (this.#runs.length > 0) return 0;
    const [oldest] = this.#live;
    if (!oldest) return Infinity;
    const { maxRows, maxBytes, maxWaitMs } = this.#options.limits;
    if (this.#rows >= maxRows || this.#bytes >= maxBytes) return 0;
    return Math.max(0, oldest.since + maxWaitMs - now);
  }

  /** Takes out the next batch: as much as the limits allow, of one record version. */
  take(): Batch | undefined {
    const isRunNext = this.#runs.length > 0 && (this.#isRunNext || this.#live.length === 0);
    this.#isRunNext = !isRunNext;
    const run = isRunNext ? this.#runs.shift()?.run : undefined;
    if (run) return { kind: "run", run };
    const parcels = this.#takeLive();
    return parcels.length > 0 ? { kind: "parcels", parcels } : undefined;
  }

  #takeLive(): readonly Parcel[] {
    const { limits, memory } = this.#options;
    const { maxRows, maxBytes } = limits;
    const [first] = this.#live;
    let count = 0;
    let rows = 0;
    let bytes = 0;
    for (const { parcel, order } of this.#live) {
      const { chunk } = parcel;
      const isOver = rows + chunk.ends.length > maxRows || bytes + chunk.bytes.length > maxBytes;
      const isNext = order === (first?.order ?? 0) + count && chunk.version === first?.parcel.chunk.version;
      if (!isNext || (count > 0 && isOver)) break;
      count += 1;
      rows += chunk.ends.length;
      bytes += chunk.bytes.length;
      memory.give(heldBytesOf(chunk));
    }
    this.#rows -= rows;
    this.#bytes -= bytes;
    return this.#live.splice(0, count).map(({ parcel }) => parcel);
  }

  #joined(last: Run, next: Run): Run | undefined {
    const { maxRows, maxBytes } = this.#options.limits;
    const rows = last.rows + next.rows;
    const bytes = last.bytes + next.bytes;
    if (last.isMarked || next.isMarked || last.version !== next.version) return undefined;
    return rows > maxRows || bytes > maxBytes ? undefined : joinedRun(last, next);
  }
}

/** Both in one; the numbers of the next one come after those of the last. */
export function joinedRun(last: Run, next: Run): Run {
  const end = last.stretches.at(-1);
  const [start, ...more] = next.stretches;
  const between = end && start && adjoined(end, start);
  const stretches = between
    ? [...last.stretches.slice(0, -1), between, ...more]
    : [...last.stretches, ...next.stretches];
  const isApart = next.firstSeq > last.lastSeq + 1;
  const hole = isApart ? [{ first: last.lastSeq + 1, last: next.firstSeq - 1 }] : [];
  return {
    ...last,
    lastSeq: next.lastSeq,
    rows: last.rows + next.rows,
    bytes: last.bytes + next.bytes,
    stretches,
    holes: [...last.holes, ...hole, ...next.holes],
    isUncertain: last.isUncertain || next.isUncertain,
  };
}

function adjoined(last: Stretch, next: Stretch): Stretch | undefined {
  if (last.segment !== next.segment || last.offset + last.length !== next.offset) return undefined;
  return { ...last, length: last.length + next.length, chunks: last.chunks + next.chunks };
}

/** A run of one chunk. */
export function runOf({ table, version, firstSeq, lastSeq, bytes, ends }: Chunk, place: Place): Run {
  return {
    table,
    version,
    firstSeq,
    lastSeq,
    rows: ends.length,
    bytes: bytes.length,
    stretches: [{ ...place, chunks: 1 }],
    holes: [],
    isMarked: false,
    isUncertain: false,
  };
}

/** The same rows, in memory no more if all of them are safe on disk. */
export function onDisk(batch: Batch): Batch {
  if (batch.kind === "run") return batch;
  const runs = batch.parcels.flatMap(({ chunk, place, heldBytes }) =>
    place && heldBytes === 0 ? [runOf(chunk, place)] : [],
  );
  const [first, ...others] = runs;
  if (!first || runs.length < batch.parcels.length) return batch;
  return { kind: "run", run: others.reduce(joinedRun, first) };
}

/** Where the rows of a batch are on disk. */
export function stretchesOf(batch: Batch): readonly Stretch[] {
  if (batch.kind === "run") return batch.run.stretches;
  return batch.parcels.flatMap(({ place }) => (place ? [{ ...place, chunks: 1 }] : []));
}

/** The rows of parcels. */
export function rowsOf(parcels: readonly Parcel[]): Rows {
  return parcels.map(({ chunk }) => chunk);
}
