import { type EncodedCells, encodeFeatures } from "./cells.ts";
import { CoreError } from "./errors.ts";
import type { DetailFacts } from "./details.ts";
import { OPENING_COLUMNS } from "./opening.ts";
import type { ByteWriter } from "./record/byte-writer.ts";
import { type Codec, codecOf } from "./record/codec.ts";
import { decisionColumns } from "./record/decision-columns.ts";
import { decisionRecord, type DecisionRow, type HoldRow, type Outcome } from "./record/decision-record.ts";
import type { RecordedDecision } from "./recorded-decision.ts";
import type { Finding } from "./rule-port.ts";
import { SUBJECT_COLUMNS, subjectCells } from "./shared-cells.ts";

/** What a row holds beside the decision itself and its number. */
export interface RowExtras {
  readonly writerCells: EncodedCells;
  readonly findings: readonly Finding[];
  readonly holds: readonly HoldRow[];
  readonly isPersonalised: boolean;
  readonly outcome: Outcome;
  readonly status: number;
}

type ColumnName = keyof DecisionRow;
type Step = (to: ByteWriter, seq: number, decision: RecordedDecision, extras: RowExtras) => void;

/** One column through its codec. */
type Plain = { [K in ColumnName]?: (decision: RecordedDecision, extras: RowExtras) => DecisionRow[K] };

const plain: Plain = {
  unregistered: (decision) => decision.unregistered,
  interventions: (decision) => decision.interventions,
  findings: (_, extras) => extras.findings,
  outcome: (_, extras) => extras.outcome,
  status: (_, extras) => extras.status,
  input_faults: (decision) => decision.inputFaults,
};

/** Columns that are encoded by hand or were encoded before: where the request path is won. */
const byHand: readonly { readonly columns: readonly ColumnName[]; readonly write: Step }[] = [
  {
    columns: ["id", "ts", "seq", "took_us"],
    write: (to, seq, decision) => {
      decision.uuid.encodeTo(to);
      to.i64(decision.openedAt);
      to.i64(seq);
      to.u32(atMost(0xffff_ffff, decision.elapsedUs()));
    },
  },
  {
    columns: ["writer", "epoch", "service", "catalog"],
    write: (to, _seq, _decision, extras) => extras.writerCells.encodeTo(to),
  },
  {
    columns: ["trace_id", "span_id", "parent"],
    write: (to, _, decision) => decision.context.encodeTo(to),
  },
  { columns: OPENING_COLUMNS, write: (to, _, decision) => decision.opening.cells.encodeTo(to) },
  { columns: ["subject", "key_id"], write: (to, _, decision) => encodePseudonym(to, decision) },
  {
    columns: SUBJECT_COLUMNS,
    write: (to, _, decision) => subjectCells(decision.subject).encodeTo(to),
  },
  {
    columns: ["features_read", "features_declared", "features_span"],
    write: (to, _, decision) => encodeFeatures(to, decision.bits),
  },
  {
    columns: ["personalised", "tags_used"],
    write: (to, _, decision, extras) => {
      to.u8(extras.isPersonalised ? 1 : 0);
      to.u16(atMost(0xffff, decision.tagsUsed.length));
    },
  },
  { columns: ["calls"], write: (to, _, decision) => encodeCalls(to, decision.calls) },
  {
    columns: ["parent_via", "spans"],
    write: (to, _, decision) => {
      to.u8(PARENT_VIA[decision.context.parentVia]);
      encodeSpans(to, decision.spans);
    },
  },
  {
    columns: ["mode", "holds", "items_held"],
    write: (to, _, decision, extras) => encodeHolds(to, decision, extras),
  },
  {
    columns: ["use_today_s", "use_continuous_s"],
    write: (to, _, { subject }) => {
      encodeSeconds(to, subject.useTodaySec);
      encodeSeconds(to, subject.useContinuousSec);
    },
  },
  {
    columns: ["pool", "significant", "explanation", "review_route", "refusal", "notice"],
    write: (to, _, decision) => encodeDetails(to, decision.details),
  },
  {
    columns: ["cohorts", "prices"],
    write: (to, _, decision) => {
      encodeList(to, cohortsCodec, decision.subject.cohorts);
      encodeList(to, pricesCodec, decision.prices);
    },
  },
  { columns: ["items"], write: (to, _, decision) => decision.items.encodeTo(to) },
];

