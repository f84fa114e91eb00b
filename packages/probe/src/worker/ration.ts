import type { Chunk } from "@probity/core";
import { heldBytesOf } from "../protocol.ts";
import { RECORDED_KINDS } from "../record-kinds.ts";
import type { Gap } from "../spool/gap-chunk.ts";
import { keptLongest } from "./kept-longest.ts";

/** A chunk, and what of the sender's memory is given back with it. */
export interface Held {
  readonly chunk: Chunk;
  readonly heldBytes: number;
}

/** What there is room for on the disk, in bytes. */
export interface Room {
  readonly free: number;
  /** Of this, each kind of record leaves a part to what is more worth keeping. */
  readonly capacity: number;
}

/** What becomes of chunks for which there may be no room. */
export interface Ration {
  readonly kept: readonly Held[];
  readonly dropped: readonly Gap[];
  /** Of the sender's memory: that of chunks of which nothing is kept. */
  readonly freedBytes: number;
}

/** What a frame takes beside its rows, at most, in bytes. */
const FRAME_BYTES = 128;

/** All of a chunk. */
export function held(chunk: Chunk): Held {
  return { chunk, heldBytes: heldBytesOf(chunk) };
}

/**
 * Keeps of the chunks what there is room for. Where that gets scarce, one kind after another goes, and of the last one
 * all but the rows that are kept longest.
 */
export function ration(chunks: readonly Chunk[], { free, capacity }: Room): Ration {
  const kept: Held[] = [];
  const dropped: Gap[] = [];
  let freedBytes = 0;
  let left = free;
  for (const chunk of chunks) {
    const isRoomy = left - costOf([chunk]) >= capacity * (LEAVES.get(chunk.table) ?? 0);
    const chosen = isRoomy ? [chunk] : left > 0 ? keptLongest(chunk) : [];
    const parts = costOf(chosen) > left ? [] : chosen;
    left -= costOf(parts);
    dropped.push(...missingIn(chunk, parts));
    const last = parts.at(-1);
    if (!last) freedBytes += heldBytesOf(chunk);
    // All parts are over the chunk's memory, which is free when the last of them has let go of it.
    for (const part of parts) kept.push({ chunk: part, heldBytes: part === last ? heldBytesOf(chunk) : 0 });
  }
  return { kept, dropped, freedBytes };
}

const LEAVES: ReadonlyMap<string, number> = new Map(
  RECORDED_KINDS.map(({ table, leaves }) => [table, leaves]),
);

function missingIn({ table: of, firstSeq, lastSeq }: Chunk, parts: readonly Chunk[]): readonly Gap[] {
  const gaps: Gap[] = [];
  let next = firstSeq;
  for (const part of [...parts, { firstSeq: lastSeq + 1, lastSeq }]) {
    const gap: Gap = { of, firstSeq: next, lastSeq: part.firstSeq - 1, cause: "dropped", detail: "" };
    if (gap.firstSeq <= gap.lastSeq) gaps.push(gap);
    next = part.lastSeq + 1;
  }
  return gaps;
}

function costOf(chunks: readonly Chunk[]): number {
  return chunks.reduce((sum, { bytes, ends }) => sum + bytes.length + ends.length * 4 + FRAME_BYTES, 0);
}
