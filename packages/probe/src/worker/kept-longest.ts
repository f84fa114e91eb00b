import { type Chunk, decisionRecord, type DecisionRow } from "@probity/core";
import { slice } from "./rows.ts";

/** Whether a decision is among those that are dropped last: with a finding, with an intervention, or a minor's. */
export function isKeptLongest({ findings, interventions, age_band, minor_mode }: DecisionRow): boolean {
  const isMinors = minor_mode || age_band === "u14" || age_band === "14-15" || age_band === "16-17";
  return isMinors || findings.length > 0 || interventions.length > 0;
}

/**
 * The rows of a chunk that are kept longest, as chunks that leave no number out, in order: some decisions, and nothing
 * else. Decoding costs some microseconds a row, and is paid only while the disk is nearly full.
 */
export function keptLongest(chunk: Chunk): readonly Chunk[] {
  if (chunk.table !== decisionRecord.name) return [];
  const rows = decisionRecord.decode(chunk.bytes, chunk.version);
  const kept: Chunk[] = [];
  let start = 0;
  for (let row = 0; row <= rows.length; row += 1) {
    const decision = rows[row];
    if (decision && isKeptLongest(decision)) continue;
    if (row > start) kept.push(slice(chunk, start, row));
    start = row + 1;
  }
  return kept;
}
