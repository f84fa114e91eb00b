import type { BatchRule } from "../batch-rule.ts";
import { figure } from "../figures.ts";

/** Complaints that had no answer, or no end, within the time that was made known. */
export const u02: BatchRule = {
  id: "U02",
  async look(queries, { window, settings: { firstReplyHours, closeHours } }) {
    const answer = await queries.lateCases(window, { firstReplyHours, closeHours });
    return {
      cases: answer.rows.reduce((sum, { reply_due, close_due }) => sum + reply_due + close_due, 0),
      hits: answer.rows
        .filter(({ reply_late, close_late }) => reply_late > 0 || close_late > 0)
        .map(({ algorithm, outlet, ...measures }) => {
          const { reply_due, reply_late, close_due, close_late, reply_max_h } = measures;
          return {
            algorithm,
            outlet,
            measures,
            explanation: {
              zh:
                `疑似投诉处理超出公示时限：本时段应首次回复的 ${reply_due} 件中有 ${reply_late} 件在 ${firstReplyHours} 小时内未获回复` +
                `（最长 ${figure(reply_max_h)} 小时），应办结的 ${close_due} 件中有 ${close_late} 件在 ${closeHours} 小时内未办结，待复核。`,
              en:
                `Suspected that complaints took longer than was made known: of ${reply_due} cases due for a first reply ` +
                `${reply_late} had none within ${firstReplyHours} hours (the longest wait ${figure(reply_max_h)} hours), and of ` +
                `${close_due} due to be closed ${close_late} were not within ${closeHours} hours; to be reviewed.`,
            },
            answer,
            settings: { firstReplyHours, closeHours },
          };
        }),
    };
  },
};
