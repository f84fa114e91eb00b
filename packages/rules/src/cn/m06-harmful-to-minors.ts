import { isMinor } from "@probity/core";
import { isHarmfulToMinors } from "../item-test.ts";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const m06: Rule = {
  id: "M06",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似向未成年人推送可能影响其身心健康的信息",
    en: "Suspected push of content that may affect a minor's health",
  },
  basis: [cite("REG9", "18(2)", "V"), cite("MINREG", "25", "V"), cite("MIN26B", "", "V2")],
  severity: "critical",
  defaultAction: "strip_item",
  when: ["inline"],
  inputs: ["decisions.age_band", "decisions.minor_mode", "decisions.items"],
  meaning: {
    zh: "可能影响未成年人身心健康的四类信息不得以算法推荐方式向未成年人推送。",
    en: "Four classes of content that may affect minors' health are not to be pushed to minors by recommendation.",
  },
  description: {
    zh:
      "用户为未成年人（按年龄段或未成年人模式信号），而交付的条目带有四类标记之一：诱导模仿不良行为（induces_bad_conduct）、" +
      "价值观负面影响（harms_values）、不当使用未成年人形象（misuses_minors_image）、不当披露和使用未成年人个人信息" +
      "（misuses_minors_data）。命中说明列出标记。",
    en:
      "The subject is a minor, by age band or by the minors' mode, and an item that was delivered carries one of four " +
      "flags: induces_bad_conduct, harms_values, misuses_minors_image, misuses_minors_data. The detail lists the flags.",
  },
  blindSpots: {
    zh: "没有标记或标记错误的内容；年龄未知且未开启模式的未成年人；标题、封面与评论。",
    en: "Content that is not flagged, or flagged wrongly; a minor of unknown age outside the mode; titles, covers, comments.",
  },
  example: {
    zh: "审核系统已把一段模仿危险动作的视频标为“诱导模仿不良行为”，它仍出现在 13 岁用户的推荐里。",
    en: "Review has flagged a video of a dangerous stunt as inducing bad conduct, and it is in the feed of a user of 13.",
  },
  compile: () => ({ refusesItem: ({ subject }) => (isMinor(subject) ? isHarmfulToMinors : undefined) }),
};
