import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const m10: Rule = {
  id: "M10",
  version: 1,
  effectiveFrom: "2024-01-01",
  title: {
    zh: "疑似未成年人月活跃用户数接近认定门槛",
    en: "Suspected approach to the threshold of monthly active minors",
  },
  basis: [cite("MINREG", "20", "V"), cite("MIN26A", "", "V2")],
  severity: "info",
  defaultAction: "record",
  when: ["batch"],
  inputs: ["decisions.age_band", "decisions.minor_mode", "decisions.subject", "decisions.ts"],
  meaning: {
    zh:
      "未成年人用户数量巨大的平台承担更多义务（定期影响评估、专门模式、合规制度、年度报告），并应自行申报认定。" +
      "本规则在接近门槛时提前提醒。",
    en:
      "A platform with a very large number of minors bears further duties (impact assessments, a mode of its own, a " +
      "compliance system, yearly reports) and is to apply for being identified. The rule gives notice ahead of time.",
  },
  description: {
    zh:
      "一个自然月内，按年龄段或未成年人模式识别出的不同未成年用户（假名）数量，达到门槛的 80%。" +
      "默认门槛为未成年人月活 100 万，可配置。",
    en:
      "Within a calendar month, the number of different minors (pseudonyms), known by age band or by the minors' mode, " +
      "has reached 80 percent of the threshold, by default one million, which can be configured.",
  },
  blindSpots: {
    zh: "年龄未知的未成年人；未经探针的访问；注册用户总量门槛；同一人使用多个账号，或更换假名密钥后重复计数。",
    en:
      "Minors of unknown age; visits that no probe sees; the thresholds by registered users; one person with several " +
      "accounts, or counted twice over a change of the pseudonym key.",
  },
  example: {
    zh: "六月有 83 万名不同的未成年用户收到推荐，已超过 100 万门槛的 80%。",
    en: "In June 830,000 different minors got recommendations: more than 80 percent of one million.",
  },
};
