import { isPersonalisation } from "@probity/core";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const d38: Rule = {
  id: "D38",
  version: 1,
  effectiveFrom: "2024-02-17",
  title: {
    zh: "疑似选择了不基于画像的选项后仍使用画像，或没有此选项",
    en: "Suspected profiling although the option without it was chosen, or no such option",
  },
  basis: [cite("DSA", "38", "V2")],
  severity: "high",
  defaultAction: "fallback",
  when: ["inline", "registry"],
  inputs: [
    "decisions.personalisation_off",
    "decisions.personalisation_off_at",
    "decisions.ts",
    "decisions.features_read",
    "decisions.features_declared",
    "decisions.features_span",
    "catalog.personal",
    "catalog.purposes",
    "outlet.optOut",
  ],
  meaning: {
    zh: "超大型在线平台和搜索引擎的每个推荐系统，至少要有一个不基于画像的选项。用户选择之后，推荐就不应再使用其个人特征。",
    en:
      "Each recommender of a very large platform or search engine has at least one option that is not based on " +
      "profiling. Once it is chosen, personal features are out of it.",
  },
  description: {
    zh: "决策时：用户已关闭个性化（不晚于决策开始），而决策使用了个人特征；只登记用于安全的特征不计入。登记检查时：出口没有登记该选项（option=none）。",
    en:
      "In a decision: personalisation was off, not later than the decision opened, and personal features were used; those " +
      "for safety alone don't count. In the registry: no such option is on record for the outlet (option=none).",
  },
  blindSpots: {
    zh: "平台是否属于超大型平台；选项是否便于找到；对其他平台而言，本条不是义务。",
    en: "Whether the platform is a very large one, for others are not bound; whether the option is easy to find.",
  },
  example: {
    zh: "用户选择“按时间排序，不使用画像”，信息流仍读取其兴趣。",
    en: 'A user chose "newest first, no profiling", and the feed still read the interests.',
  },
  compile({ catalog }) {
    const personal = catalog.select(isPersonalisation);
    if (personal.isEmpty) return undefined;
    return {
      forbids({ subject: { personalisationOff, personalisationOffAt }, openedAt }) {
        return personalisationOff && (personalisationOffAt ?? openedAt) <= openedAt ? personal : undefined;
      },
    };
  },
  inspect({ catalog, outlet }) {
    if (!outlet || (outlet.optOut ?? "") !== "") return undefined;
    return catalog.features.some(isPersonalisation) ? "option=none" : undefined;
  },
};
