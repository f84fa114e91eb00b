import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const v02: Rule = {
  id: "V02",
  version: 1,
  effectiveFrom: "2024-11",
  title: {
    zh: "疑似用户点选「不感兴趣」后仍继续推荐同一内容",
    en: "Suspected disregard of negative feedback: the same item recommended again",
  },
  basis: [cite("QL24", "", "V2"), cite("REG9", "11", "I")],
  severity: "medium",
  defaultAction: "record",
  when: ["batch"],
  inputs: ["feedback.kind", "feedback.item", "feedback.subject", "decisions.items", "decisions.ts"],
  meaning: {
    zh: "专项行动通知要求「不感兴趣」等负反馈功能有效。用户说过不想看，仍然推荐，说明该功能没有起作用。",
    en: "The notice of the campaign asks that negative feedback has an effect. An item shown again says that it had none.",
  },
  description: {
    zh: "用户对某条目给出「不感兴趣」之后，超过配置的时间，该用户的推荐中再次出现同一条目。",
    en: "After a user marked an item as not interesting, and later than a time that is configured, it is recommended again.",
  },
  blindSpots: {
    zh: "相似而不相同的内容；没有绑定到决策的反馈；用户随后又撤回的反馈；更换假名密钥前后的对应。",
    en: "Items alike and not the same; feedback tied to no decision; feedback taken back; a change of the pseudonym key.",
  },
  example: {
    zh: "用户周一对某商品点选「不感兴趣」，周三它又排在首页第二位。",
    en: "A user marks a product as not interesting on Monday; on Wednesday it is second on the home page.",
  },
};
