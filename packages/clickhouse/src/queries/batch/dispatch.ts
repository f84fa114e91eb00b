import { decisionRecord } from "@probity/core";

import type { Connection } from "../../connection.ts";
import { Selection } from "../../selection.ts";
import {
  ask,
  type BatchAnswer,
  type BatchWindow,
  IN_WINDOW,
  KNOWN_SUBJECT,
  windowParameters,
} from "./answer.ts";
import type { DispatchStretches } from "./rows.ts";

const { columns } = decisionRecord;
const count = (sql: string) => ({ type: "UInt64", sql }) as const;
const hours = (sql: string) => ({ type: "Float64", sql }) as const;

const stretches = new Selection({
  algorithm: columns.algorithm,
  outlet: columns.outlet,
  workers: count("count()"),
  long_workers: count("countIf(longest_h > {maxHours:Float64})"),
  longest_p50_h: hours("quantileExactInclusive(0.5)(longest_h)"),
  longest_p95_h: hours("quantileExactInclusive(0.95)(longest_h)"),
  longest_max_h: hours("max(longest_h)"),
});

/**
 * @internal For how long workers were dispatched on end: the longest stretch of each without a pause. A stretch is counted
 * as far as it lies in the window, across midnight as well.
 */
export async function readDispatchStretches(
  connection: Connection,
  window: BatchWindow,
  { maxHours, pauseMinutes }: { readonly maxHours: number; readonly pauseMinutes: number },
): Promise<BatchAnswer<DispatchStretches>> {
  return ask(
    connection,
    stretches,
    `(
      SELECT
        algorithm, outlet, arraySort(groupArray(toUnixTimestamp64Milli(ts))) AS times,
        arraySplit((at, pause) -> pause >= 60000 * {pauseMinutes:UInt32}, times, arrayDifference(times)) AS runs,
        arrayMax(arrayMap(run -> run[-1] - run[1], runs)) / 3600000 AS longest_h
      FROM ${connection.database}.decisions
      WHERE ${IN_WINDOW} AND ${KNOWN_SUBJECT} AND purpose = 'dispatch'
      GROUP BY algorithm, outlet, subject, key_id
    )
    GROUP BY algorithm, outlet ORDER BY algorithm, outlet`,
    { ...windowParameters(window), maxHours, pauseMinutes },
  );
}
