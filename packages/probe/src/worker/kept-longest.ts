import {
  type Chunk,
  decisionRecord,
  type DecisionRow,
  feedbackRecord,
  type FeedbackRow,
} from "@probity/core";
import { slice } from "./rows.ts";

/** Whether a decision is among those that are dropped last: one in which rules or persons had a part, or a minor's. */
export function isKeptLongest(decision: DecisionRow): boolean {
  const { findings, holds, mode, interventions, age_band, minor_mode } = decision;
  const isMinors = minor_mode || age_band === "u14" || age_band === "14-15" || age_band === "16-17";
  const isRuled = findings.length > 0 || holds.length > 0 || mode !== "as_requested";
  return isMinors || isRuled || interventions.length > 0;
}

/** Whether a feedback is among those that are dropped last: of a case, which has clocks that run. */
export function isOfCase({ kind }: FeedbackRow): boolean {
  return kind !== "not_interested" && kind !== "dwell";
}

/**
 * The rows of a chunk that are kept longest, as chunks that leave no number out, in order: some decisions and feedback, and
 * nothing else. Decoding costs some microseconds a row, and is paid only while the disk is nearly full.
 */
export function keptLongest(chunk: Chunk): readonly Chunk[] {
  const isKept = keepingOf(chunk);
  const kept: Chunk[] = [];
  let start = 0;
  for (let row = 0; row <= isKept.length; row += 1) {
    if (isKept[row] === true) continue;
    if (row > start) kept.push(slice(chunk, start, row));
    start = row + 1;
  }
  return kept;
}

function keepingOf({ table, bytes, version }: Chunk): readonly boolean[] {
  if (table === decisionRecord.name) return decisionRecord.decode(bytes, version).map(isKeptLongest);
  if (table === feedbackRecord.name) return feedbackRecord.decode(bytes, version).map(isOfCase);
  return [];
}
