import type { Language } from "./language.ts";

/** What `probity decisions` says: the titles of its table, and the line after it. */
export interface DecisionsTexts {
  readonly decision: string;
  readonly time: string;
  readonly algorithm: string;
  readonly outlet: string;
  readonly subject: string;
  readonly age: string;
  readonly minorMode: string;
  readonly features: string;
  readonly items: string;
  readonly interventions: string;
  /** Suspected, to be reviewed. */
  readonly findings: string;
  readonly outcome: string;
  readonly how: string;
  readonly unregistered: string;
  readonly listed: (count: number, timeZone: string) => string;
  readonly hasMore: string;
}

/** The texts of each language. */
export const decisionsTexts: Readonly<Record<Language, DecisionsTexts>> = {
  en: {
    decision: "Decision",
    time: "Time",
    algorithm: "Algorithm",
    outlet: "Outlet",
    subject: "Subject",
    age: "Age",
    minorMode: "minors' mode",
    features: "Features",
    items: "Items",
    interventions: "Interventions",
    findings: "Suspected, to be reviewed",
    outcome: "Outcome",
    how: "Known by",
    unregistered: "not in the catalog",
    listed: (count, timeZone) =>
      `${count} ${count === 1 ? "decision" : "decisions"}, newest first; times are those of ${timeZone}`,
    hasMore: "there are older ones: raise --limit, or go back with --until",
  },
  zh: {
    decision: "算法决策",
    time: "时间",
    algorithm: "算法",
    outlet: "服务出口",
    subject: "用户主体",
    age: "年龄",
    minorMode: "未成年人模式",
    features: "特征",
    items: "内容",
    interventions: "人工干预",
    findings: "疑似 / 待复核",
    outcome: "结果",
    how: "获知方式",
    unregistered: "未登记",
    listed: (count, timeZone) => `共 ${count} 条算法决策，由新到旧；时间为 ${timeZone} 时间`,
    hasMore: "还有更早的记录：调大 --limit，或用 --until 往前查",
  },
};
