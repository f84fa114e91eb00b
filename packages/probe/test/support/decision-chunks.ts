import { ByteWriter, type Chunk, decisionRecord, type DecisionRow } from "@probity/core";
import { plainDecision } from "../../../../test/support/decision-row.ts";

/** What keeps a decision longest. */
export const FLAGGED: Partial<DecisionRow> = { age_band: "u14" };

/** A chunk of real decisions, which differ from a plain one by what is given for each. */
export function decisionChunk(firstSeq: number, given: readonly Partial<DecisionRow>[]): Chunk {
  const bytes = new ByteWriter(1024);
  const ends = given.map((changes, index) => {
    decisionRecord.encode(bytes, plainDecision({ ...changes, seq: firstSeq + index }));
    return bytes.length;
  });
  const { name: table, version } = decisionRecord;
  const lastSeq = firstSeq + given.length - 1;
  return { table, version, bytes: bytes.take(), ends: Uint32Array.from(ends), firstSeq, lastSeq };
}

/** The decisions of a chunk. */
export function decisionsIn({ bytes, version }: Chunk): readonly DecisionRow[] {
  return decisionRecord.decode(bytes, version);
}
