import {
  ByteWriter,
  catalogRecord,
  coverageRecord,
  decisionRecord,
  gapRecord,
  RecordTable,
  remoteCallRecord,
} from "@probity/core";
import type { CatalogRow, CoverageRow, DecisionRow, GapRow, RemoteCallRow } from "@probity/core";

import { plainDecision } from "../../../../test/support/decision-row.ts";
import type { Batch } from "../../src/index.ts";

/** Some day, in milliseconds since the epoch. */
export const DAY = Date.UTC(2026, 8, 14);

/** A decision id of that moment; `n` tells apart those of the same one. */
export function idAt(ts: number, n = 0): string {
  const time = ts.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${n.toString(16).padStart(12, "0")}`;
}

/** A pseudonym. */
export function subject(n: number): string {
  return `5${n.toString(16).padStart(63, "0")}`;
}

export const CATALOG = "c1".repeat(32);

/** A process that records. */
export const WRITER = idAt(DAY, 0xffff);

/** A decision of that moment, with what the test is about. */
export function decision(ts: number, about: Partial<DecisionRow> = {}): DecisionRow {
  return plainDecision({ id: idAt(ts), ts, ...PLAIN, ...about });
}

const PLAIN: Partial<DecisionRow> = {
  took_us: 1500,
  writer: WRITER,
  catalog: CATALOG,
  version: "1",
  subject: subject(1),
  consent_version: "v1",
};

/** A pin with everything that belongs to it. */
export const PIN: DecisionRow["interventions"][number] = {
  id: "iv-1",
  kind: "pin",
  item: "00000000000000aa",
  from_rank: 7,
  to_rank: 1,
  operator: "li.wei",
  approver: "chen.jie",
  reason: "festival",
  ticket: "OPS-12",
  valid_from: DAY,
  valid_to: null,
};

/** A finding of rule M01 on some features. */
export function finding(...features: number[]): DecisionRow["findings"][number] {
  return {
    rule: "M01",
    rule_version: 1,
    severity: "high",
    action: "strip_feature",
    mode: "observe",
    features,
    detail: "PI.AGE",
  };
}

/** What rule M02 held back, these features among it. */
export function held(...features: number[]): DecisionRow["holds"][number] {
  return {
    rule: "M02",
    rule_version: 1,
    action: "strip_feature",
    mode: "enforce",
    features,
    unregistered: 1,
    tags: 2,
    items: 3,
  };
}

/** The catalog `CATALOG`: `profile.age`, `profile.city` and `history.books[]` are 0, 1 and 2. */
export function catalog(
  digest = CATALOG,
  names = ["profile.age", "profile.city", "history.books[]"],
): CatalogRow[] {
  return names.map((feature, number) => {
    const [source = "", path = ""] = feature.split(".");
    return {
      catalog: digest,
      number,
      service: "book-feed",
      feature,
      source,
      path,
      system: "postgresql",
      dataset: `public.${source}`,
      codes: source === "profile" ? ["PI.BASIC"] : [],
      personal: source === "profile",
      inferred: false,
      purposes: ["content"],
      tags: false,
      registered_at: DAY,
    };
  });
}

/** A gap of the decisions from `firstSeq` to `lastSeq`, with what the test is about. */
export function gap(firstSeq: number, lastSeq: number, about: Partial<GapRow> = {}): GapRow {
  return {
    ts: DAY + firstSeq,
    seq: firstSeq,
    writer: WRITER,
    epoch: 1,
    service: "book-feed",
    of: "decisions",
    first_seq: firstSeq,
    last_seq: lastSeq,
    rows: lastSeq - firstSeq + 1,
    cause: "dropped",
    detail: "",
    ...about,
  };
}

/** A client span inside a decision, with what the test is about: a query of `profile` in PostgreSQL. */
export function span(about: Partial<DecisionRow["spans"][number]> = {}): DecisionRow["spans"][number] {
  return {
    source: "profile",
    system: "postgresql",
    host: "db.internal",
    database: "shop",
    operation: "SELECT",
    target: "profile",
    statement: "0123456789abcdef",
    fields: ["age", "city"],
    at_us: 300,
    took_us: 900,
    count: 1,
    failed: 0,
    ...about,
  };
}

/** A remote call of that moment for a decision, with what the test is about. */
export function remoteCall(ts: number, decision: string, about: Partial<RemoteCallRow> = {}): RemoteCallRow {
  return {
    id: idAt(ts, 0xca11),
    ts,
    seq: 1,
    took_us: 1000,
    writer: idAt(DAY, 0xfeed),
    epoch: 1,
    service: "book-features",
    catalog: CATALOG,
    decision,
    outlet: "home",
    hop: 1,
    trace_id: "0".repeat(32),
    span_id: "0".repeat(16),
    protocol: "http",
    route: "/features/:user",
    features_read: [],
    features_declared: [],
    features_span: [],
    unregistered: [],
    calls: [],
    spans: [],
    outcome: "delivered",
    status: 200,
    input_faults: [],
    ...about,
  };
}

/** What one minute of a route came to, with what the test is about. */
export function coverage(ts: number, about: Partial<CoverageRow> = {}): CoverageRow {
  return {
    ts,
    seq: 1,
    writer: WRITER,
    epoch: 1,
    service: "book-feed",
    from: ts - 60_000,
    method: "GET",
    route: "/feed",
    algorithm: "feed",
    requests: 0,
    decisions: 0,
    remote_calls: 0,
    lists: 0,
    reasons: [],
    ...about,
  };
}

/** The remote calls as a batch. */
export function remoteCallBatchOf(
  rows: readonly RemoteCallRow[],
  token = `remote_calls:${rows[0]?.id}`,
): Batch {
  const bytes = new ByteWriter();
  for (const row of rows) remoteCallRecord.encode(bytes, row);
  return { table: remoteCallRecord.name, version: remoteCallRecord.version, bytes: bytes.take(), token };
}

/** The statements of coverage as a batch. */
export function coverageBatchOf(
  rows: readonly CoverageRow[],
  token = `coverage:${rows[0]?.ts}:${rows[0]?.seq}`,
): Batch {
  const bytes = new ByteWriter();
  for (const row of rows) coverageRecord.encode(bytes, row);
  return { table: coverageRecord.name, version: coverageRecord.version, bytes: bytes.take(), token };
}

/** The rows as a batch; the token is that of the first row unless the test is about tokens. */
export function batchOf(rows: readonly DecisionRow[], token = `batch:${rows[0]?.id}`): Batch {
  const bytes = new ByteWriter();
  for (const row of rows) decisionRecord.encode(bytes, row);
  return { table: decisionRecord.name, version: decisionRecord.version, bytes: bytes.take(), token };
}

/** The rows as a batch of record version 1, as a probe of that time made it. */
export function firstVersionBatchOf(rows: readonly DecisionRow[], token: string): Batch {
  const bytes = new ByteWriter();
  for (const row of rows) firstDecisionRecord.encode(bytes, row);
  return { table: decisionRecord.name, version: 1, bytes: bytes.take(), token };
}

const firstDecisionRecord: { encode(to: ByteWriter, row: DecisionRow): void } = new RecordTable(
  decisionRecord.name,
  1,
  Object.fromEntries(
    Object.entries(decisionRecord.columns).filter(([, { since }]) => since === 1),
  ) as typeof decisionRecord.columns,
);

/** The features as a batch. */
export function catalogBatchOf(rows: readonly CatalogRow[], token: string): Batch {
  const bytes = new ByteWriter();
  for (const row of rows) catalogRecord.encode(bytes, row);
  return { table: catalogRecord.name, version: catalogRecord.version, bytes: bytes.take(), token };
}

/** The gaps as a batch. */
export function gapBatchOf(rows: readonly GapRow[], token = `gaps:${rows[0]?.seq}`): Batch {
  const bytes = new ByteWriter();
  for (const row of rows) gapRecord.encode(bytes, row);
  return { table: gapRecord.name, version: gapRecord.version, bytes: bytes.take(), token };
}
