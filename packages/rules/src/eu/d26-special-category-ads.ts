import { ITEM_FLAGS } from "@probity/core";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";
import { isSpecial, specialCodes } from "./special-categories.ts";

export const d26: Rule = {
  id: "D26",
  version: 1,
  effectiveFrom: "2024-02-17",
  title: {
    zh: "疑似使用特殊类别数据做广告画像",
    en: "Suspected profiling for advertisements with data of special categories",
  },
  basis: [cite("DSA", "26(3)", "V2"), cite("GDPR", "9(1)", "K")],
  severity: "critical",
  defaultAction: "strip_feature",
  when: ["inline"],
  inputs: [
    "decisions.purpose",
    "decisions.items",
    "decisions.features_read",
    "decisions.features_declared",
    "decisions.features_span",
    "catalog.codes",
  ],
  meaning: {
    zh: "在线平台不得基于使用特殊类别数据（如种族、政治观点、宗教、健康、性取向）的画像向用户展示广告，取得同意也不例外。",
    en:
      "A platform is not to show advertisements based on profiling with special categories of data, such as ethnic " +
      "origin, political opinions, beliefs, health or orientation; consent makes no difference.",
  },
  description: {
    zh:
      "决策目的为商业营销而使用了属于特殊类别的特征；或任何目的的决策交付了广告条目（items=ad）并使用了此类特征。" +
      "启用剔除时，只有目的为营销的决策会在读取前被剔除：混排信息流中是否有广告，开始时还不知道。",
    en:
      "The purpose is marketing, and a feature of a special category was used; or a decision of any purpose delivered an " +
      "advertisement (items=ad) and used one. Enforced, features are held back for marketing only: whether a mixed feed " +
      "will hold an advertisement is not known when it opens.",
  },
  blindSpots: {
    zh: "由外部广告系统完成的画像；没有代码的特征；可以推断出特殊类别的普通特征；没有标记的广告。",
    en:
      "Profiling by an ad system elsewhere; features whose codes are missing; plain features that a special category can " +
      "be inferred from; advertisements that are not flagged.",
  },
  example: {
    zh: "为选择保健品广告，系统读取了用户的病史标签。",
    en: "To choose an advertisement for supplements, the system reads a label of the user's illness.",
  },
  compile({ catalog }) {
    const special = catalog.select(({ codes }) => codes.some(isSpecial));
    if (special.isEmpty) return undefined;
    return {
      forbids: ({ purpose }) => (purpose === "marketing" ? special : undefined),
      judge(facts, { features }) {
        if (features.length > 0) return `codes=${specialCodes(catalog.features, features).join(",")}`;
        if ((facts.itemFlags & ITEM_FLAGS.ad) === 0 || !special.intersects(facts.used)) return undefined;
        return `items=ad codes=${specialCodes(catalog.features, special.common(facts.used)).join(",")}`;
      },
    };
  },
};
