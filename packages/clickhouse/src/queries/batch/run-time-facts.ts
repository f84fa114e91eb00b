import { decisionRecord } from "@probity/core";

import type { Connection } from "../../connection.ts";
import { Selection } from "../../selection.ts";
import { ask, type BatchAnswer, type BatchWindow, IN_WINDOW, windowParameters } from "./answer.ts";
import type { RunTimeFact } from "./rows.ts";

const { columns } = decisionRecord;

const MOST_ROWS = 20_000;

const facts = new Selection({
  algorithm: columns.algorithm,
  kind: { type: "String" },
  value: { type: "String" },
  decisions: { type: "UInt64", sql: "sum(decisions)" },
  first: { type: columns.ts.type, sql: "min(first)" },
  last: { type: columns.ts.type, sql: "max(last)" },
});

/** @internal Which outlets, versions, features, sources and notices were seen of each algorithm. */
export async function readRunTimeFacts(
  connection: Connection,
  window: BatchWindow,
): Promise<BatchAnswer<RunTimeFact>> {
  const { database } = connection;
  const seen = "count() AS decisions, min(ts) AS first, max(ts) AS last";
  const column = (kind: string): string => `
      SELECT algorithm, '${kind}' AS kind, toString(\`${kind}\`) AS value, ${seen}
      FROM ${database}.decisions WHERE ${IN_WINDOW} AND \`${kind}\` != '' GROUP BY algorithm, value`;
  const used = `(
        SELECT algorithm, catalog, number, ${seen}
        FROM ${database}.decisions
        ARRAY JOIN arrayDistinct(arrayConcat(features_declared, features_read, features_span)) AS number
        WHERE ${IN_WINDOW} GROUP BY algorithm, catalog, number
      ) AS used
      INNER JOIN ${database}.catalog_features AS known ON known.catalog = used.catalog AND known.number = used.number`;
  const ofFeature = (kind: string): string => `
      SELECT used.algorithm AS algorithm, '${kind}' AS kind, toString(known.${kind}) AS value,
        used.decisions AS decisions, used.first AS first, used.last AS last
      FROM ${used}`;
  const called = `
      SELECT algorithm, 'source' AS kind, toString(source) AS value, ${seen}
      FROM ${database}.decisions ARRAY JOIN arrayDistinct(calls.source) AS source
      WHERE ${IN_WINDOW} AND source != '' GROUP BY algorithm, value`;
  return ask(
    connection,
    facts,
    `(${[column("outlet"), column("version"), column("notice"), ofFeature("feature"), called].join("\n      UNION ALL")}
    )
    GROUP BY algorithm, kind, value ORDER BY algorithm, kind, value LIMIT ${MOST_ROWS}`,
    windowParameters(window),
  );
}
