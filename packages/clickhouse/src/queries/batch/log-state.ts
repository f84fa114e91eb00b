import { coverageRecord, decisionRecord, gapRecord } from "@probity/core";

import type { Connection } from "../../connection.ts";
import { NUMBERED_RECORDS } from "../../records.ts";
import { Selection } from "../../selection.ts";
import { storedInGaps } from "../stored-in-gaps.ts";
import { ask, type BatchAnswer, type BatchWindow, IN_WINDOW, windowParameters } from "./answer.ts";
import type { CoverageShare, RecordedLoss, SequenceHoles, TableRetention } from "./rows.ts";

const count = (sql: string) => ({ type: "UInt64", sql }) as const;
const { service, of, cause } = gapRecord.columns;

const tables = new Selection({ of });
const losses = new Selection({
  service,
  of,
  cause,
  gaps: count("count()"),
  rows: count("sum(gaps.rows)"),
  missing: count("sum(gaps.rows - least(gaps.rows, stored))"),
});

/** @internal Losses that were noticed within the window, and how much of each is still missing. */
export async function readRecordedLosses(
  connection: Connection,
  window: BatchWindow,
): Promise<BatchAnswer<RecordedLoss>> {
  const { database } = connection;
  const parameters = windowParameters(window);
  const found = await tables.from(
    connection,
    `${database}.gaps WHERE ${IN_WINDOW} GROUP BY of ORDER BY of`,
    parameters,
  );
  const known = NUMBERED_RECORDS.map(({ name }) => name);
  const lookedInto = known.filter(
    (name) => name === decisionRecord.name || found.some((each) => each.of === name),
  );
  const stored = storedInGaps(database, lookedInto, [{ sql: IN_WINDOW }]);
  return ask(
    connection,
    losses,
    `${database}.gaps AS gaps
    GLOBAL LEFT ANY JOIN (${stored.sql}) AS found
      ON found.writer = gaps.writer AND found.epoch = gaps.epoch AND found.gap = gaps.seq
    WHERE ${IN_WINDOW}
    GROUP BY service, of, cause ORDER BY missing DESC, service, of, cause`,
    parameters,
  );
}

const holes = new Selection({
  service: decisionRecord.columns.service,
  writers: count("count()"),
  missing: count("sum(hole)"),
  writers_with_holes: count("countIf(hole > 0)"),
  doubled: count("sum(doubled)"),
});

/** @internal Holes in the numbers of decisions, by service. What is stored later closes them: ask again. */
export async function readSequenceHoles(
  connection: Connection,
  window: BatchWindow,
): Promise<BatchAnswer<SequenceHoles>> {
  const { database } = connection;
  return ask(
    connection,
    holes,
    `(
      SELECT
        held.service AS service, held.doubled AS doubled,
        greatest(toInt64(held.last_seq - held.first_seq + 1 - held.stored) - toInt64(sum(known.missing)), 0) AS hole
      FROM
      (
        SELECT
          service, writer, epoch, min(seq) AS first_seq, max(seq) AS last_seq, groupBitmap(seq) AS stored,
          count() - stored AS doubled
        FROM ${database}.decisions WHERE ${IN_WINDOW} GROUP BY service, writer, epoch
      ) AS held
      LEFT JOIN
      (
        SELECT writer, epoch, gaps.first_seq AS gap_first, gaps.last_seq AS gap_last,
          gaps.rows AS missing FROM ${database}.gaps AS gaps WHERE of = 'decisions'
      ) AS known ON known.writer = held.writer AND known.epoch = held.epoch
        AND known.gap_first >= held.first_seq AND known.gap_last <= held.last_seq
      GROUP BY held.service, held.writer, held.epoch, held.doubled, held.first_seq, held.last_seq, held.stored
    )
    GROUP BY service ORDER BY service`,
    windowParameters(window),
  );
}

const { columns } = coverageRecord;
const shares = new Selection({
  service: columns.service,
  method: columns.method,
  route: columns.route,
  algorithm: columns.algorithm,
  requests: count("sum(requests)"),
  recorded: count("sum(decisions) + sum(remote_calls)"),
  nested: count("sum(arraySum(arrayMap(r -> if(r.reason = 'nested', r.requests, 0), reasons)))"),
});

/** @internal Coverage of the routes that have an algorithm. */
export async function readCoverageShares(
  connection: Connection,
  window: BatchWindow,
): Promise<BatchAnswer<CoverageShare>> {
  const by = "service, method, route, algorithm";
  return ask(
    connection,
    shares,
    `${connection.database}.coverage WHERE ${IN_WINDOW} AND algorithm != ''
    GROUP BY ${by} HAVING requests > 0 ORDER BY ${by}`,
    windowParameters(window),
  );
}

const retention = new Selection({
  table: { type: "String", sql: "name" },
  ttl: {
    type: "String",
    sql: String.raw`extract(create_table_query, '\\sTTL\\s+(.+?)(?:\\sSETTINGS\\s|\\sCOMMENT\\s|$)')`,
  },
});

/** @internal When rows of the tables of records are deleted by the server. */
export async function readRetention(connection: Connection): Promise<BatchAnswer<TableRetention>> {
  const names = NUMBERED_RECORDS.map(({ name }) => name);
  return ask(
    connection,
    retention,
    `system.tables WHERE database = {database:String} AND name IN {tables:Array(String)} ORDER BY name`,
    { database: connection.database, tables: names },
  );
}
