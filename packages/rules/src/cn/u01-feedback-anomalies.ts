import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const u01: Rule = {
  id: "U01",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似用户反馈异常增多或中断",
    en: "Suspected anomaly in what users say: much more than usual, or a silence",
  },
  basis: [cite("REG9", "8", "I"), cite("REG9", "22", "I")],
  severity: "medium",
  defaultAction: "record",
  when: ["batch"],
  inputs: ["feedback.kind", "feedback.ts", "feedback.decision", "feedback.outlet", "decisions.algorithm"],
  meaning: {
    zh: "投诉、举报、申诉或「不感兴趣」突然增多，往往是算法出了问题的最早迹象；突然没有，则可能是入口坏了。",
    en:
      "A sudden rise of complaints, reports, appeals or negative feedback is often the first sign of a fault; a sudden " +
      "silence may be that of a broken entry.",
  },
  description: {
    zh:
      "按种类、算法与出口，把每小时的数量与前几周同一时刻的中位数相比（不足四周时与前几天同一时刻相比）；" +
      "相差超过通常波动的设定倍数，且数量不少于设定值的，记为待复核。",
    en:
      "By kind, algorithm and outlet, the count of each hour is held against the median of the same hour in the weeks before " +
      "(in the days before, with less than four weeks). Where it differs by more than a set multiple of the usual " +
      "deviation, and is not too small to tell, it is to be reviewed.",
  },
  blindSpots: {
    zh: "没有四周也没有七天历史的新出口；缓慢的变化；节假日；刷量的反馈；没有绑定到决策的反馈不知属于哪个算法。",
    en:
      "A new outlet with less than a week of history; slow changes; holidays; feedback that somebody faked; feedback on no " +
      "decision is of no algorithm.",
  },
  example: {
    zh: "新版本上线后的一小时内有 64 次投诉，而往常同一时刻约 6 次。",
    en: "Within the hour after a release there were 64 complaints, where about 6 are usual.",
  },
};