function encodePseudonym(to: ByteWriter, { pseudonym, pseudonyms }: RecordedDecision): void {
  to.bytes(pseudonym?.bytes ?? NOBODY);
  to.text(pseudonyms.keyId);
}

/** Nobody is signed in. The key is named all the same: it made the ids of the items. */
const NOBODY = new Uint8Array(32);

const OBSERVATIONS = decisionColumns.calls.type.array.tuple.how.enum8;

function encodeCalls(to: ByteWriter, calls: DecisionRow["calls"]): void {
  to.varuint(calls.length);
  for (const { source, how, at_us, took_us, count } of calls) {
    to.text(source);
    to.u8(OBSERVATIONS[how]);
    to.u32(at_us);
    to.u32(took_us);
    to.u32(count);
  }
}

const PARENT_VIA = decisionColumns.parent_via.type.enum8;

const spansCodec = codecOf(decisionColumns.spans.type);

function encodeSpans(to: ByteWriter, spans: DecisionRow["spans"]): void {
  encodeList(to, spansCodec, spans);
}

const MODE = decisionColumns.mode.type.enum8;
const holdsCodec = codecOf(decisionColumns.holds.type);
const itemsHeldCodec = codecOf(decisionColumns.items_held.type);

function encodeHolds(to: ByteWriter, decision: RecordedDecision, { holds }: RowExtras): void {
  to.u8(MODE[decision.mode]);
  encodeList(to, holdsCodec, holds);
  encodeList(to, itemsHeldCodec, decision.itemsHeld);
}

function encodeSeconds(to: ByteWriter, seconds: number | null): void {
  to.u8(seconds === null ? 1 : 0);
  if (seconds !== null) to.u32(seconds);
}

const POOL = decisionColumns.pool.type.enum8;
const REFUSAL = decisionColumns.refusal.type.enum8;

function encodeDetails(to: ByteWriter, details: DetailFacts): void {
  const { pool, significant, explanation, reviewRoute, refusal, notice } = details;
  to.u8(POOL[pool]);
  to.u8(significant ? 1 : 0);
  to.text(explanation);
  to.text(reviewRoute);
  to.u8(REFUSAL[refusal]);
  to.text(notice);
}

const cohortsCodec = codecOf(decisionColumns.cohorts.type);
const pricesCodec = codecOf(decisionColumns.prices.type);

// Of most decisions there is nothing to list.
function encodeList(to: ByteWriter, codec: Codec, list: readonly unknown[]): void {
  if (list.length === 0) to.varuint(0);
  else codec.write(to, list);
}

function atMost(most: number, value: number): number {
  return Math.min(most, Math.max(0, Math.round(value)));
}

const steps: readonly Step[] = planSteps();

/** Every column of the record, once and in order; a column that nobody fills is told when the module loads. */
function planSteps(): Step[] {
  const names = decisionRecord.columnNames();
  const planned: Step[] = [];
  for (let at = 0; at < names.length;) {
    const name = names[at] as ColumnName;
    const run = byHand.find(({ columns }) => columns.every((column, i) => column === names[at + i]));
    const step = run?.write ?? plainStep(name);
    planned.push(step);
    at += run?.columns.length ?? 1;
  }
  return planned;
}

function plainStep(name: ColumnName): Step {
  const valueOf = plain[name];
  if (!valueOf)
    throw new CoreError("INVALID_OPTION", `no one fills the column "${name}" of the decision record`);
  const codec = codecOf(decisionColumns[name].type);
  return (to, _, decision, extras) => codec.write(to, valueOf(decision, extras));
}

/** Appends a closed decision as the row of that number. Throws a `CoreError` where a value does not fit its column. */
export function encodeDecision(
  to: ByteWriter,
  seq: number,
  decision: RecordedDecision,
  extras: RowExtras,
): void {
  for (const step of steps) step(to, seq, decision, extras);
}
