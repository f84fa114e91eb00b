import type { Chunk } from "@probity/core";
import { type BatchLimits, heldBytesOf, type Span } from "../protocol.ts";

/** Rows that go into one insert. Its span, and so its token, stays the same however often it is sent. */
export interface Batch {
  readonly span: Span;
  /** Record version of the rows. */
  readonly version: number;
  readonly chunks: readonly Chunk[];
}

interface Waiting {
  readonly chunk: Chunk;
  readonly since: number;
}

/**
 * Chunks of one table that wait to be stored, oldest first. Batches are made when there is a way to send them, so
 * that what gathered in an outage leaves in few large batches, not in many small ones.
 */
export class Backlog {
  readonly #limits: BatchLimits;
  readonly #waiting: Waiting[] = [];
  #rows = 0;
  #bytes = 0;

  constructor(limits: BatchLimits) {
    this.#limits = limits;
  }

  push(chunk: Chunk, now: number): void {
    this.#waiting.push({ chunk, since: now });
    this.#rows += chunk.ends.length;
    this.#bytes += chunk.bytes.length;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Milliseconds until a batch is due, 0 when one is. */
  dueIn(now: number): number {
    const [oldest] = this.#waiting;
    if (!oldest) return Infinity;
    const { maxRows, maxBytes, maxWaitMs } = this.#limits;
    if (this.#rows >= maxRows || this.#bytes >= maxBytes) return 0;
    return Math.max(0, oldest.since + maxWaitMs - now);
  }

  /** Takes out the next batch: whole chunks, as many as the limits allow, of one record version. */
  take(): Batch | undefined {
    const first = this.#waiting[0]?.chunk;
    if (!first) return undefined;
    let count = 0;
    let rows = 0;
    let bytes = 0;
    for (const { chunk } of this.#waiting) {
      const isOver =
        rows + chunk.ends.length > this.#limits.maxRows || bytes + chunk.bytes.length > this.#limits.maxBytes;
      if (chunk.version !== first.version || (count > 0 && isOver)) break;
      count += 1;
      rows += chunk.ends.length;
      bytes += chunk.bytes.length;
    }
    this.#rows -= rows;
    this.#bytes -= bytes;
    return batchOf(
      this.#waiting.splice(0, count).map(({ chunk }) => chunk),
      first,
    );
  }
}

function batchOf(chunks: readonly Chunk[], { table, version, firstSeq }: Chunk): Batch {
  let rows = 0;
  let heldBytes = 0;
  let lastSeq = firstSeq;
  for (const chunk of chunks) {
    rows += chunk.ends.length;
    heldBytes += heldBytesOf(chunk);
    lastSeq = chunk.lastSeq;
  }
  return { span: { table, firstSeq, lastSeq, rows, heldBytes }, version, chunks };
}
