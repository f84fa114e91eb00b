import type { Chunk } from "@probity/core";
import { decodeHeader } from "./segment-header.ts";
import { crc32c } from "./crc32c.ts";
import type { BatchMark, Frame } from "./frame.ts";
import { SpoolError } from "./errors.ts";

/** Payload length and checksum, before each payload. */
export const FRAME_HEAD_BYTES = 8;
/** No payload is longer: 64 MiB. */
export const MAX_PAYLOAD_BYTES: number = 64 * 1024 * 1024;

const KINDS = { header: 0, chunk: 1, catalog: 2, batch: 3, end: 4 } as const;
/** Kind, length of the table's name, version, first and last number. */
const ROWS_HEAD_BYTES = 1 + 1 + 4 + 8 + 8;
/** Kind, version, length. */
const CATALOG_HEAD_BYTES = 1 + 4 + 4;
const TABLE = /^[a-z][a-z0-9_]{0,63}$/;

/** A frame as it is written: pieces of memory, so that a chunk's rows need no copy. */
export interface EncodedFrame {
  readonly pieces: readonly Uint8Array[];
  readonly length: number;
}

/** Encodes a frame. Throws `INVALID_FRAME` if it is none that could be read back. */
export function encodeFrame(frame: Frame): EncodedFrame {
  const payload = payloadOf(frame);
  const length = payload.reduce((sum, piece) => sum + piece.length, 0);
  if (length > MAX_PAYLOAD_BYTES) {
    throw invalid(frame, `of ${length} bytes; expected ${MAX_PAYLOAD_BYTES} at most`);
  }
  const head = Buffer.allocUnsafe(FRAME_HEAD_BYTES);
  head.writeUInt32LE(length, 0);
  head.writeUInt32LE(
    payload.reduce((crc, piece) => crc32c(piece, crc), 0),
    4,
  );
  return { pieces: [head, ...payload], length: FRAME_HEAD_BYTES + length };
}

function payloadOf(frame: Frame): Uint8Array[] {
  const kind = Buffer.of(KINDS[frame.kind]);
  switch (frame.kind) {
    case "header":
      return [kind, Buffer.from(JSON.stringify(frame.header))];
    case "chunk":
      return [chunkHead(frame.chunk), frame.chunk.bytes];
    case "catalog":
      return [Buffer.concat([kind, uint32(frame.version), uint32(frame.bytes.length)]), frame.bytes];
    case "batch":
      return [Buffer.concat([rowsHead(frame, frame.mark), uint32(frame.mark.rows)])];
    case "end":
      return [kind];
  }
}

function chunkHead(chunk: Chunk): Uint8Array {
  const { ends, bytes, firstSeq, lastSeq } = chunk;
  const frame = { kind: "chunk", chunk } as const;
  if (ends.length === 0 || lastSeq - firstSeq + 1 !== ends.length) {
    throw invalid(frame, `of ${ends.length} rows numbered ${firstSeq} to ${lastSeq}`);
  }
  if (!areEnds(ends, bytes.length)) throw invalid(frame, "whose rows don't end where its bytes do");
  const rows = Buffer.allocUnsafe(ends.length * 4);
  ends.forEach((end, row) => rows.writeUInt32LE(end, row * 4));
  return Buffer.concat([rowsHead(frame, chunk), rows]);
}

