import type { Chunk } from "@probity/core";
import type { Span } from "../protocol.ts";

/** Rows of one table and record version, in order: what one insert takes. */
export type Rows = readonly Chunk[];

/** How many rows there are. */
export function countRows(rows: Rows): number {
  return rows.reduce((sum, { ends }) => sum + ends.length, 0);
}

/** The sequence numbers from the first to the last; between chunks some may be left out. */
export function rangeOf(rows: Rows): { readonly firstSeq: number; readonly lastSeq: number } {
  return { firstSeq: rows[0]?.firstSeq ?? 0, lastSeq: rows.at(-1)?.lastSeq ?? 0 };
}

/** The rows' numbers as ranges of `most` numbers at most, in order: without long runs that are left out. */
export function* windowsOf(
  rows: Rows,
  most: number,
): Generator<{ readonly firstSeq: number; readonly lastSeq: number }> {
  let window: { readonly firstSeq: number; readonly lastSeq: number } | undefined;
  for (const { firstSeq, lastSeq } of rows) {
    const isWithin = window !== undefined && lastSeq - window.firstSeq < most;
    if (window && !isWithin) yield window;
    window = { firstSeq: window && isWithin ? window.firstSeq : firstSeq, lastSeq };
  }
  if (window) yield window;
}

/** How many of the rows have one of these numbers. */
export function countIn(rows: Rows, numbers: ReadonlySet<number>): number {
  if (numbers.size === 0) return 0;
  let count = 0;
  for (const seq of sequenceOf(rows)) if (numbers.has(seq)) count += 1;
  return count;
}

/** The sequence number of each row. */
export function* sequenceOf(rows: Rows): Generator<number> {
  for (const { firstSeq, lastSeq } of rows) for (let seq = firstSeq; seq <= lastSeq; seq += 1) yield seq;
}

/** Two halves; of the same rows always the same ones. There must be two rows or more. */
export function halves(rows: Rows): readonly [Rows, Rows] {
  const first: Chunk[] = [];
  const second: Chunk[] = [];
  let room = countRows(rows) >> 1;
  for (const chunk of rows) {
    const taken = Math.min(room, chunk.ends.length);
    room -= taken;
    if (taken > 0) first.push(slice(chunk, 0, taken));
    if (taken < chunk.ends.length) second.push(slice(chunk, taken, chunk.ends.length));
  }
  return [first, second];
}

/** The rows of a chunk from `from` up to but not including `to`, over the same bytes. */
export function slice(chunk: Chunk, from: number, to: number): Chunk {
  if (from === 0 && to === chunk.ends.length) return chunk;
  const start = chunk.ends[from - 1] ?? 0;
  return {
    ...chunk,
    bytes: chunk.bytes.subarray(start, chunk.ends[to - 1] ?? start),
    ends: chunk.ends.slice(from, to).map((end) => end - start),
    firstSeq: chunk.firstSeq + from,
    lastSeq: chunk.firstSeq + to - 1,
  };
}

/** The rows' sequence numbers as few spans as possible, without those in `but`. */
export function spansOf(rows: Rows, but: ReadonlySet<number> = new Set()): readonly Span[] {
  const spans: { table: string; firstSeq: number; lastSeq: number; rows: number }[] = [];
  const add = (table: string, firstSeq: number, lastSeq: number): void => {
    const last = spans.at(-1);
    const count = lastSeq - firstSeq + 1;
    if (last?.table !== table || last.lastSeq !== firstSeq - 1)
      spans.push({ table, firstSeq, lastSeq, rows: count });
    else {
      last.lastSeq = lastSeq;
      last.rows += count;
    }
  };
  for (const { table, firstSeq, lastSeq } of rows) {
    if (but.size === 0) add(table, firstSeq, lastSeq);
    else for (let seq = firstSeq; seq <= lastSeq; seq += 1) if (!but.has(seq)) add(table, seq, seq);
  }
  return spans;
}
