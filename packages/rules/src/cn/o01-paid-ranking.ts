import { hasUnmarked } from "../item-test.ts";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const o01: Rule = {
  id: "O01",
  version: 1,
  effectiveFrom: "2019-01-01",
  title: {
    zh: "疑似竞价排名的商品或者服务未标明「广告」",
    en: "Suspected paid ranking that is not marked as an advertisement",
  },
  basis: [cite("ECL", "40", "V")],
  severity: "high",
  defaultAction: "warn",
  when: ["inline"],
  inputs: ["decisions.items"],
  meaning: {
    zh: "对于竞价排名的商品或者服务，应当显著标明「广告」。",
    en: "Goods and services whose rank is paid for are to be marked, conspicuously, as advertisements.",
  },
  description: {
    zh: "交付的条目中，有带 paid_ranking 标记而没有 ad_labelled 标记的。逐条判断。",
    en: "An item that was delivered carries paid_ranking and not ad_labelled. Each is looked at by itself.",
  },
  blindSpots: {
    zh: "未上报为竞价排名的付费排序；标明的文字是否显著；佣金、流量置换等变相付费。",
    en: "Paid ranks that the service doesn't report; whether the mark is conspicuous; payment in other forms.",
  },
  example: {
    zh: "搜索结果第一位由商家竞价取得，页面没有「广告」二字。",
    en: "A merchant bid for the first place of a search result, and the page doesn't say that it is an advertisement.",
  },
  compile: () => ({ refusesItem: () => isUnmarked }),
};

const isUnmarked = hasUnmarked("paid_ranking", "ad_labelled");
