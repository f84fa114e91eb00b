import { isMinor } from "@probity/core";
import { hasAny } from "../item-test.ts";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const m08: Rule = {
  id: "M08",
  version: 1,
  effectiveFrom: "2024-01-01",
  title: {
    zh: "疑似向未成年人推荐应援集资、投票打榜等内容",
    en: "Suspected recommendation of fan fund-raising or vote rallying to a minor",
  },
  basis: [cite("MINREG", "45", "V")],
  severity: "high",
  defaultAction: "strip_item",
  when: ["inline"],
  inputs: ["decisions.age_band", "decisions.minor_mode", "decisions.items"],
  meaning: {
    zh: "网络服务不得诱导未成年人参与应援集资、投票打榜、刷量控评等活动。",
    en: "A service must not draw minors into fund-raising, vote rallying or the inflation of figures for idols.",
  },
  description: {
    zh: "用户为未成年人（按年龄段或未成年人模式信号），而交付的条目带有 fan_support 标记。",
    en: "The subject is a minor, by age band or by the minors' mode, and an item that was delivered carries fan_support.",
  },
  blindSpots: {
    zh: "没有标记的话题和社区；年龄未知的未成年人；用户自行搜索到的内容不在推荐之内的部分。",
    en: "Topics and communities that are not flagged; minors of unknown age; what a user finds without a recommendation.",
  },
  example: {
    zh: "一位 16 岁用户的信息流里出现“为偶像集资冲榜”的话题卡片。",
    en: "The feed of a user of 16 holds a card that calls to raise money for an idol's rank.",
  },
  compile: () => ({ refusesItem: ({ subject }) => (isMinor(subject) ? isFanSupport : undefined) }),
};

const isFanSupport = hasAny("fan_support");
