import type { BatchRule } from "../batch-rule.ts";
import { figure, percent } from "../figures.ts";
import { comparePrices, isSpread } from "./price-comparisons.ts";

/** Cohorts that were shown different prices for the same. */
export const p02: BatchRule = {
  id: "P02",
  async look(queries, { window, settings }) {
    const answer = await queries.pricePairs(window, { bucketMinutes: settings.priceBucketMinutes });
    const compared = comparePrices(answer.rows, settings);
    const { priceBucketMinutes, minPairs, minItems, minSpread, level, resamples } = settings;
    return {
      cases: compared.length,
      hits: compared
        .filter((comparison) => isSpread(comparison, settings))
        .map(({ algorithm, outlet, cohortA, cohortB, items, pairs, ratio, above, below, likelihood }) => {
          const [low, high] = [percent(Math.abs(ratio.low - 1)), percent(Math.abs(ratio.high - 1))].toSorted(
            (a, b) => Number.parseFloat(a) - Number.parseFloat(b),
          );
          const spread = percent(Math.abs(ratio.value - 1));
          const isDearer = ratio.value > 1;
          return {
            algorithm,
            outlet,
            about: `cohorts:${cohortA}|${cohortB}`,
            measures: {
              ...{ ratio: ratio.value, ratio_low: ratio.low, ratio_high: ratio.high },
              ...{ items, pairs, above, below, likelihood, comparisons: compared.length },
            },
            explanation: {
              zh:
                `疑似同品同条件价差：${items} 件商品、${pairs} 组配对中，人群「${cohortB}」看到的价格比「${cohortA}」` +
                `${isDearer ? "高" : "低"} ${spread}（中位数，${percent(level)} 区间 ${low} 至 ${high}；校正多重比较后，` +
                `偶然如此的可能不超过 ${figure(likelihood)}），待复核。`,
              en:
                `Suspected price spread for the same on the same conditions: over ${items} items and ${pairs} pairs the cohort ` +
                `${cohortB} saw prices ${spread} ${isDearer ? "higher" : "lower"} than ${cohortA} (median; ${percent(level)} ` +
                `interval ${low} to ${high}; the likelihood of chance is at most ${figure(likelihood)} with all comparisons ` +
                "allowed for); to be reviewed.",
            },
            answer,
            settings: { priceBucketMinutes, minPairs, minItems, minSpread, level, resamples },
          };
        }),
    };
  },
};
