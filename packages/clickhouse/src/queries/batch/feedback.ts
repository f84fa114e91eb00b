import { decisionRecord } from "@probity/core";

import type { Connection } from "../../connection.ts";
import { Selection } from "../../selection.ts";
import { ask, type BatchAnswer, type BatchWindow, windowParameters } from "./answer.ts";
import type { FeedbackHour, LateCases } from "./rows.ts";

const count = (sql: string) => ({ type: "UInt64", sql }) as const;

const SINCE = `ts >= fromUnixTimestamp64Milli({since:Int64}, 'UTC') AND ts < fromUnixTimestamp64Milli({to:Int64}, 'UTC')`;

// What was said of a decision is said of its algorithm; of no decision, of none.
const said = (database: string, condition: string): string => `(
      SELECT
        said.ts AS ts, said.given_at AS given_at, said.service AS service, said.case_id AS case_id,
        toString(said.kind) AS kind, toString(decided.algorithm) AS algorithm,
        if(said.outlet = '', toString(decided.outlet), toString(said.outlet)) AS place
      FROM (SELECT ts, given_at, service, case_id, kind, decision, outlet FROM ${database}.feedback WHERE ${condition}) AS said
      LEFT ANY JOIN
      (
        SELECT id, algorithm, outlet FROM ${database}.decisions
        WHERE id GLOBAL IN (SELECT decision FROM ${database}.feedback WHERE ${condition})
      ) AS decided ON decided.id = said.decision
    )`;

const hours = new Selection({
  kind: { type: "String" },
  algorithm: decisionRecord.columns.algorithm,
  outlet: { type: "String", sql: "place" },
  hour: { type: "DateTime64(3, 'UTC')", sql: "toStartOfHour(ts)" },
  times: count("count()"),
});

/** @internal How much feedback came in each hour from `since` on; hours without any are left out. */
export async function readFeedbackHours(
  connection: Connection,
  window: BatchWindow,
  { historyDays }: { readonly historyDays: number },
): Promise<BatchAnswer<FeedbackHour>> {
  const { from, to } = windowParameters(window);
  return ask(
    connection,
    hours,
    `${said(connection.database, `${SINCE} AND kind IN ('not_interested', 'report', 'complaint', 'appeal')`)}
    GROUP BY kind, algorithm, place, hour ORDER BY kind, algorithm, outlet, hour`,
    { since: from - historyDays * 86_400_000, to },
  );
}

const OPENS = "kind IN ('report', 'complaint', 'appeal')";
const due = (from: string, limit: string): string => `${from} + toIntervalHour({${limit}:UInt32})`;
const inWindow = (sql: string): string =>
  `${sql} >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND ${sql} < fromUnixTimestamp64Milli({to:Int64}, 'UTC')`;

const cases = new Selection({
  algorithm: decisionRecord.columns.algorithm,
  outlet: { type: "String" },
  reply_due: count("countIf(is_reply_due)"),
  reply_late: count("countIf(is_reply_due AND is_reply_late)"),
  reply_max_h: { type: "Float64", sql: "maxIf(reply_h, is_reply_due)" },
  close_due: count("countIf(is_close_due)"),
  close_late: count("countIf(is_close_due AND is_close_late)"),
  close_max_h: { type: "Float64", sql: "maxIf(close_h, is_close_due)" },
});

/**
 * @internal Cases whose time ran out within the window, and how many had no answer by then, or were not closed. A case is
 * counted in the one window in which its time runs out. What is still open is as old as the window's end.
 */
export async function readLateCases(
  connection: Connection,
  window: BatchWindow,
  options: {
    readonly firstReplyHours: number;
    readonly closeHours: number;
  },
): Promise<BatchAnswer<LateCases>> {
  const { firstReplyHours, closeHours } = options;
  const end = "fromUnixTimestamp64Milli({to:Int64}, 'UTC')";
  const age = (until: string, from: string): string =>
    `dateDiff('millisecond', ${from}, ifNull(${until}, ${end})) / 3600000`;
  return ask(
    connection,
    cases,
    `(
      SELECT
        anyIf(algorithm, algorithm != '') AS algorithm, anyIf(place, place != '') AS outlet,
        minIf(given_at, ${OPENS}) AS opened_at, maxIf(given_at, ${OPENS}) AS reopened_at,
        minOrNullIf(given_at, kind IN ('reply', 'close')) AS answered_at,
        maxOrNullIf(given_at, kind = 'close') AS last_closed_at,
        if(last_closed_at >= reopened_at, last_closed_at, NULL) AS closed_at,
        ${inWindow(due("opened_at", "firstReplyHours"))} AS is_reply_due,
        ifNull(answered_at > ${due("opened_at", "firstReplyHours")}, true) AS is_reply_late,
        ${age("answered_at", "opened_at")} AS reply_h,
        ${inWindow(due("reopened_at", "closeHours"))} AS is_close_due,
        ifNull(closed_at > ${due("reopened_at", "closeHours")}, true) AS is_close_late,
        ${age("closed_at", "reopened_at")} AS close_h
      FROM ${said(connection.database, `${SINCE} AND case_id != ''`)}
      GROUP BY service, case_id HAVING countIf(${OPENS}) > 0
    )
    WHERE is_reply_due OR is_close_due
    GROUP BY algorithm, outlet ORDER BY algorithm, outlet`,
    {
      ...windowParameters(window),
      since: window.from - 2 * 3_600_000 * Math.max(firstReplyHours, closeHours),
      firstReplyHours,
      closeHours,
    },
  );
}
