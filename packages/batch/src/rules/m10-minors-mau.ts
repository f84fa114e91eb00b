import type { Window } from "../batch-queries.ts";
import type { BatchRule } from "../batch-rule.ts";
import { percent } from "../figures.ts";

/** The number of minors in a month comes near the figure from which a service has duties of its own. */
export const m10: BatchRule = {
  id: "M10",
  async look(queries, { window, settings: { mauThreshold, mauWarning } }) {
    const answer = await queries.minorsByMonth(monthSoFar(window));
    return {
      cases: answer.rows.filter(({ minors }) => minors > 0).length,
      hits: answer.rows
        .filter(({ minors }) => minors >= mauWarning * mauThreshold)
        .map(({ month, minors, under_14, from_14, subjects }) => ({
          about: `month:${month}`,
          measures: { minors, under_14, from_14, subjects, threshold: mauThreshold },
          explanation: {
            zh:
              `疑似接近未成年人用户数量巨大的认定门槛：${month} 月至今约有 ${minors} 名不同的未成年用户` +
              `（不满 14 周岁 ${under_14}，14 至 17 周岁 ${from_14}），为门槛 ${mauThreshold} 的 ${percent(minors / mauThreshold)}，待复核。`,
            en:
              `Suspected approach to the threshold of monthly minors: in ${month} so far about ${minors} different minors ` +
              `were served (${under_14} under 14, ${from_14} from 14 to 17), ${percent(minors / mauThreshold)} of ` +
              `${mauThreshold}; to be reviewed.`,
          },
          answer,
          settings: { mauThreshold, mauWarning },
        })),
    };
  },
};

/** From the beginning, in China, of the month in which the window ends, to the window's end. */
function monthSoFar({ to }: Window): Window {
  const offset = 8 * 3_600_000;
  const last = new Date(to - 1 + offset);
  return { from: Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), 1) - offset, to };
}
