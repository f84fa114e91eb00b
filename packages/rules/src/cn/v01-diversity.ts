import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const v01: Rule = {
  id: "V01",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似推荐结果多样性低于设定门槛",
    en: "Suspected lack of diversity: recommendations below the threshold that was set",
  },
  basis: [cite("REG9", "12", "V"), cite("QL24", "", "V2")],
  severity: "info",
  defaultAction: "record",
  when: ["batch"],
  inputs: ["decisions.items", "decisions.subject", "decisions.surface", "decisions.algorithm"],
  meaning: {
    zh: "规定鼓励综合运用内容去重、打散干预等策略；检查清单关注信息茧房和同质化推荐。这是倡导性条款，因此严重程度为提示。",
    en:
      "The provisions encourage deduplication and mixing, and inspectors ask about filter bubbles. It is a " +
      "recommendation and no duty, so a hit is for information.",
  },
  description: {
    zh: "在一段时间内，某算法在某展示位重复推荐同样条目的比例，或推荐集中度，超过部署方设定的门槛。",
    en: "Over a window, the share of repeated items, or their concentration, on a surface is above a threshold of one's own.",
  },
  blindSpots: {
    zh: "内容主题是否多样（记录中只有条目假名）；不同条目其实内容相同；用户主动的选择。",
    en: "Whether topics are diverse, as records hold pseudonyms of items only; duplicates; what users chose themselves.",
  },
  example: {
    zh: "一周内某用户信息流的前 20 位有 70% 是重复出现过的条目。",
    en: "In a week 70 percent of the first twenty items of a feed had been shown before.",
  },
};
