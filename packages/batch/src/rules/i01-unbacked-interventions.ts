import type { Bilingual } from "@probity/rules";
import type { BatchRule } from "../batch-rule.ts";
import { chinaTime } from "../figures.ts";

const STATES: Readonly<Record<string, Bilingual>> = {
  unknown: { zh: "台账中没有该干预", en: "the ledger knows no such intervention" },
  rejected: { zh: "该干预已被驳回", en: "it had been rejected" },
  unapproved: { zh: "当时尚未获批准", en: "it had not been approved by then" },
  revoked: { zh: "当时已被撤销", en: "it had been revoked by then" },
  expired: { zh: "当时已过有效期", en: "its time had run out" },
  early: { zh: "当时尚未到生效时间", en: "its time had not come" },
  elsewhere: {
    zh: "其范围不含该展示位、出口或算法",
    en: "it was not for that surface, outlet or algorithm",
  },
};

/** Interventions that touched results while the ledger did not bear them out. */
export const i01: BatchRule = {
  id: "I01",
  async look(queries, { window, settings: { interventionToleranceMs } }) {
    const answer = await queries.unbackedInterventions(window, { toleranceMs: interventionToleranceMs });
    return {
      cases: answer.rows.length,
      hits: answer.rows.map(({ algorithm, outlet, id, state, decisions, first, last }) => {
        const why = STATES[state] ?? { zh: state, en: state };
        const [from, to] = [chinaTime(first), chinaTime(last)];
        return {
          algorithm,
          outlet,
          about: `${state}:${id}`,
          measures: { decisions, first_ms: first, last_ms: last },
          explanation: {
            zh: `疑似人工干预缺少依据：干预「${id}」在 ${from} 至 ${to}（北京时间）影响了 ${decisions} 次决策，而${why.zh}，待复核。`,
            en:
              `Suspected intervention without a basis: ${id} touched ${decisions} decisions from ${from} to ${to} ` +
              `(China time), but ${why.en}; to be reviewed.`,
          },
          answer,
          settings: { interventionToleranceMs },
        };
      }),
    };
  },
};
