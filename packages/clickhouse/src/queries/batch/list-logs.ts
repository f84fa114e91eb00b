import { decisionRecord, ITEM_FLAGS, listSnapshotRecord } from "@probity/core";

import type { Connection } from "../../connection.ts";
import { Selection } from "../../selection.ts";
import { ask, type BatchAnswer, type BatchWindow, IN_WINDOW, windowParameters } from "./answer.ts";
import type { ListLog, ListOrder } from "./rows.ts";

const { columns } = decisionRecord;
const count = (sql: string) => ({ type: "UInt64", sql }) as const;

/** Surfaces that show ranked lists (榜单、热搜). */
const LISTS = "surface IN ('hot', 'list')";

const logs = new Selection({
  algorithm: columns.algorithm,
  outlet: columns.outlet,
  surface: columns.surface,
  decisions: count("count()"),
  unlogged: count("countIf(NOT is_logged)"),
  first: { type: { nullable: columns.ts.type }, sql: "minOrNullIf(ts, NOT is_logged)" },
  last: { type: { nullable: columns.ts.type }, sql: "maxOrNullIf(ts, NOT is_logged)" },
});

/** @internal Ranked lists that were shown, held against the log of lists. */
export async function readListLogs(
  connection: Connection,
  window: BatchWindow,
  { snapshotHours }: { readonly snapshotHours: number },
): Promise<BatchAnswer<ListLog>> {
  const { database } = connection;
  const snapshots = (scope: string): string => `(
      SELECT surface, outlet, ts FROM ${database}.list_snapshots
      WHERE ts >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') - toIntervalHour({snapshotHours:UInt32})
        AND ts < fromUnixTimestamp64Milli({to:Int64}, 'UTC') AND outlet ${scope}
    )`;
  return ask(
    connection,
    logs,
    `(
      SELECT
        shown.algorithm AS algorithm, shown.outlet AS outlet, shown.surface AS surface, shown.ts AS ts,
        greatest(everywhere.ts, here.ts) >= shown.ts - toIntervalHour({snapshotHours:UInt32}) AS is_logged
      FROM
      (SELECT algorithm, outlet, surface, ts FROM ${database}.decisions WHERE ${IN_WINDOW} AND ${LISTS}) AS shown
      ASOF LEFT JOIN ${snapshots("= ''")} AS everywhere
        ON everywhere.surface = shown.surface AND everywhere.ts <= shown.ts
      ASOF LEFT JOIN ${snapshots("!= ''")} AS here
        ON here.surface = shown.surface AND here.outlet = shown.outlet AND here.ts <= shown.ts
    )
    GROUP BY algorithm, outlet, surface ORDER BY algorithm, outlet, surface`,
    { ...windowParameters(window), snapshotHours },
  );
}

const order = new Selection({
  algorithm: columns.algorithm,
  outlet: columns.outlet,
  surface: columns.surface,
  source: { type: "String" },
  list: listSnapshotRecord.columns.list,
  lists: count("count()"),
  unordered: count("countIf(is_unordered)"),
  first: { type: { nullable: columns.ts.type }, sql: "minOrNullIf(ts, is_unordered)" },
  last: { type: { nullable: columns.ts.type }, sql: "maxOrNullIf(ts, is_unordered)" },
});

/** @internal Ranked lists whose order departs from their scores. Advertisements and items without a score are passed over. */
export async function readListOrder(
  connection: Connection,
  window: BatchWindow,
): Promise<BatchAnswer<ListOrder>> {
  const { database } = connection;
  const departs =
    "arrayExists((ahead, behind) -> behind > ahead, arrayPopBack(scores), arrayPopFront(scores)) AND empty(interventions)";
  const organic = `arrayFilter(item -> isFinite(item.score) AND bitAnd(item.flags, ${ITEM_FLAGS.ad}) = 0, items)`;
  return ask(
    connection,
    order,
    `(
      SELECT
        'decisions' AS source, '' AS list, algorithm, outlet, surface, ts,
        arrayMap(item -> toFloat64(item.score), ${organic}) AS scores, ${departs} AS is_unordered
      FROM ${database}.decisions WHERE ${IN_WINDOW} AND ${LISTS}
      UNION ALL
      SELECT
        'list_snapshots' AS source, toString(list) AS list, algorithm, outlet, surface, ts,
        arrayFilter(score -> isFinite(score), entries.score) AS scores, ${departs} AS is_unordered
      FROM ${database}.list_snapshots WHERE ${IN_WINDOW}
    )
    WHERE length(scores) >= 2
    GROUP BY algorithm, outlet, surface, source, list ORDER BY algorithm, outlet, surface, source, list`,
    windowParameters(window),
  );
}
