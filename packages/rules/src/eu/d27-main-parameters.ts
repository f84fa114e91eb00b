import { isPersonalisation } from "@probity/core";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const d27: Rule = {
  id: "D27",
  version: 1,
  effectiveFrom: "2024-02-17",
  title: {
    zh: "疑似推荐系统没有公布主要参数，或没有可随时修改的选项",
    en: "Suspected recommender without published main parameters, or without options to change them",
  },
  basis: [cite("DSA", "27(1)", "V2"), cite("DSA", "27(3)", "V2")],
  severity: "medium",
  defaultAction: "warn",
  when: ["inline", "registry"],
  inputs: [
    "decisions.notice",
    "decisions.features_read",
    "decisions.features_declared",
    "decisions.features_span",
    "catalog.personal",
    "outlet.optOut",
  ],
  meaning: {
    zh: "推荐系统的主要参数、其重要性以及用户可以修改的选项，应当写入条款并说清楚；提供选项的，应能随时直接选择。",
    en:
      "The main parameters of a recommender, why they matter, and the options to change them stand in the terms in plain " +
      "words; where there are options, they can be chosen at any time.",
  },
  description: {
    zh:
      "决策时：决策使用了个人特征，而没有任何记录说明展示了哪一版公开说明（notice=none）。" +
      "登记检查时：出口使用个人特征，而没有登记修改选项的入口（options=none）。",
    en:
      "In a decision: personal features were used, and nothing on record says which version of the public notice was " +
      "shown (notice=none). In the registry: the outlet may use personal features, and no place to change the options is " +
      "on record (options=none).",
  },
  blindSpots: {
    zh: "说明的文字是否完整、易懂，是否与实际参数一致；选项是否真的改变结果。",
    en: "Whether the text is complete and plain, and true to what ranks; whether the options change anything.",
  },
  example: {
    zh: "信息流按观看时长和关注排序，条款中只写“智能推荐”。",
    en: 'A feed ranks by watch time and follows; its terms say "smart recommendations" and no more.',
  },
  compile({ catalog }) {
    const personal = catalog.select(isPersonalisation);
    if (personal.isEmpty) return undefined;
    return {
      judge: ({ details, used }) =>
        details.notice === "" && personal.intersects(used) ? "notice=none" : undefined,
    };
  },
  inspect({ catalog, outlet }) {
    if (!outlet || (outlet.optOut ?? "") !== "") return undefined;
    return catalog.features.some(isPersonalisation) ? "options=none" : undefined;
  },
};
