import type { Chunk } from "@probity/core";
import { type BatchLimits, heldBytesOf } from "../protocol.ts";
import type { Place } from "../spool/log.ts";
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

/** Chunks of one table that are on disk alone. No number is left out between them. */
export interface Run {
  readonly table: string;
  readonly version: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly rows: number;
  readonly bytes: number;
  readonly stretches: readonly Stretch[];
  /** It was or may have been sent before, just as it is. */
  readonly isMarked: boolean;
}

/** What goes into one insert. Its range, and so its token, stays the same however often it is sent. */
export type Batch =
  | { readonly kind: "parcels"; readonly parcels: readonly Parcel[] }
  | { readonly kind: "run"; readonly run: Run };

export interface BacklogOptions {
  readonly limits: BatchLimits;
  /** Parcels that are spooled are kept in memory, too, up to so many bytes. */
  readonly memoryBytes: number;
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
}

/**
 * What waits to be stored of one table. What came last is in memory as far as there is room; what found none is on
 * disk, and is read again when its turn comes. The two take turns, so that what happens now is not kept waiting by
 * what an outage left behind.
 */
export class Backlog {
  readonly #options: BacklogOptions;
  readonly #live: Waiting[] = [];
  readonly #runs: WaitingRun[] = [];
  #rows = 0;
  #bytes = 0;
  #heldBytes = 0;
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
    if (parcel.place && this.#heldBytes + heldBytes > this.#options.memoryBytes) {
      this.pushRun(runOf(parcel.chunk, parcel.place), order);
      return;
    }
    this.#live.push({ parcel, order, since: now });
    this.#rows += parcel.chunk.ends.length;
    this.#bytes += parcel.chunk.bytes.length;
    this.#heldBytes += heldBytes;
  }

  /** Adds what is on disk alone; joins it to the last run where both fit into one batch. */
  pushRun(run: Run, order: number): void {
    const last = this.#runs.at(-1);
    const joined = last && this.#joined(last.run, run);
    if (joined) this.#runs[this.#runs.length - 1] = { ...last, run: joined };
    else this.#runs.push({ run, order });
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
    const { maxRows, maxBytes } = this.#options.limits;
    const version = this.#live[0]?.parcel.chunk.version;
    let count = 0;
    let rows = 0;
    let bytes = 0;
    for (const { parcel } of this.#live) {
      const { chunk } = parcel;
      const isOver = rows + chunk.ends.length > maxRows || bytes + chunk.bytes.length > maxBytes;
      if (chunk.version !== version || (count > 0 && isOver)) break;
      count += 1;
      rows += chunk.ends.length;
      bytes += chunk.bytes.length;
      this.#heldBytes -= heldBytesOf(chunk);
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
    if (rows > maxRows || bytes > maxBytes || next.firstSeq !== last.lastSeq + 1) return undefined;
    return joinedRun(last, next);
  }
}

/** Both in one. */
export function joinedRun(last: Run, next: Run): Run {
  const end = last.stretches.at(-1);
  const [start, ...more] = next.stretches;
  const between = end && start && adjoined(end, start);
  const stretches = between
    ? [...last.stretches.slice(0, -1), between, ...more]
    : [...last.stretches, ...next.stretches];
  return {
    ...last,
    lastSeq: next.lastSeq,
    rows: last.rows + next.rows,
    bytes: last.bytes + next.bytes,
    stretches,
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
    isMarked: false,
  };
}

/** The rows of parcels. */
export function rowsOf(parcels: readonly Parcel[]): Rows {
  return parcels.map(({ chunk }) => chunk);
}
