import { hasAny } from "../item-test.ts";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const n01: Rule = {
  id: "N01",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似推荐来源不在规定范围内的新闻信息",
    en: "Suspected recommendation of news from a source outside the permitted list",
  },
  basis: [cite("REG9", "13", "V")],
  severity: "high",
  defaultAction: "strip_item",
  when: ["inline"],
  inputs: ["decisions.items"],
  meaning: {
    zh: "提供互联网新闻信息服务应当依法取得许可，不得生成合成虚假新闻信息，不得传播非国家规定范围内的单位发布的新闻信息。",
    en: "A news service takes a permit, makes up no news, and passes on news only from the units that the state lists.",
  },
  description: {
    zh: "交付的条目带有 unlisted_news 标记：服务认定其为新闻信息，而来源不在所用的白名单中。",
    en: "An item that was delivered carries unlisted_news: the service takes it for news whose source its list lacks.",
  },
  blindSpots: {
    zh: "内容是否属于“新闻信息”；白名单是否最新；内容是否真实；没有标记的转载。",
    en: "Whether something is news; whether the list is up to date; whether the content is true; reprints not flagged.",
  },
  example: {
    zh: "一则时政消息由自媒体账号发布，来源不在白名单，仍进入推荐流。",
    en: "A political news item comes from a private account that is not on the list, and is in the feed.",
  },
  compile: () => ({ refusesItem: () => isUnlisted }),
};

const isUnlisted = hasAny("unlisted_news");
