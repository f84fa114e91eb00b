import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const c04: Rule = {
  id: "C04",
  version: 1,
  effectiveFrom: "2021-11-01",
  title: {
    zh: "疑似营销推送未附便捷的拒绝方式",
    en: "Suspected marketing without an easy way to refuse it",
  },
  basis: [cite("PIPL", "24(2)", "V"), cite("NDR", "42", "V")],
  severity: "high",
  defaultAction: "block",
  when: ["inline"],
  inputs: ["decisions.purpose", "decisions.surface", "decisions.refusal"],
  meaning: {
    zh: "以自动化决策方式进行信息推送、商业营销，应同时提供不针对个人特征的选项，或者便捷的拒绝方式。",
    en: "Whoever pushes or markets by automated decisions is to offer an option that is not personal, or an easy refusal.",
  },
  description: {
    zh:
      "决策目的为商业营销，而服务说明没有附拒绝方式（refusal=missing）；或营销以推送形式发出，而没有任何记录说明附有拒绝方式" +
      "（refusal=unknown）。启用阻断时，只有服务明确说明没有附拒绝方式的才会被阻断。",
    en:
      "The purpose is marketing, and the service says that no way to refuse came with it (refusal=missing); or it went " +
      "out as a push message, and nothing on record says that one did (refusal=unknown). Enforced, the rule blocks only " +
      "where the service has said that there is none.",
  },
  blindSpots: {
    zh: "拒绝方式是否便捷、是否有效；用户拒绝之后是否真的停止；没有登记为营销目的的推送。",
    en: "Whether the refusal is easy and works; whether it is heeded; push messages not declared as marketing.",
  },
  enforcement: {
    zh: "服务说明没有附拒绝方式的营销被阻断。服务须在交付之前作出说明；没有说明的，只记录命中。",
    en: "Marketing of which the service says that there is no way to refuse is blocked; the service is to say so before it delivers. Where it says nothing, a hit is recorded and that is all.",
  },
  example: {
    zh: "促销推送的模板没有“不再接收”的按钮。",
    en: "The template of a promotional push message has no button to stop them.",
  },
  compile: () => ({
    refuses: ({ purpose, details }) =>
      purpose === "marketing" && details.refusal === "missing" ? "refusal=missing" : undefined,
    judge: ({ purpose, surface, details }) =>
      purpose === "marketing" && surface === "push" && details.refusal === "unknown"
        ? "refusal=unknown"
        : undefined,
  }),
};
