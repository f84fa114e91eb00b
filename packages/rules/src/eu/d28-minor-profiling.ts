import { isMinor, isPersonalisation, ITEM_FLAGS } from "@probity/core";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const d28: Rule = {
  id: "D28",
  version: 1,
  effectiveFrom: "2024-02-17",
  title: {
    zh: "疑似基于画像向未成年人展示广告",
    en: "Suspected advertising to a minor based on profiling",
  },
  basis: [cite("DSA", "28(2)", "K")],
  severity: "critical",
  defaultAction: "strip_feature",
  when: ["inline"],
  inputs: [
    "decisions.age_band",
    "decisions.minor_mode",
    "decisions.purpose",
    "decisions.items",
    "decisions.features_read",
    "decisions.features_declared",
    "decisions.features_span",
    "catalog.personal",
    "catalog.purposes",
  ],
  meaning: {
    zh: "平台合理确信用户为未成年人的，不得基于使用其个人数据的画像展示广告。与画像无关的广告不在此限。",
    en:
      "Where a platform knows with reasonable certainty that a user is a minor, it shows no advertisements based on " +
      "profiling with that user's data. Advertisements without profiling are another matter.",
  },
  description: {
    zh:
      "用户为未成年人，且决策目的为商业营销而使用了个人特征；或任何目的的决策交付了广告条目（items=ad）并使用了个人特征。" +
      "只登记用于安全的特征不计入。启用剔除时，只有目的为营销的决策会在读取前被剔除。",
    en:
      "The subject is a minor, and the purpose is marketing and personal features were used; or a decision of any purpose " +
      "delivered an advertisement (items=ad) and used them. Features for safety alone don't count. Enforced, features " +
      "are held back for marketing only.",
  },
  blindSpots: {
    zh: "年龄未知的未成年人（法律不要求为此收集更多数据）；由外部广告系统完成的画像；没有标记的广告；广告与其他内容使用的特征无法区分。",
    en:
      "Minors of unknown age, of whom no more data is to be gathered for this; profiling by an ad system elsewhere; " +
      "advertisements not flagged; which features of a mixed feed served the advertisement.",
  },
  example: {
    zh: "一位 15 岁用户的广告位按其浏览历史选择广告。",
    en: "The advertisement that a user of 15 sees is chosen by the pages that the user visited.",
  },
  compile({ catalog }) {
    const personal = catalog.select(isPersonalisation);
    if (personal.isEmpty) return undefined;
    return {
      forbids: ({ subject, purpose }) => (purpose === "marketing" && isMinor(subject) ? personal : undefined),
      judge({ subject, itemFlags, used }, { features }) {
        if (features.length > 0) return "purpose=marketing";
        const hasAd = (itemFlags & ITEM_FLAGS.ad) !== 0;
        return hasAd && isMinor(subject) && personal.intersects(used) ? "items=ad" : undefined;
      },
    };
  },
};
