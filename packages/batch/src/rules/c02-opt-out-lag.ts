import type { BatchRule } from "../batch-rule.ts";
import { figure } from "../figures.ts";

/** Opt-outs that took longer to take effect than was promised. */
export const c02: BatchRule = {
  id: "C02",
  async look(queries, { window, settings: { maxLagSeconds } }) {
    const answer = await queries.optOutLag(window, { maxLagSeconds });
    const late = answer.rows.filter((row) => row.late > 0);
    return {
      cases: answer.rows.length,
      hits: late.map(({ algorithm, outlet, ...row }) => ({
        algorithm,
        outlet,
        measures: { ...row },
        explanation: {
          zh:
            `疑似关闭个性化后未立即停止：${row.opt_outs} 次关闭中有 ${row.late_opt_outs} 次在 ${maxLagSeconds} 秒之后仍有个性化决策` +
            `（共 ${row.late} 次，最长 ${figure(row.last_max_s)} 秒，第 95 百分位 ${figure(row.last_p95_s)} 秒），待复核。`,
          en:
            `Suspected that personalisation did not stop at once: after ${row.late_opt_outs} of ${row.opt_outs} opt-outs ` +
            `decisions were still personalised more than ${maxLagSeconds} seconds later (${row.late} in all, the last after ` +
            `${figure(row.last_max_s)} seconds, 95th percentile ${figure(row.last_p95_s)} seconds); to be reviewed.`,
        },
        answer,
        settings: { maxLagSeconds },
      })),
    };
  },
};
