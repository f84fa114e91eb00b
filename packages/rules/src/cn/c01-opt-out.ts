import { isPersonalisation } from "@probity/core";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const c01: Rule = {
  id: "C01",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似在用户关闭个性化后仍使用个人特征",
    en: "Suspected use of personal features after personalisation was switched off",
  },
  basis: [cite("REG9", "17(1)", "V"), cite("PIPL", "24(2)", "V"), cite("NDR", "42", "V")],
  severity: "critical",
  defaultAction: "fallback",
  when: ["inline"],
  inputs: [
    "decisions.personalisation_off",
    "decisions.personalisation_off_at",
    "decisions.ts",
    "decisions.features_read",
    "decisions.features_declared",
    "decisions.features_span",
    "catalog.personal",
    "catalog.purposes",
  ],
  meaning: {
    zh: "用户关闭算法推荐服务的，应当立即停止提供。关闭之后的每一次决策，都不应再使用针对其个人特征的数据。",
    en: "Once a user switches recommendation off, it stops at once. No decision after that is to use features of that person.",
  },
  description: {
    zh:
      "用户已关闭个性化，关闭时间未给出或不晚于决策开始，而决策使用了个人特征。只登记用于安全的特征不计入。" +
      "同一时刻的关闭已属生效：规定要求立即停止。",
    en:
      "The subject had switched personalisation off, at an unknown time or not after the decision opened, and the " +
      "decision used personal features. Features registered for safety alone don't count. A switch at the very same " +
      "moment is in force: the provision says at once.",
  },
  blindSpots: {
    zh: "服务未传入的关闭选择；其他出口的关闭选择；关闭至生效的延迟（由 C02 判断）；未登记为个人信息的特征。",
    en:
      "Choices that the service doesn't hand in, or that were made at another outlet; the lag from switch to effect " +
      "(rule C02); features that are not registered as personal.",
  },
  example: {
    zh: "用户昨晚关闭了个性化推荐，今早的首页仍按其兴趣排序。",
    en: "A user switched personalisation off last night, and this morning's page is still ranked by the user's interests.",
  },
  compile({ catalog }) {
    const personal = catalog.select(isPersonalisation);
    if (personal.isEmpty) return undefined;
    return {
      forbids({ subject: { personalisationOff, personalisationOffAt }, openedAt }) {
        if (!personalisationOff) return undefined;
        return (personalisationOffAt ?? openedAt) <= openedAt ? personal : undefined;
      },
    };
  },
};
