import type { TimeWindow } from "@probity/clickhouse";
import type { Chunk } from "@probity/core";
import { ALL_KINDS, type RecordKind } from "../record-kinds.ts";
import { SpoolError } from "../spool/errors.ts";
import { slice } from "../worker/rows.ts";

/** Bytes of the column types that may come before a record's time. */
const WIDTHS: ReadonlyMap<unknown, number> = new Map([
  ["UUID", 16],
  ["DateTime64(3, 'UTC')", 8],
]);

/** Where in a row its time is: the columns before it are of a fixed width, in every version. */
const TIME_AT: ReadonlyMap<string, number> = new Map(
  ALL_KINDS.map(({ table, columns }) => [table, offsetOfTime(columns)]),
);

function offsetOfTime(columns: RecordKind["columns"]): number {
  let offset = 0;
  for (const [name, { type }] of Object.entries(columns)) {
    if (name === "ts") return offset;
    offset += WIDTHS.get(type) ?? Number.NaN;
  }
  return Number.NaN;
}

/**
 * The rows of a chunk whose time, the column `ts`, lies within the window, as chunks that leave no number out. The time
 * is read where it is: to decode a decision costs a hundred times as much. Throws `CORRUPT` for rows too short for one.
 */
export function rowsInWindow(
  chunk: Chunk,
  { from = -Infinity, to = Infinity }: TimeWindow,
): readonly Chunk[] {
  if (from === -Infinity && to === Infinity) return [chunk];
  const runs: Chunk[] = [];
  let start = 0;
  for (let row = 0; row <= chunk.ends.length; row += 1) {
    const time = row < chunk.ends.length ? timeOf(chunk, row) : Number.NaN;
    if (time >= from && time < to) continue;
    if (row > start) runs.push(slice(chunk, start, row));
    start = row + 1;
  }
  return runs;
}

function timeOf({ table, bytes, ends, firstSeq }: Chunk, row: number): number {
  const at = (ends[row - 1] ?? 0) + (TIME_AT.get(table) ?? Number.NaN);
  if (!(at + 8 <= (ends[row] ?? 0))) {
    throw new SpoolError("CORRUPT", `${table}: record ${firstSeq + row} has no time in it`);
  }
  return Number(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigInt64(at, true));
}
