import { feedbackRecord, type FeedbackRow } from "@probity/core";

import type { Connection } from "../../connection.ts";
import { Selection } from "../../selection.ts";
import { equal, inWindow, invalid, where, type TimeWindow } from "../conditions.ts";

/** Which cases to read, and what was promised for them. */
export interface ComplaintFilter {
  readonly service?: string | undefined;
  readonly kind?: "report" | "complaint" | "appeal" | undefined;
  readonly outlet?: string | undefined;
  /** Within how many hours a first reply was promised, and a case to be closed. */
  readonly firstReplyHours: number;
  readonly closeHours: number;
  /** The moment that clocks are read at, in milliseconds. @default now */
  readonly at?: number | undefined;
}

/** A report, complaint or appeal, and how long it took to answer. */
export interface Complaint {
  readonly service: string;
  readonly case_id: string;
  /** What it was at first. */
  readonly kind: FeedbackRow["kind"];
  /** The decision that it is about; the nil UUID where the user named none. */
  readonly decision: string;
  readonly outlet: string;
  readonly reason: string;
  /** When it was opened; and when the user last came back to it, which opens it again. */
  readonly opened_at: number;
  readonly reopened_at: number;
  /** When the first reply went out, or the closing where that was the first; null without. */
  readonly first_reply_at: number | null;
  /** When it was closed for good; null where it is open. */
  readonly closed_at: number | null;
  readonly replies: number;
  /** When the promises run out. */
  readonly reply_due_at: number;
  readonly close_due_at: number;
  /** It was, or is by now, later than promised. */
  readonly isReplyLate: boolean;
  readonly isCloseLate: boolean;
}

/** The cases of a window. */
export interface Complaints {
  /** Last opened first. */
  readonly cases: readonly Complaint[];
  /** False where there are more than the 10,000 that are given. */
  readonly isComplete: boolean;
}

const MOST_CASES = 10_000;
const HOUR_MS = 3_600_000;

const { columns } = feedbackRecord;
const moment = columns.given_at.type;
// By the table's name, because columns of the answer are called alike.
const OPENS = "feedback.kind IN ('report', 'complaint', 'appeal')";
const ANSWERS = "feedback.kind IN ('reply', 'close')";
const FIRST = `tuple(NOT (${OPENS}), given_at, ts, writer, epoch, seq)`;
const first = (column: string) => `argMin(feedback.${column}, ${FIRST})`;

const cases = new Selection({
  service: columns.service,
  case_id: columns.case_id,
  kind: { type: columns.kind.type, sql: first("kind") },
  decision: { type: "UUID", sql: first("decision") },
  outlet: { type: "String", sql: first("outlet") },
  reason: { type: "String", sql: first("reason") },
  opened_at: { type: moment, sql: `minIf(given_at, ${OPENS})` },
  reopened_at: { type: moment, sql: `maxIf(given_at, ${OPENS})` },
  first_reply_at: { type: { nullable: moment }, sql: `minOrNullIf(given_at, ${ANSWERS})` },
  closings: { type: { array: moment }, sql: "arraySort(groupArrayIf(given_at, feedback.kind = 'close'))" },
  replies: { type: "UInt64", sql: "countIf(feedback.kind = 'reply')" },
});

/** @internal Reads the cases that were opened within a window, and holds them against what was promised. */
export async function readComplaints(
  connection: Connection,
  filter: ComplaintFilter,
  window: TimeWindow,
): Promise<Complaints> {
  const { service, kind, outlet, firstReplyHours, closeHours, at = Date.now() } = filter;
  for (const [name, hours] of Object.entries({ firstReplyHours, closeHours })) {
    if (!(hours > 0)) throw invalid(`${name} must be above 0, got ${hours}`);
  }
  const table = `${connection.database}.feedback`;
  const opened = where([
    { sql: OPENS },
    { sql: "case_id != ''" },
    inWindow(window),
    equal("service", service),
    equal("kind", kind),
    equal("outlet", outlet),
  ]);
  const rows = await cases.from(
    connection,
    `${table}
    WHERE (${OPENS} OR ${ANSWERS}) AND (service, case_id) GLOBAL IN (SELECT service, case_id FROM ${table} ${opened.sql})
    GROUP BY service, case_id ORDER BY opened_at DESC, service, case_id LIMIT ${MOST_CASES + 1}`,
    opened.params,
  );
  return {
    cases: rows.slice(0, MOST_CASES).map(({ closings, ...row }) => {
      // Whoever comes back after it was closed opens it again.
      const closedAt = closings.find((closing) => closing >= row.reopened_at) ?? null;
      const replyDue = row.opened_at + firstReplyHours * HOUR_MS;
      const closeDue = row.reopened_at + closeHours * HOUR_MS;
      return {
        ...row,
        closed_at: closedAt,
        reply_due_at: replyDue,
        close_due_at: closeDue,
        isReplyLate: (row.first_reply_at ?? at) > replyDue,
        isCloseLate: (closedAt ?? at) > closeDue,
      };
    }),
    isComplete: rows.length <= MOST_CASES,
  };
}
