import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const d01: Rule = {
  id: "D01",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似对不同群组条目的曝光分配不均",
    en: "Suspected disparity of exposure between groups of items",
  },
  basis: [cite("REG9", "8", "I"), cite("PIPL", "24(1)", "I")],
  severity: "info",
  defaultAction: "record",
  when: ["batch"],
  inputs: ["decisions.items", "decisions.algorithm", "decisions.outlet", "feedback.kind", "feedback.item"],
  meaning: {
    zh:
      "应当定期审核算法的结果。本规则衡量推荐列表中的关注如何分配给各群组的条目（如自营与第三方、新作者与老作者）：" +
      "排位越后，得到的关注越少。没有条文规定比例；差距是否合理由人工判断。",
    en:
      "The results of an algorithm are to be reviewed from time to time. The rule measures how the attention that lists get is " +
      "shared between groups of items, such as one's own and others'; the lower the rank, the less of it. No provision sets " +
      "a ratio: whether a difference is justified is for a person to judge.",
  },
  description: {
    zh:
      "按算法与出口抽取列表，以 1/log2(1+名次) 计曝光；各群组条目每单位得分的曝光，与条目最多的群组相比（Singh 与 Joachims 2018 的差别对待比；" +
      "得分不可用时比较平均曝光）。自助法区间整体落在容许范围之外的，记为待复核。容许范围与最低列表数可配置。",
    en:
      "Of a sample of lists by algorithm and outlet, exposure is 1/log2(1+rank). The exposure for each unit of score is held " +
      "against that of the largest group (the disparate treatment ratio of Singh and Joachims 2018; the mean exposure where " +
      "scores are of no use). Where the bootstrap interval lies outside of what is let pass, it is to be reviewed. What is " +
      "let pass, and how many lists are needed, are configured.",
  },
  blindSpots: {
    zh: "从未被推荐的条目（没有记录）；得分本身已含偏向；用户实际看到了哪些位置；没有登记的群组。",
    en:
      "Items that were never delivered, which no record holds; a bias inside the score; which places a user did look at; " +
      "groups that nobody declared.",
  },
  example: {
    zh: "得分相同的作品中，新作者得到的曝光是其他作者的 0.6 倍（区间 0.52 至 0.69）。",
    en: "For the same score, works of new authors get 0.6 times the exposure of others (interval 0.52 to 0.69).",
  },
};
