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
import type { OptOutLag } from "./rows.ts";

const { columns } = decisionRecord;
const count = (sql: string) => ({ type: "UInt64", sql }) as const;
const seconds = (sql: string) => ({ type: "Float64", sql }) as const;

const lags = new Selection({
  algorithm: columns.algorithm,
  outlet: columns.outlet,
  opt_outs: count("count()"),
  residual_opt_outs: count("countIf(after > 0)"),
  residual: count("sum(after)"),
  late: count("sum(too_late)"),
  late_opt_outs: count("countIf(too_late > 0)"),
  last_p50_s: seconds("quantileExactInclusive(0.5)(lag)"),
  last_p95_s: seconds("quantileExactInclusive(0.95)(lag)"),
  last_max_s: seconds("max(lag)"),
  clean: count("countIf(first_clean IS NOT NULL AND is_new)"),
  first_clean_p50_s: seconds("ifNotFinite(quantileExactInclusiveIf(0.5)(clean_lag, clean_lag >= 0), 0)"),
  first_clean_p95_s: seconds("ifNotFinite(quantileExactInclusiveIf(0.95)(clean_lag, clean_lag >= 0), 0)"),
  first_clean_max_s: seconds("greatest(max(clean_lag), 0)"),
});

/**
 * @internal Lags by algorithm and outlet. An opt-out is what the ledger of choices says, for all outlets or for this one,
 * whichever came later; where it says nothing, what the decision says. It lasts until personalisation is switched on.
 */
export async function readOptOutLag(
  connection: Connection,
  window: BatchWindow,
  { maxLagSeconds }: { readonly maxLagSeconds: number },
): Promise<BatchAnswer<OptOutLag>> {
  const { database } = connection;
  const switches = (scope: string): string => `(
        SELECT subject, outlet, chosen_at, kind FROM ${database}.choices
        WHERE kind IN ('personalisation_off', 'personalisation_on') AND outlet ${scope}
      )`;
  return ask(
    connection,
    lags,
    `(
      SELECT
        algorithm, outlet, subject, off_at, off_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC') AS is_new,
        countIf(personalised) AS after,
        countIf(personalised AND dateDiff('millisecond', off_at, ts) > 1000 * {maxLagSeconds:UInt32}) AS too_late,
        if(after = 0, 0, dateDiff('millisecond', off_at, maxIf(ts, personalised)) / 1000) AS lag,
        minOrNullIf(ts, NOT personalised) AS first_clean,
        if(is_new AND first_clean IS NOT NULL, dateDiff('millisecond', off_at, assumeNotNull(first_clean)) / 1000, -1) AS clean_lag
      FROM
      (
        SELECT
          served.algorithm AS algorithm, served.outlet AS outlet, served.subject AS subject, served.ts AS ts,
          served.personalised AS personalised,
          here.chosen_at > everywhere.chosen_at AS is_here,
          if(is_here, here.chosen_at, everywhere.chosen_at) AS chosen_at,
          if(is_here, here.kind, everywhere.kind) AS kind,
          multiIf(
            toUnixTimestamp64Milli(chosen_at) > 0, if(kind = 'personalisation_off', chosen_at, NULL),
            served.personalisation_off AND served.personalisation_off_at <= served.ts, served.personalisation_off_at,
            NULL
          ) AS off_at_or_null
        FROM
        (
          SELECT algorithm, outlet, subject, ts, personalised, personalisation_off, personalisation_off_at
          FROM ${database}.decisions WHERE ${IN_WINDOW} AND ${KNOWN_SUBJECT}
        ) AS served
        ASOF LEFT JOIN ${switches("= ''")} AS everywhere
          ON everywhere.subject = served.subject AND everywhere.chosen_at <= served.ts
        ASOF LEFT JOIN ${switches("!= ''")} AS here
          ON here.subject = served.subject AND here.outlet = served.outlet AND here.chosen_at <= served.ts
      )
      WHERE off_at_or_null IS NOT NULL
      GROUP BY algorithm, outlet, subject, assumeNotNull(off_at_or_null) AS off_at
    )
    GROUP BY algorithm, outlet ORDER BY algorithm, outlet`,
    { ...windowParameters(window), maxLagSeconds },
  );
}
