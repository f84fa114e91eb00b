import type { Surface } from "@probity/core";
import { isHarmfulToMinors } from "../item-test.ts";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const m07: Rule = {
  id: "M07",
  version: 1,
  effectiveFrom: "2024-01-01",
  title: {
    zh: "疑似在重点环节呈现可能影响未成年人身心健康的信息",
    en: "Suspected content that may affect minors' health on a prominent surface",
  },
  basis: [cite("MINREG", "24(2)", "V"), cite("MIN26B", "", "V2")],
  severity: "high",
  defaultAction: "strip_item",
  when: ["inline"],
  inputs: ["decisions.surface", "decisions.items"],
  meaning: {
    zh: "此类信息不得出现在首页首屏、弹窗、热搜等醒目位置，对所有用户都适用，不限于未成年人。",
    en: "Such content must not stand in prominent places (first screen, popups, hot lists), whoever looks at them.",
  },
  description: {
    zh:
      "展示位为首页首屏、弹窗、热搜、榜单、推荐或精选（home_first、popup、hot、list、feed、featured），" +
      "而交付的条目带有 M06 所列四类标记之一。不看用户年龄。命中说明列出标记。",
    en:
      "The surface is the first screen, a popup, a hot list, a ranked list, the recommended feed or a featured place " +
      "(home_first, popup, hot, list, feed, featured), and an item that was delivered carries one of the four flags of " +
      "M06. Nobody's age matters. The detail lists the flags.",
  },
  blindSpots: {
    zh: "没有标记的内容；展示位配置错误；信息流是否属于办法所称“推荐”环节仅据报道文本 [V2]，应由法务确认；搜索结果页。",
    en:
      "Content that is not flagged; an outlet whose surface is configured wrongly; whether a feed is the recommended " +
      "place that the measures name, which press copies alone tell [V2], so have counsel confirm it; search results.",
  },
  example: {
    zh: "一条被标为“价值观负面影响”的话题进入热搜榜前十。",
    en: "A topic flagged as harmful to values is among the first ten of the hot list.",
  },
  compile: () => ({ refusesItem: ({ surface }) => (PROMINENT.has(surface) ? isHarmfulToMinors : undefined) }),
};

const PROMINENT: ReadonlySet<Surface> = new Set(["home_first", "popup", "hot", "list", "feed", "featured"]);
