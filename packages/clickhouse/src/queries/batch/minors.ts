import { decisionRecord } from "@probity/core";

import type { Connection } from "../../connection.ts";
import { Selection } from "../../selection.ts";
import { MINORS } from "../conditions.ts";
import {
  ask,
  type BatchAnswer,
  type BatchWindow,
  IN_WINDOW,
  KNOWN_SUBJECT,
  windowParameters,
} from "./answer.ts";
import type { MinorsOfMonth, UnknownAges } from "./rows.ts";

const { columns } = decisionRecord;
const count = (sql: string) => ({ type: "UInt64", sql }) as const;

const months = new Selection({
  month: { type: "String" },
  minors: count(`uniqCombined64If(17)(subject, ${MINORS})`),
  under_14: count("uniqCombined64If(17)(subject, age_band = 'u14')"),
  from_14: count("uniqCombined64If(17)(subject, age_band IN ('14-15', '16-17'))"),
  subjects: count("uniqCombined64(17)(subject)"),
});

/** @internal Different minors by month of China. The window is the caller's: a month that it holds in part is counted so. */
export async function readMinorsByMonth(
  connection: Connection,
  window: BatchWindow,
): Promise<BatchAnswer<MinorsOfMonth>> {
  return ask(
    connection,
    months,
    `${connection.database}.decisions WHERE ${IN_WINDOW} AND ${KNOWN_SUBJECT}
    GROUP BY formatDateTime(ts, '%Y-%m', 'Asia/Shanghai') AS month ORDER BY month`,
    windowParameters(window),
  );
}

const ages = new Selection({
  algorithm: columns.algorithm,
  outlet: columns.outlet,
  decisions: count("count()"),
  unknown: count("countIf(age_band = 'unknown')"),
  unknown_signed_in: count(`countIf(age_band = 'unknown' AND ${KNOWN_SUBJECT})`),
});

/** @internal Decisions of unknown age, by algorithm and outlet. */
export async function readUnknownAges(
  connection: Connection,
  window: BatchWindow,
): Promise<BatchAnswer<UnknownAges>> {
  return ask(
    connection,
    ages,
    `${connection.database}.decisions WHERE ${IN_WINDOW} GROUP BY algorithm, outlet ORDER BY algorithm, outlet`,
    windowParameters(window),
  );
}
