import { readdirSync } from "node:fs";
import { expect } from "vitest";
import type { BodyFrame, LogIdentity } from "../../../src/spool/frame.ts";
import { type Gap, gapChunk } from "../../../src/spool/gap-chunk.ts";
import { type LogOptions, SpoolLog } from "../../../src/spool/log.ts";
import type { Recovered } from "../../../src/spool/recovered.ts";
import { chunk } from "../../support/chunks.ts";

export const WRITER = "5c0ba1b2-9d6b-4a3c-8a58-f1f5ff1d4c9a";
export const identity: LogIdentity = { writer: WRITER, epoch: 1, service: "book-feed" };

/** Options of a log with room for everything, in which nothing may go wrong. */
export function optionsOf(directory: string, given: Partial<LogOptions> = {}): LogOptions {
  return {
    ...identity,
    directory,
    segmentBytes: 1024 * 1024,
    fsync: "os",
    maxBytes: 1024 * 1024 * 1024,
    now: () => 1_700_000_000_000,
    onFault: (fault) => expect.unreachable(String(fault)),
    ...given,
  };
}

export function openLog(directory: string, given: Partial<LogOptions> = {}): SpoolLog {
  return SpoolLog.open(optionsOf(directory, given)).log;
}

/** A frame of decisions with these numbers, ten bytes each. */
export function decisions(firstSeq: number, lastSeq: number = firstSeq): BodyFrame {
  return records("decisions", firstSeq, lastSeq);
}

/** A frame of records of a table with these numbers, ten bytes each. */
export function records(table: string, firstSeq: number, lastSeq: number = firstSeq): BodyFrame {
  return { kind: "chunk", chunk: chunk({ table, firstSeq, rows: lastSeq - firstSeq + 1 }) };
}

/** A frame of one gap record with the number `seq`, for decisions with these numbers. */
export function gap(seq: number, firstSeq: number, lastSeq: number, given: Partial<Gap> = {}): BodyFrame {
  const row: Gap = { of: "decisions", firstSeq, lastSeq, cause: "dropped", detail: "", ...given };
  return { kind: "chunk", chunk: gapChunk(identity, seq, [row], 1_700_000_000_000) };
}

/** The names of the segments in a directory. */
export function segmentsIn(directory: string): string[] {
  return readdirSync(directory).filter((name) => /\.(open|seg)$/.test(name));
}

/** The numbers of the decisions that a log holds, as pairs of first and last. */
export function numbersIn({ chunks }: Recovered, table = "decisions"): (readonly [number, number])[] {
  return chunks
    .filter((each) => each.table === table)
    .map(({ firstSeq, lastSeq }) => [firstSeq, lastSeq] as const);
}
