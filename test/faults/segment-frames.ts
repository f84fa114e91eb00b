import { readFileSync } from "node:fs";

// Reads segments on its own, so that a mistake in the spool's reader can't hide in here as well.

const MAGIC_BYTES = 8;
const HEAD_BYTES = 8;
const CHUNK = 1;

/** A chunk of records in a segment's file. */
export interface ChunkFrame {
  readonly offset: number;
  /** Of the whole frame, its head included. */
  readonly length: number;
  readonly table: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** The chunks of an intact segment, in order; without what was cut off in the middle at its end. */
export function chunksIn(file: string): ChunkFrame[] {
  const bytes = readFileSync(file);
  const chunks: ChunkFrame[] = [];
  for (let offset = MAGIC_BYTES; offset + HEAD_BYTES < bytes.length;) {
    const length = HEAD_BYTES + bytes.readUInt32LE(offset);
    if (offset + length > bytes.length || length === HEAD_BYTES) break;
    const payload = bytes.subarray(offset + HEAD_BYTES, offset + length);
    if (payload[0] === CHUNK) chunks.push({ offset, length, ...rowsOf(payload) });
    offset += length;
  }
  return chunks;
}

// Kind, length of the table's name, version, first and last number, name.
function rowsOf(payload: Buffer): Pick<ChunkFrame, "table" | "firstSeq" | "lastSeq"> {
  return {
    table: payload.toString("latin1", 22, 22 + (payload[1] ?? 0)),
    firstSeq: Number(payload.readBigUInt64LE(6)),
    lastSeq: Number(payload.readBigUInt64LE(14)),
  };
}
