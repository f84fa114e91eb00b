import type { BatchRule } from "../batch-rule.ts";

/** Items that came again to who had said that they are of no interest. */
export const v02: BatchRule = {
  id: "V02",
  async look(queries, { window, settings: { feedbackGraceSeconds, feedbackMemoryDays } }) {
    const answer = await queries.ignoredFeedback(window, {
      graceSeconds: feedbackGraceSeconds,
      memoryDays: feedbackMemoryDays,
    });
    return {
      cases: answer.rows.length,
      hits: answer.rows.map(({ algorithm, outlet, items, subjects, deliveries }) => ({
        algorithm,
        outlet,
        measures: { items, subjects, deliveries },
        explanation: {
          zh: `疑似负反馈未生效：${subjects} 名用户标记「不感兴趣」的条目，在超过 ${feedbackGraceSeconds} 秒后又推荐给本人 ${deliveries} 次，待复核。`,
          en:
            `Suspected that negative feedback had no effect: items that ${subjects} users had marked as not interesting came ` +
            `to them again ${deliveries} times, more than ${feedbackGraceSeconds} seconds later; to be reviewed.`,
        },
        answer,
        settings: { feedbackGraceSeconds, feedbackMemoryDays },
      })),
    };
  },
};
