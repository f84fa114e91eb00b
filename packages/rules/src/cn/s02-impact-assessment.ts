import type { Algorithm } from "@probity/core";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const s02: Rule = {
  id: "S02",
  version: 1,
  effectiveFrom: "2021-11-01",
  title: {
    zh: "疑似算法版本使用个人信息而没有在有效期内的影响评估",
    en: "Suspected use of personal information by a version without a valid impact assessment",
  },
  basis: [cite("PIPL", "55", "V"), cite("PIPL", "56", "V"), cite("GB45392", "", "V2")],
  severity: "high",
  defaultAction: "warn",
  when: ["inline", "registry"],
  inputs: [
    "decisions.ts",
    "decisions.features_read",
    "decisions.features_declared",
    "decisions.features_span",
    "catalog.personal",
    "algorithm.pia",
  ],
  meaning: {
    zh:
      "处理敏感个人信息、利用个人信息进行自动化决策，应当事前进行个人信息保护影响评估，评估报告和处理情况记录至少保存三年。" +
      "本规则核对提供服务的算法版本是否有在有效期内的评估。",
    en:
      "Before sensitive data is processed, or decisions are made automatically from personal data, an impact assessment " +
      "is due; its report and the record of the processing are kept for three years at least. The rule checks that the " +
      "version that serves has one that is valid.",
  },
  description: {
    zh:
      "决策时：该算法版本登记的影响评估在决策开始时已过有效期（pia=expired），而决策使用了个人特征。" +
      "登记检查时：算法可用个人特征，而没有登记影响评估（pia=missing）或已过期。" +
      "没有登记评估只在登记检查中报告一次，不在每次决策中重复命中。评估的有效期由部署方登记，法律未规定固定期限。",
    en:
      "In a decision: the assessment on record for the version had ended when the decision opened (pia=expired), and the " +
      "decision used personal features. In the registry: the algorithm may use personal features, and no assessment is " +
      "on record (pia=missing), or it has ended. One that is missing is told once, by the registry, and not by every " +
      "decision. How long an assessment is valid is what the deployment declares; the law sets no term.",
  },
  blindSpots: {
    zh: "评估的内容是否覆盖实际使用的数据和目的；评估是否确在上线之前完成；登记的编号是否真实。",
    en:
      "Whether the assessment covers the data and purposes in use; whether it was made before the launch; whether the id " +
      "on record stands for a real one.",
  },
  example: {
    zh: "评估有效期至 3 月 1 日，3 月 2 日该版本仍读取用户兴趣作出推荐。",
    en: "The assessment is valid until 1 March; on 2 March the version still reads interests to recommend.",
  },
  compile({ catalog, algorithm: { pia } }) {
    const personal = catalog.select((feature) => feature.personal);
    if (!pia || personal.isEmpty) return undefined;
    return {
      forbids: ({ openedAt }) => (openedAt >= pia.validUntil ? personal : undefined),
      judge: (_, { features }) => (features.length === 0 ? undefined : "pia=expired"),
    };
  },
  inspect({ catalog, algorithm }, at) {
    const mayUse = catalog.features.some(({ personal, name }) => personal && declares(algorithm, name));
    if (!mayUse) return undefined;
    if (!algorithm.pia) return "pia=missing";
    return at >= algorithm.pia.validUntil ? "pia=expired" : undefined;
  },
};

function declares({ features }: Algorithm, name: string): boolean {
  return features === undefined || features.includes(name);
}
