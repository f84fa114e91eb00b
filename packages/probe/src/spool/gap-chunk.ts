import { ByteWriter, type Chunk, type GapCause, gapRecord } from "@probity/core";
import type { LogIdentity } from "./frame.ts";

/** Records that are missing. */
export interface Gap {
  /** Table in which they are. */
  readonly of: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly cause: GapCause;
  /** A code that says more; empty without one. */
  readonly detail: string;
}

/** Gap records for a log, numbered from `firstSeq` on. `now` in milliseconds since the epoch. */
export function gapChunk(identity: LogIdentity, firstSeq: number, gaps: readonly Gap[], now: number): Chunk {
  const { writer, epoch, service } = identity;
  const bytes = new ByteWriter(gaps.length * 128);
  const ends = gaps.map((gap, index) => {
    gapRecord.encode(bytes, {
      ts: Math.trunc(now),
      seq: firstSeq + index,
      writer,
      epoch,
      service,
      of: gap.of,
      first_seq: gap.firstSeq,
      last_seq: gap.lastSeq,
      rows: gap.lastSeq - gap.firstSeq + 1,
      cause: gap.cause,
      detail: gap.detail,
    });
    return bytes.length;
  });
  const lastSeq = firstSeq + gaps.length - 1;
  const { name: table, version } = gapRecord;
  return { table, version, bytes: bytes.take(), ends: Uint32Array.from(ends), firstSeq, lastSeq };
}
