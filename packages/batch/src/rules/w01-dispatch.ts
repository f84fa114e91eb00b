import type { BatchRule } from "../batch-rule.ts";
import { figure } from "../figures.ts";

/** Workers who were dispatched for too long on end. */
export const w01: BatchRule = {
  id: "W01",
  async look(queries, { window, settings: { maxDispatchHours, pauseMinutes } }) {
    const answer = await queries.dispatchStretches(window, { maxHours: maxDispatchHours, pauseMinutes });
    return {
      cases: answer.rows.length,
      hits: answer.rows
        .filter(({ long_workers }) => long_workers > 0)
        .map(({ algorithm, outlet, ...measures }) => ({
          algorithm,
          outlet,
          measures,
          explanation: {
            zh:
              `疑似连续派单时间过长：${measures.workers} 名劳动者中有 ${measures.long_workers} 名被连续派单超过 ${figure(maxDispatchHours)} 小时` +
              `（其间没有 ${pauseMinutes} 分钟以上的间隔，最长 ${figure(measures.longest_max_h)} 小时），待复核。`,
            en:
              `Suspected dispatch for too long on end: ${measures.long_workers} of ${measures.workers} workers got orders for ` +
              `more than ${figure(maxDispatchHours)} hours without a pause of ${pauseMinutes} minutes (the longest ` +
              `${figure(measures.longest_max_h)} hours); to be reviewed.`,
          },
          answer,
          settings: { maxDispatchHours, pauseMinutes },
        })),
    };
  },
};
