import { isPersonalisation } from "@probity/core";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const c02: Rule = {
  id: "C02",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似关闭个性化后延迟生效，或出口缺少关闭入口",
    en: "Suspected lag between an opt-out and its effect, or an outlet without a place to opt out",
  },
  basis: [cite("REG9", "17(1)", "V"), cite("PIPL", "24(2)", "V"), cite("NDR", "42", "V")],
  severity: "high",
  defaultAction: "warn",
  when: ["batch", "registry"],
  inputs: [
    "choices.kind",
    "choices.chosen_at",
    "choices.outlet",
    "decisions.ts",
    "decisions.personalised",
    "decisions.outlet",
    "catalog.personal",
    "outlet.optOut",
  ],
  meaning: {
    zh: "用户选择关闭算法推荐服务的，应当立即停止提供。“立即”没有法定秒数，本规则按出口测出从关闭到首个不再个性化的决策之间的时间。",
    en:
      "Once a user switches recommendation off, it is to stop at once. No law says how many seconds that is: the rule " +
      "measures, by outlet, the time from the switch to the first decision that is no longer personalised.",
  },
  description: {
    zh:
      "批量：选择台账记录了关闭，而此后超过配置的最大延迟（choices.maxLagSeconds）仍有该用户的个性化决策。" +
      "登记检查：出口使用个人特征，而没有登记关闭个性化的入口（opt_out=none）。",
    en:
      "In batches: the ledger of choices holds an opt-out, and a personalised decision for the same user came later than " +
      "the configured lag (choices.maxLagSeconds). In the registry: an outlet where personal features may be used has " +
      "no place to opt out on record (opt_out=none).",
  },
  blindSpots: {
    zh: "入口是否便捷、是否真的可用；未进入选择台账的关闭；关闭之后没有再来的用户，其延迟无从测量。",
    en:
      "Whether the place is easy to find, and works; opt-outs that the ledger doesn't hold; the lag of users who didn't " +
      "come back.",
  },
  example: {
    zh: "用户 10:00:00 在小程序关闭个性化，10:07:00 的推荐仍使用了其兴趣。",
    en: "A user opts out in the mini-program at 10:00:00; the recommendation of 10:07:00 still used the user's interests.",
  },
  inspect({ catalog, algorithm, outlet }) {
    if (!outlet || (outlet.optOut ?? "") !== "") return undefined;
    const personalises = catalog.features.some(
      (feature) => isPersonalisation(feature) && (algorithm.features?.includes(feature.name) ?? true),
    );
    return personalises ? "opt_out=none" : undefined;
  },
};
