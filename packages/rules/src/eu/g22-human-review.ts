import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const g22: Rule = {
  id: "G22",
  version: 1,
  effectiveFrom: "2018-05-25",
  title: {
    zh: "疑似仅由自动化作出的重大决定没有人工干预途径",
    en: "Suspected decision of significance by automation alone, without a way to a person",
  },
  basis: [cite("GDPR", "22", "K")],
  severity: "high",
  defaultAction: "warn",
  when: ["inline"],
  inputs: ["decisions.significant", "decisions.review_route"],
  meaning: {
    zh: "个人有权不受仅基于自动化处理且具有重大影响的决定约束；允许的例外也须有保障措施，至少包括人工干预、表达意见和提出异议。",
    en:
      "A person has the right not to be subject to a significant decision by automation alone; where it is allowed, there " +
      "are safeguards, at the least a person's intervention, a say, and the means to contest it.",
  },
  description: {
    zh: "决策属于重大影响，而没有登记人工复核的途径（review_route）。",
    en: "The decision is significant, and no way to a person's review is on record.",
  },
  blindSpots: {
    zh: "决定是否仅由自动化作出；复核人员是否真正有权改变结果；例外情形是否成立。",
    en: "Whether automation alone decided; whether the reviewer may change the outcome; whether one of the exceptions holds.",
  },
  example: {
    zh: "系统自动拒绝租房申请，页面上没有任何联系人工的方式。",
    en: "A system refuses a tenant's application, and the page shows no way to reach a person.",
  },
  compile: () => ({
    judge: ({ details }) =>
      details.significant && details.reviewRoute === "" ? "missing=review_route" : undefined,
  }),
};
