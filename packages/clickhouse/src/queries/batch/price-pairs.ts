import { decisionRecord } from "@probity/core";

import type { Connection } from "../../connection.ts";
import { Selection } from "../../selection.ts";
import { ask, type BatchAnswer, type BatchWindow, IN_WINDOW, windowParameters } from "./answer.ts";
import type { PricePairs } from "./rows.ts";

/** Items of one comparison that are given; where there are more, those that come first by a hash of theirs. */
const MOST_ITEMS = 10_000;
/** Pairs of one item that are given one by one, chosen likewise. */
const MOST_PAIRS = 200;

const { columns } = decisionRecord;
const price = columns.prices.type.array.tuple;

const pairs = new Selection({
  algorithm: columns.algorithm,
  outlet: columns.outlet,
  cohort_a: { type: "String" },
  cohort_b: { type: "String" },
  item: { type: price.item },
  conditions: { type: price.conditions },
  pairs: { type: "UInt64", sql: "count()" },
  ratio: { type: "Float64", sql: "quantileExactInclusive(0.5)(pair_ratio)" },
  ratios: {
    type: { array: "Float64" },
    sql: `arrayMap(each -> each.2, groupArraySorted(${MOST_PAIRS})((sipHash64(item, conditions, bucket), pair_ratio)))`,
  },
});

/**
 * @internal Prices of the same item on the same conditions within the same stretch of time, shown to one cohort and to
 * another. Within each, the median stands for all. A cohort's name may say what it is about, as in `membership:gold`:
 * only cohorts about the same are compared.
 */
export async function readPricePairs(
  connection: Connection,
  window: BatchWindow,
  { bucketMinutes }: { readonly bucketMinutes: number },
): Promise<BatchAnswer<PricePairs>> {
  const prices = `(
      SELECT
        algorithm, outlet, cohort, if(position(cohort, ':') = 0, '', splitByChar(':', cohort)[1]) AS dimension,
        shown.item AS item, shown.conditions AS conditions,
        toStartOfInterval(ts, toIntervalMinute({bucketMinutes:UInt32})) AS bucket,
        quantileExactInclusive(0.5)(shown.price) AS median
      FROM
      (
        SELECT algorithm, outlet, ts, toString(cohort) AS cohort, prices
        FROM ${connection.database}.decisions ARRAY JOIN arrayDistinct(cohorts) AS cohort
        WHERE ${IN_WINDOW} AND notEmpty(prices)
      )
      ARRAY JOIN prices AS shown
      WHERE isFinite(shown.price) AND shown.price > 0
      GROUP BY algorithm, outlet, cohort, dimension, item, conditions, bucket
    )`;
  return ask(
    connection,
    pairs,
    `(
      SELECT
        a.algorithm AS algorithm, a.outlet AS outlet, a.cohort AS cohort_a, b.cohort AS cohort_b, a.item AS item,
        a.conditions AS conditions, a.bucket AS bucket, b.median / a.median AS pair_ratio
      FROM ${prices} AS a
      INNER JOIN ${prices} AS b
        ON a.algorithm = b.algorithm AND a.outlet = b.outlet AND a.dimension = b.dimension AND a.item = b.item
        AND a.conditions = b.conditions AND a.bucket = b.bucket
      WHERE a.cohort < b.cohort
    )
    GROUP BY algorithm, outlet, cohort_a, cohort_b, item, conditions
    ORDER BY algorithm, outlet, cohort_a, cohort_b, sipHash64(item, conditions), item, conditions
    LIMIT ${MOST_ITEMS} BY algorithm, outlet, cohort_a, cohort_b`,
    { ...windowParameters(window), bucketMinutes },
  );
}
