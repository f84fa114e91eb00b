import type { Chunk } from "@probity/core";

interface ChunkParts {
  readonly rows?: number;
  readonly firstSeq?: number;
  readonly bytesPerRow?: number;
  /** What the buffer has room for. @default what is filled */
  readonly capacity?: number;
  readonly table?: string;
  readonly version?: number;
}

/** A chunk of rows that begin with their sequence number, in four bytes where they have as many. */
export function chunk(parts: ChunkParts = {}): Chunk {
  const { rows = 1, firstSeq = 1, bytesPerRow = 10, table = "decisions", version = 1 } = parts;
  const { capacity = rows * bytesPerRow } = parts;
  const bytes = new Uint8Array(new ArrayBuffer(capacity), 0, rows * bytesPerRow);
  const ends = new Uint32Array(rows);
  const view = new DataView(bytes.buffer);
  for (let row = 0; row < rows; row += 1) {
    const start = row * bytesPerRow;
    bytes.fill((firstSeq + row) & 0xff, start, start + bytesPerRow);
    if (bytesPerRow >= 4) view.setUint32(start, firstSeq + row, true);
    ends[row] = start + bytesPerRow;
  }
  return { table, version, bytes, ends, firstSeq, lastSeq: firstSeq + rows - 1 };
}
