import { decisionRecord } from "@probity/core";

import type { Connection } from "../../connection.ts";
import { Selection } from "../../selection.ts";
import { ask, type BatchAnswer, type BatchWindow, IN_WINDOW, windowParameters } from "./answer.ts";
import type { UnbackedIntervention } from "./rows.ts";

const { columns } = decisionRecord;

const MOST_ROWS = 1000;

const unbacked = new Selection({
  algorithm: columns.algorithm,
  outlet: columns.outlet,
  id: { type: "String" },
  state: { type: "String" },
  decisions: { type: "UInt64", sql: "count()" },
  first: { type: columns.ts.type, sql: "min(ts)" },
  last: { type: columns.ts.type, sql: "max(ts)" },
});

/**
 * @internal Interventions that decisions name and the ledger did not bear out at that moment, those with most decisions
 * first. Services learn of a step within seconds: what is off by no more than the tolerance is let pass.
 */
export async function readUnbackedInterventions(
  connection: Connection,
  window: BatchWindow,
  { toleranceMs }: { readonly toleranceMs: number },
): Promise<BatchAnswer<UnbackedIntervention>> {
  const { database } = connection;
  const off = "toIntervalMillisecond({toleranceMs:UInt32})";
  return ask(
    connection,
    unbacked,
    `(
      SELECT
        used.algorithm AS algorithm, used.outlet AS outlet, used.id AS id, used.ts AS ts,
        multiIf(
          ledger.id = '', 'unknown',
          ledger.state = 'rejected', 'rejected',
          ledger.approved_at IS NULL OR ledger.approved_at > used.ts + ${off}, 'unapproved',
          ledger.revoked_at < used.ts - ${off}, 'revoked',
          ledger.valid_to < used.ts - ${off}, 'expired',
          ledger.valid_from > used.ts + ${off}, 'early',
          ledger.surface != used.surface OR ledger.outlet NOT IN ('', used.outlet)
            OR ledger.algorithm NOT IN ('', used.algorithm), 'elsewhere',
          ''
        ) AS state
      FROM
      (
        SELECT algorithm, outlet, surface, ts, intervention.id AS id
        FROM ${database}.decisions ARRAY JOIN interventions AS intervention
        WHERE ${IN_WINDOW}
      ) AS used
      LEFT ANY JOIN ${database}.intervention_states AS ledger ON ledger.id = used.id
    )
    WHERE state != ''
    GROUP BY algorithm, outlet, id, state ORDER BY decisions DESC, algorithm, outlet, id, state LIMIT ${MOST_ROWS}`,
    { ...windowParameters(window), toleranceMs },
  );
}
