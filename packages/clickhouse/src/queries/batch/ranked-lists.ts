import { decisionRecord } from "@probity/core";

import type { Connection } from "../../connection.ts";
import { Selection } from "../../selection.ts";
import { ask, type BatchAnswer, type BatchWindow, IN_WINDOW, windowParameters } from "./answer.ts";
import type { RankedListRow } from "./rows.ts";

const { columns } = decisionRecord;

const lists = new Selection({
  algorithm: columns.algorithm,
  outlet: columns.outlet,
  decision: { type: "UUID", sql: "id" },
  cohorts: columns.cohorts,
  items: { type: { array: { hex: 8 } }, sql: "items.id" },
  scores: { type: { array: "Float32" }, sql: "items.score" },
  flags: { type: { array: "UInt16" }, sql: "items.flags" },
  engaged: { type: { array: { hex: 8 } }, sql: "looked_at" },
});

/**
 * @internal Lists as they were delivered, a sample for each algorithm and outlet: those that come first by a hash of
 * their ids, so that who asks again gets the same ones. An item was engaged with where a dwell time of it is on record.
 */
export async function readRankedLists(
  connection: Connection,
  window: BatchWindow,
  { mostLists }: { readonly mostLists: number },
): Promise<BatchAnswer<RankedListRow>> {
  const { database } = connection;
  return ask(
    connection,
    lists,
    `(
      SELECT algorithm, outlet, id, cohorts, items
      FROM ${database}.decisions
      WHERE ${IN_WINDOW} AND length(items) >= 2 AND mode != 'blocked' AND outcome IN ('delivered', 'unmodified')
      ORDER BY algorithm, outlet, sipHash64(id), id
      LIMIT {mostLists:UInt32} BY algorithm, outlet
    ) AS shown
    LEFT ANY JOIN
    (
      SELECT decision, groupUniqArray(item) AS looked_at FROM ${database}.feedback
      WHERE kind = 'dwell' AND dwell_ms > 0 AND ts >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
      GROUP BY decision
    ) AS feedback ON feedback.decision = shown.id
    ORDER BY algorithm, outlet, sipHash64(id), id`,
    { ...windowParameters(window), mostLists },
  );
}
