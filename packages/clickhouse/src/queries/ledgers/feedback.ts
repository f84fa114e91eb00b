import { feedbackRecord, type FeedbackRow } from "@probity/core";

import type { Connection } from "../../connection.ts";
import { Selection } from "../../selection.ts";
import { equal, inWindow, where, type TimeWindow } from "../conditions.ts";
import { ArrivalReader, type ArrivalCursor, type Arrivals } from "./arrivals.ts";

/** Which feedback to count. */
export interface FeedbackFilter {
  readonly service?: string | undefined;
  readonly outlet?: string | undefined;
  readonly kind?: FeedbackRow["kind"] | undefined;
}

/** Feedback of one kind, for one reason, on one outlet. */
export interface FeedbackCount extends Pick<FeedbackRow, "service" | "outlet" | "kind" | "reason"> {
  readonly count: number;
  /** Different decisions that it is about; without those of which none was named. */
  readonly decisions: number;
  /** Different users; those who were not named are not counted. */
  readonly subjects: number;
  /** The middle of the times that items were looked at; 0 for all but `dwell`. */
  readonly median_dwell_ms: number;
}

const { service, outlet, kind, reason } = feedbackRecord.columns;
const count = (sql: string) => ({ type: "UInt64", sql }) as const;

const counts = new Selection({
  service,
  outlet,
  kind,
  reason,
  count: count("count()"),
  decisions: count("uniqExactIf(decision, decision != toUUID('00000000-0000-0000-0000-000000000000'))"),
  subjects: count("uniqExactIf(subject, subject != toFixedString('', 32))"),
  median_dwell_ms: count("quantileExactLow(0.5)(dwell_ms)"),
});

/** @internal Counts what users said within a window, and what was answered. */
export async function countFeedback(
  connection: Connection,
  filter: FeedbackFilter,
  window: TimeWindow,
): Promise<readonly FeedbackCount[]> {
  const { sql, params } = where([
    inWindow(window),
    equal("service", filter.service),
    equal("outlet", filter.outlet),
    equal("kind", filter.kind),
  ]);
  const by = "service, outlet, kind, reason";
  return counts.from(
    connection,
    `${connection.database}.feedback ${sql} GROUP BY ${by} ORDER BY count DESC, ${by}`,
    params,
  );
}

const arrivals = new ArrivalReader(feedbackRecord);
/** Cases that began longer ago are not read at first: whoever keeps them in memory wants those that may be open. */
const AT_FIRST_DAYS = 90;

/** @internal What `Store.caseSteps` promises. */
export async function readCaseSteps(
  connection: Connection,
  since: ArrivalCursor | undefined,
): Promise<Arrivals<FeedbackRow>> {
  const recent = { sql: `stored_at >= now64(3) - INTERVAL ${AT_FIRST_DAYS} DAY` };
  return arrivals.read(connection, since, [{ sql: "case_id != ''" }, since ? undefined : recent]);
}
