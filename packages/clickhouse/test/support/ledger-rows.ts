import {
  ByteWriter,
  type ChoiceRow,
  type Columns,
  type ControlChangeRow,
  type FeedbackRow,
  type FindingRow,
  type InterventionRow,
  type RecordTable,
  type RowOf,
} from "@probity/core";

import type { Batch } from "../../src/index.ts";
import { DAY, idAt, subject, WRITER } from "./rows.ts";

export const HOUR = 3_600_000;

const BY = { writer: WRITER, epoch: 1, service: "book-feed", key_id: "k1" };
const NIL = "00000000-0000-0000-0000-000000000000";

/** A step of the intervention `iv-1`, a pin that may act from an hour after its proposal to a day after. */
export function step(seq: number, about: Partial<InterventionRow> = {}): InterventionRow {
  return {
    ...BY,
    ts: DAY + seq,
    seq,
    id: "iv-1",
    step: "proposed",
    actor: "li.wei",
    kind: "pin",
    surface: "feed",
    outlet: "home",
    algorithm: "",
    item: "00000000000000aa",
    item_id: "9787020002207",
    rank: 1,
    factor: 1,
    reason: "festival",
    ticket: "OPS-12",
    valid_from: DAY + HOUR,
    valid_to: DAY + 24 * HOUR,
    two_persons: true,
    ...about,
  };
}

/** A choice of the first subject, with what the test is about: personalisation off. */
export function choice(seq: number, about: Partial<ChoiceRow> = {}): ChoiceRow {
  return {
    ...BY,
    ts: DAY + seq,
    seq,
    subject: subject(1),
    kind: "personalisation_off",
    chosen_at: DAY + seq,
    outlet: "",
    code: "",
    tag: "0".repeat(16),
    consent_version: "",
    by_guardian: false,
    via: "sdk",
    ...about,
  };
}

/** What a user said, with what the test is about: a complaint in the case `c-1`. */
export function feedback(seq: number, about: Partial<FeedbackRow> = {}): FeedbackRow {
  return {
    ...BY,
    ts: DAY + seq,
    seq,
    decision: NIL,
    kind: "complaint",
    given_at: about.ts ?? DAY + seq,
    case_id: "c-1",
    subject: subject(1),
    item: "0".repeat(16),
    reason: "unfair",
    dwell_ms: 0,
    outlet: "home",
    actor: "",
    ...about,
  };
}

/** A finding on stored records, without what its writer fills in. */
export function batchFinding(
  about: Partial<FindingRow> = {},
): Omit<FindingRow, "ts" | "seq" | "writer" | "epoch"> {
  return {
    service: "book-feed",
    run: idAt(DAY, 7),
    rule: "C01",
    rule_version: 1,
    rules: "cn@2",
    severity: "high",
    action: "warn",
    from: DAY,
    to: DAY + 24 * HOUR,
    algorithm: "feed",
    outlet: "home",
    about: "group:new",
    measures: [{ name: "ratio", value: 1.5 }],
    explanation_zh: "疑似",
    explanation_en: "suspected",
    query: "SELECT 1",
    parameters: "{}",
    ...about,
  };
}

/** A change of what rule M02 does, with what the test is about. */
export function change(seq: number, about: Partial<ControlChangeRow> = {}): ControlChangeRow {
  return {
    writer: WRITER,
    epoch: 1,
    service: "book-feed",
    ts: DAY + seq,
    seq,
    change: idAt(DAY, 1),
    step: "requested",
    source: "table",
    who: "li.wei",
    reason: "trial",
    target: "rule",
    rule: "M02",
    outlet: "",
    from: "observe",
    to: "enforce",
    requested_at: DAY,
    ...about,
  };
}

/** Rows of a ledger as a batch, as a probe sends it. */
export function ledgerBatchOf<C extends Columns>(table: RecordTable<C>, rows: readonly RowOf<C>[]): Batch {
  const bytes = new ByteWriter();
  for (const row of rows) table.encode(bytes, row);
  return { table: table.name, version: table.version, bytes: bytes.take(), token: crypto.randomUUID() };
}
