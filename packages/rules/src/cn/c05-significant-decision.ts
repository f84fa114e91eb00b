import type { DetailFacts } from "@probity/core";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const c05: Rule = {
  id: "C05",
  version: 1,
  effectiveFrom: "2021-11-01",
  title: {
    zh: "疑似对个人权益有重大影响的决定缺少说明或人工复核途径",
    en: "Suspected significant decision without an explanation or a way to a person's review",
  },
  basis: [cite("PIPL", "24(3)", "V"), cite("REG9", "17(3)", "V"), cite("GDPR", "22", "K")],
  severity: "high",
  defaultAction: "warn",
  when: ["inline"],
  inputs: ["decisions.significant", "decisions.explanation", "decisions.review_route"],
  meaning: {
    zh:
      "通过自动化决策作出对个人权益有重大影响的决定，个人有权要求说明，并有权拒绝仅通过自动化决策作出决定。" +
      "能够做到这一点，前提是每个决定都留有说明，并有人工复核的途径。",
    en:
      "Of a decision that significantly affects somebody, that person may ask for an explanation and may refuse one made " +
      "by automation alone. That takes an explanation kept of each decision, and a way to a person.",
  },
  description: {
    zh: "决策（由算法登记或服务说明）属于重大影响，而没有留存说明（explanation），或没有人工复核途径（review_route）。命中说明列出所缺。",
    en:
      "The decision is significant, as the algorithm declares or the service says, and no explanation is kept of it " +
      "(explanation), or there is no way to a review (review_route). The detail lists what is missing.",
  },
  blindSpots: {
    zh: "哪些决定属于重大影响由部署方登记；说明是否看得懂、是否属实；人工复核是否真正有权改变结果。",
    en:
      "Which decisions are significant, which the deployment declares; whether the explanation is clear and true; whether " +
      "the reviewer may change the outcome.",
  },
  example: {
    zh: "贷款预审自动拒绝了申请，记录中没有说明，也没有申诉入口。",
    en: "A pre-check of loans refuses an application; no explanation is kept, and there is no way to appeal.",
  },
  compile: () => ({ judge: ({ details }) => (details.significant ? missing(details) : undefined) }),
};

function missing({ explanation, reviewRoute }: DetailFacts): string | undefined {
  if (explanation !== "") return reviewRoute === "" ? "missing=review_route" : undefined;
  return reviewRoute === "" ? "missing=explanation,review_route" : "missing=explanation";
}