function rowsHead({ kind }: Frame, rows: Omit<BatchMark, "rows">): Buffer {
  const { table, version, firstSeq, lastSeq } = rows;
  if (!TABLE.test(table))
    throw new SpoolError("INVALID_FRAME", `a ${kind} frame whose table has no such name`);
  if (!isSequence(firstSeq, lastSeq)) {
    throw new SpoolError("INVALID_FRAME", `a ${kind} frame of the numbers ${firstSeq} to ${lastSeq}`);
  }
  const head = Buffer.alloc(ROWS_HEAD_BYTES + table.length);
  head.writeUInt8(KINDS[kind], 0);
  head.writeUInt8(table.length, 1);
  head.writeUInt32LE(version, 2);
  head.writeBigUInt64LE(BigInt(firstSeq), 6);
  head.writeBigUInt64LE(BigInt(lastSeq), 14);
  head.write(table, ROWS_HEAD_BYTES, "latin1");
  return head;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function invalid({ kind }: Frame, what: string): SpoolError {
  return new SpoolError("INVALID_FRAME", `a ${kind} frame ${what}`);
}

/**
 * The frame at `offset`, with its length; undefined if there is none whose form and checksum are right. Bytes of the
 * frame are views of `bytes`.
 */
export function decodeFrame(bytes: Buffer, offset: number): { frame: Frame; length: number } | undefined {
  const start = offset + FRAME_HEAD_BYTES;
  if (start >= bytes.length) return undefined;
  const length = bytes.readUInt32LE(offset);
  // No frame is empty: a stretch of zeros, with a checksum that would be right, must not pass for frames.
  if (length === 0 || length > MAX_PAYLOAD_BYTES || length > bytes.length - start) return undefined;
  const payload = bytes.subarray(start, start + length);
  // The form first: it costs little, and where frames are searched for, most offsets fail it.
  const frame = decodePayload(payload);
  if (!frame || crc32c(payload) !== bytes.readUInt32LE(offset + 4)) return undefined;
  return { frame, length: FRAME_HEAD_BYTES + length };
}

function decodePayload(payload: Buffer): Frame | undefined {
  switch (payload.readUInt8(0)) {
    case KINDS.header:
      return decodeHeader(payload.subarray(1));
    case KINDS.chunk:
      return decodeChunk(payload);
    case KINDS.catalog:
      return decodeCatalog(payload);
    case KINDS.batch:
      return decodeMark(payload);
    case KINDS.end:
      return payload.length === 1 ? { kind: "end" } : undefined;
    default:
      return undefined;
  }
}

type RowsHead = Omit<BatchMark, "rows"> & { readonly length: number };

function decodeRowsHead(payload: Buffer): RowsHead | undefined {
  const length = ROWS_HEAD_BYTES + (payload[1] ?? 0);
  if (payload.length < length) return undefined;
  const firstSeq = Number(payload.readBigUInt64LE(6));
  const lastSeq = Number(payload.readBigUInt64LE(14));
  const table = payload.toString("latin1", ROWS_HEAD_BYTES, length);
  if (!isSequence(firstSeq, lastSeq) || !TABLE.test(table)) return undefined;
  return { table, version: payload.readUInt32LE(2), firstSeq, lastSeq, length };
}

function decodeChunk(payload: Buffer): Frame | undefined {
  const head = decodeRowsHead(payload);
  if (!head) return undefined;
  const { length, ...chunk } = head;
  const rows = chunk.lastSeq - chunk.firstSeq + 1;
  if (payload.length - length < rows * 4) return undefined;
  const ends = new Uint32Array(rows);
  for (let row = 0; row < rows; row += 1) ends[row] = payload.readUInt32LE(length + row * 4);
  const bytes = viewOf(payload, length + rows * 4);
  return areEnds(ends, bytes.length) ? { kind: "chunk", chunk: { ...chunk, bytes, ends } } : undefined;
}

// It says its length once more, so that a search through other data doesn't take much for a catalog.
function decodeCatalog(payload: Buffer): Frame | undefined {
  if (payload.length < CATALOG_HEAD_BYTES) return undefined;
  const bytes = payload.subarray(CATALOG_HEAD_BYTES);
  if (payload.readUInt32LE(5) !== bytes.length) return undefined;
  return { kind: "catalog", version: payload.readUInt32LE(1), bytes };
}

function decodeMark(payload: Buffer): Frame | undefined {
  const head = decodeRowsHead(payload);
  if (head?.length !== payload.length - 4) return undefined;
  const { length, ...mark } = head;
  return { kind: "batch", mark: { ...mark, rows: payload.readUInt32LE(length) } };
}

function viewOf(payload: Buffer, from: number): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, length } = payload.subarray(from);
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, length);
}

function isSequence(first: number, last: number): boolean {
  return Number.isSafeInteger(last) && first >= 1 && first <= last;
}

function areEnds(ends: Uint32Array, length: number): boolean {
  let before = 0;
  for (const end of ends) {
    if (end < before) return false;
    before = end;
  }
  return before === length;
}
