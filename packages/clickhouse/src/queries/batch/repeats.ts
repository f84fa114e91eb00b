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
import type { IgnoredFeedback, RepeatedItems } from "./rows.ts";

const { columns } = decisionRecord;
const count = (sql: string) => ({ type: "UInt64", sql }) as const;

const repeated = new Selection({
  algorithm: columns.algorithm,
  outlet: columns.outlet,
  surface: columns.surface,
  subjects: count("count()"),
  pages: count("sum(subject_pages)"),
  delivered: count("sum(subject_delivered)"),
  again: count("sum(subject_delivered - least(subject_delivered, subject_distinct))"),
  twice_on_page: count("sum(subject_twice)"),
});

/** @internal How often the same items came again to the same subject. Only who saw several pages counts. */
export async function readRepeatedItems(
  connection: Connection,
  window: BatchWindow,
  { minPages }: { readonly minPages: number },
): Promise<BatchAnswer<RepeatedItems>> {
  return ask(
    connection,
    repeated,
    `(
      SELECT
        algorithm, outlet, surface, count() AS subject_pages, sum(length(items)) AS subject_delivered,
        uniqCombinedArray(17)(items.id) AS subject_distinct,
        sum(length(items) - length(arrayDistinct(items.id))) AS subject_twice
      FROM ${connection.database}.decisions
      WHERE ${IN_WINDOW} AND ${KNOWN_SUBJECT} AND notEmpty(items)
      GROUP BY algorithm, outlet, surface, subject, key_id HAVING subject_pages >= {minPages:UInt32}
    )
    GROUP BY algorithm, outlet, surface ORDER BY algorithm, outlet, surface`,
    { ...windowParameters(window), minPages },
  );
}

const ignored = new Selection({
  algorithm: columns.algorithm,
  outlet: columns.outlet,
  items: count("uniqExact(subject, item)"),
  subjects: count("uniqExact(subject)"),
  deliveries: count("count()"),
  first: { type: columns.ts.type, sql: "min(ts)" },
  last: { type: columns.ts.type, sql: "max(ts)" },
});

/** @internal Items that were delivered to a subject who had said that they are of no interest. */
export async function readIgnoredFeedback(
  connection: Connection,
  window: BatchWindow,
  { graceSeconds, memoryDays }: { readonly graceSeconds: number; readonly memoryDays: number },
): Promise<BatchAnswer<IgnoredFeedback>> {
  const { database } = connection;
  const refused = `${database}.feedback
        WHERE kind = 'not_interested' AND ${KNOWN_SUBJECT} AND item != toFixedString('', 8)
          AND ts >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') - toIntervalDay({memoryDays:UInt32})
          AND ts < fromUnixTimestamp64Milli({to:Int64}, 'UTC')`;
  return ask(
    connection,
    ignored,
    `(
      SELECT served.algorithm AS algorithm, served.outlet AS outlet, served.subject AS subject, served.item AS item, served.ts AS ts
      FROM
      (
        SELECT algorithm, outlet, subject, key_id, ts, arrayJoin(arrayDistinct(items.id)) AS item
        FROM ${database}.decisions
        WHERE ${IN_WINDOW} AND subject GLOBAL IN (SELECT subject FROM ${refused})
      ) AS served
      INNER JOIN
      (
        SELECT subject, key_id, item, min(given_at) AS refused_at FROM ${refused} GROUP BY subject, key_id, item
      ) AS refused
        ON refused.subject = served.subject AND refused.key_id = served.key_id AND refused.item = served.item
      WHERE served.ts > refused.refused_at + toIntervalSecond({graceSeconds:UInt32})
    )
    GROUP BY algorithm, outlet ORDER BY algorithm, outlet`,
    { ...windowParameters(window), graceSeconds, memoryDays },
  );
}
