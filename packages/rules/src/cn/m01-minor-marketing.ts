import { isMinor } from "@probity/core";
import { hasAny } from "../item-test.ts";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const m01: Rule = {
  id: "M01",
  version: 1,
  effectiveFrom: "2024-01-01",
  title: {
    zh: "疑似以自动化决策方式向未成年人进行商业营销",
    en: "Suspected automated marketing to a minor",
  },
  basis: [cite("MINREG", "24(3)", "V")],
  severity: "critical",
  defaultAction: "block",
  when: ["inline"],
  inputs: ["decisions.age_band", "decisions.minor_mode", "decisions.purpose", "decisions.items"],
  meaning: {
    zh: "以自动化决策方式向未成年人进行商业营销为条例所禁止，不论是否使用其个人信息。未成年人可由年龄段得知，也可由未成年人模式信号得知。",
    en: "Marketing to a minor by automated decisions is prohibited by the regulations, whether or not the minor's data is used. That a user is a minor is known from the age band, or from the signal of the minors' mode.",
  },
  description: {
    zh:
      "决策面向未成年人（年龄段不满 18 周岁，或未成年人模式已开启），且决策目的为商业营销，" +
      "或交付的内容中有标记为广告的条目。命中说明写明是哪一种。",
    en:
      "The decision is for a minor (an age band under 18, or the minors' mode on), and its purpose is marketing or " +
      "an item it delivered is marked as an advertisement. The detail says which.",
  },
  blindSpots: {
    zh: "年龄未知且未开启未成年人模式的未成年人；未标记为广告的软性推广；营销对象其实是同一账号下的监护人。",
    en:
      "A minor whose age is unknown and whose mode is off; promotion that is not marked as an advertisement; " +
      "a guardian who uses the minor's account.",
  },
  enforcement: {
    zh: "目的为商业营销的决策被阻断，用户看到带有决策编号的说明；其他决策照常进行，只是带有广告标记的条目不会交付。",
    en: "A decision made for marketing is blocked, with an answer that names its id; any other goes on, without the items that are marked as advertisements.",
  },
  example: {
    zh: "一位 15 岁用户的首页里，推荐系统插入了一条广告。",
    en: "The home page of a user of 15 holds an advertisement that the recommender put there.",
  },
  compile() {
    return {
      refuses: ({ subject, purpose }) =>
        purpose === "marketing" && isMinor(subject) ? "purpose=marketing" : undefined,
      refusesItem: ({ subject }) => (isMinor(subject) ? isAd : undefined),
      judge: (_, { refusal, items }) =>
        items === 0 ? undefined : refusal === "" ? "items=ad" : `${refusal} items=ad`,
    };
  },
};

const isAd = hasAny("ad");
