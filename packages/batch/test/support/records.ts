import type { Store, StoreEntry } from "@probity/clickhouse";
import {
  ByteWriter,
  type choiceRecord,
  type ChoiceRow,
  decisionRecord,
  type DecisionRow,
  type FeedbackRow,
  type feedbackRecord,
  type InterventionRow,
  type interventionRecord,
  type ListSnapshotRow,
  type listSnapshotRecord,
} from "@probity/core";

import { plainDecision } from "../../../../test/support/decision-row.ts";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** Midnight in China. */
export const START = Date.parse("2026-09-14T00:00:00+08:00");
/** The day that rules look at. */
export const WINDOW = { from: START, to: START + DAY };

/** A pseudonym of a user. */
export function subject(n: number): string {
  return `5${n.toString(16).padStart(63, "0")}`;
}

/** A pseudonym of an item. */
export function item(n: number): string {
  return n.toString(16).padStart(16, "0");
}

/** A UUID. */
export function uuid(n: number): string {
  return `019a0000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;
}

/** Stores decisions: each a change of one at 10:00 with a writer, ids and numbers of its own. */
export async function storeDecisions(store: Store, changes: readonly Partial<DecisionRow>[]): Promise<void> {
  if (changes.length === 0) return;
  batches += 1;
  const bytes = new ByteWriter();
  for (const [n, change] of changes.entries()) {
    const id = uuid(batches * 1_000_000 + n);
    const row = {
      id,
      ts: START + 10 * HOUR,
      seq: n + 1,
      writer: uuid(batches),
      subject: subject(1),
      ...change,
    };
    decisionRecord.encode(bytes, plainDecision(row));
  }
  const { name: table, version } = decisionRecord;
  await store.insertBatch({ table, version, bytes: bytes.take(), token: `batch ${batches}` });
}

let batches = 0;

/** A choice of the first user at 10:00: personalisation off. */
export function choice(about: Partial<ChoiceRow> = {}): StoreEntry<typeof choiceRecord.columns> {
  return {
    ts: START + 10 * HOUR,
    service: "book-feed",
    subject: subject(1),
    key_id: "k1",
    kind: "personalisation_off",
    chosen_at: START + 10 * HOUR,
    outlet: "",
    code: "",
    tag: "0".repeat(16),
    consent_version: "",
    by_guardian: false,
    via: "sdk",
    ...about,
  };
}

/** A complaint of the first user at 10:00. */
export function feedback(about: Partial<FeedbackRow> = {}): StoreEntry<typeof feedbackRecord.columns> {
  const ts = about.ts ?? START + 10 * HOUR;
  return {
    ts,
    service: "book-feed",
    decision: "00000000-0000-0000-0000-000000000000",
    kind: "complaint",
    given_at: ts,
    case_id: "",
    subject: subject(1),
    key_id: "k1",
    item: item(0),
    reason: "unfair",
    dwell_ms: 0,
    outlet: "home",
    actor: "",
    ...about,
  };
}

/** A step of an intervention that may act on the whole day. */
export function step(about: Partial<InterventionRow> = {}): StoreEntry<typeof interventionRecord.columns> {
  return {
    ts: START - HOUR,
    service: "book-feed",
    id: "iv-1",
    step: "proposed",
    actor: "li.wei",
    kind: "pin",
    surface: "feed",
    outlet: "home",
    algorithm: "",
    item: item(0xaa),
    item_id: "9787020002207",
    key_id: "k1",
    rank: 1,
    factor: 1,
    reason: "festival",
    ticket: "OPS-12",
    valid_from: START,
    valid_to: START + DAY,
    two_persons: true,
    ...about,
  };
}

/** The state of a hot list at 9:00. */
export function snapshot(
  about: Partial<ListSnapshotRow> = {},
): StoreEntry<typeof listSnapshotRecord.columns> {
  return {
    ts: START + 9 * HOUR,
    service: "book-feed",
    snapshot: uuid(1),
    list: "hot",
    surface: "hot",
    outlet: "",
    algorithm: "",
    key_id: "k1",
    entries: [
      { item: item(1), score: 9, inputs: [] },
      { item: item(2), score: 8, inputs: [] },
    ],
    interventions: [],
    ...about,
  };
}
