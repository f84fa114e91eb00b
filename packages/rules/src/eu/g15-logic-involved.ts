import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const g15: Rule = {
  id: "G15",
  version: 1,
  effectiveFrom: "2018-05-25",
  title: {
    zh: "疑似自动化重大决定没有可供查阅的说明",
    en: "Suspected automated decision of significance without an explanation to give access to",
  },
  basis: [cite("GDPR", "15(1)(h)", "K")],
  severity: "medium",
  defaultAction: "warn",
  when: ["inline"],
  inputs: ["decisions.significant", "decisions.explanation"],
  meaning: {
    zh: "个人有权获知是否存在自动化决策，以及其所涉逻辑、意义和预期后果的有用信息。要做到这一点，须为每个决定留存说明。",
    en:
      "A person may ask whether decisions are automated, and for meaningful information on the logic, its significance " +
      "and consequences. That takes an explanation kept of each.",
  },
  description: {
    zh: "决策属于重大影响，而没有留存说明的引用（explanation）。",
    en: "The decision is significant, and no reference to an explanation is on record.",
  },
  blindSpots: {
    zh: "说明是否有用、易懂；申请是否按期答复；未登记为重大影响的决定。",
    en: "Whether the explanation is meaningful; whether requests are answered in time; decisions not declared significant.",
  },
  example: {
    zh: "用户询问为何被拒，系统没有留存该决定的任何说明。",
    en: "A user asks why an application was refused; nothing was kept that would explain it.",
  },
  compile: () => ({
    judge: ({ details }) =>
      details.significant && details.explanation === "" ? "missing=explanation" : undefined,
  }),
};
