import type { BatchRule } from "../batch-rule.ts";
import { percent } from "../figures.ts";

/** Too many decisions for subjects of unknown age. */
export const m09: BatchRule = {
  id: "M09",
  async look(queries, { window, settings: { maxUnknownAges } }) {
    const answer = await queries.unknownAges(window);
    return {
      cases: answer.rows.length,
      hits: answer.rows
        .filter(({ decisions, unknown }) => unknown > maxUnknownAges * decisions)
        .map(({ algorithm, outlet, decisions, unknown, unknown_signed_in }) => ({
          algorithm,
          outlet,
          measures: { decisions, unknown, unknown_signed_in },
          explanation: {
            zh:
              `疑似未成年人保护存在覆盖缺口：${decisions} 次决策中有 ${unknown} 次（${percent(unknown / decisions)}）年龄未知，` +
              `其中 ${unknown_signed_in} 次为登录用户，高于 ${percent(maxUnknownAges)}，待复核。`,
            en:
              `Suspected gap in the protection of minors: for ${unknown} of ${decisions} decisions ` +
              `(${percent(unknown / decisions)}) the age is unknown, ${unknown_signed_in} of them with somebody signed in; ` +
              `that is more than ${percent(maxUnknownAges)}; to be reviewed.`,
          },
          answer,
          settings: { maxUnknownAges },
        })),
    };
  },
};
