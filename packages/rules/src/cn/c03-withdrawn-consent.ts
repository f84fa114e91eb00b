import { isPersonalisation } from "@probity/core";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const c03: Rule = {
  id: "C03",
  version: 1,
  effectiveFrom: "2021-11-01",
  title: {
    zh: "疑似在用户撤回同意后继续处理其个人信息",
    en: "Suspected processing after the user had withdrawn consent",
  },
  basis: [cite("PIPL", "15", "V"), cite("PIPL", "47", "V")],
  severity: "critical",
  defaultAction: "fallback",
  when: ["inline"],
  inputs: [
    "decisions.consent_withdrawn_at",
    "decisions.ts",
    "decisions.features_read",
    "decisions.features_declared",
    "decisions.features_span",
    "catalog.personal",
    "catalog.purposes",
  ],
  meaning: {
    zh: "个人可以撤回同意；撤回后应停止基于同意的处理，且不得因此拒绝提供服务，因此默认处置是转为非个性化，而不是阻断。",
    en:
      "A person may withdraw consent. What rests on it then stops, and the service may not be refused for that: so the " +
      "rule falls back to the non-personalised path and does not block.",
  },
  description: {
    zh: "用户撤回同意的时间不晚于决策开始，而决策使用了个人特征。只登记用于安全的特征不计入。",
    en:
      "Consent was withdrawn not after the decision opened, and the decision used personal features. Features registered " +
      "for safety alone don't count.",
  },
  blindSpots: {
    zh: "处理是否另有同意以外的合法性基础；撤回之后又重新同意而服务未更新；只针对部分用途的撤回；撤回前已完成的处理。",
    en:
      "Whether the processing rests on something other than consent; a consent given anew that the service doesn't hand " +
      "in; withdrawals for some uses only; what was done before.",
  },
  example: {
    zh: "用户昨天撤回同意，今天的推荐仍读取了浏览记录。",
    en: "A user withdrew consent yesterday; today's recommendation read the browsing history.",
  },
  compile({ catalog }) {
    const personal = catalog.select(isPersonalisation);
    if (personal.isEmpty) return undefined;
    return {
      forbids({ subject: { consentWithdrawnAt }, openedAt }) {
        return consentWithdrawnAt !== null && consentWithdrawnAt <= openedAt ? personal : undefined;
      },
    };
  },
};
