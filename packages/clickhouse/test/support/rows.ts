import { ByteWriter, catalogRecord, decisionRecord, gapRecord } from "@probity/core";
import type { CatalogRow, DecisionRow, GapRow } from "@probity/core";

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

/** The rows as a batch; the token is that of the first row unless the test is about tokens. */
export function batchOf(rows: readonly DecisionRow[], token = `batch:${rows[0]?.id}`): Batch {
  const bytes = new ByteWriter();
  for (const row of rows) decisionRecord.encode(bytes, row);
  return { table: decisionRecord.name, version: decisionRecord.version, bytes: bytes.take(), token };
}

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
