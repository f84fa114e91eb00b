import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const a26: Rule = {
  id: "A26",
  version: 1,
  effectiveFrom: "2027-12-02",
  title: {
    zh: "疑似高风险系统的日志断档，或留存不足六个月",
    en: "Suspected gap in the log of a high-risk system, or a retention below six months",
  },
  basis: [cite("AIACT", "26(6)", "V2"), cite("AIACT", "19", "V2")],
  severity: "high",
  defaultAction: "warn",
  when: ["batch"],
  inputs: ["decisions.seq", "decisions.writer", "decisions.epoch", "decisions.significant", "gaps.cause"],
  meaning: {
    zh: "提供者和部署者应保存自动生成的日志至少六个月。本规则以 184 天（最长的六个月）为下限。",
    en: "Providers and deployers keep the logs for at least six months; the rule takes 184 days, the longest of them.",
  },
  description: {
    zh: "与 R01 相同的断档检查，限于有重大影响决策的算法；留存期限低于 184 天的，记为待复核。",
    en:
      "The same look at gaps as rule R01's, at algorithms with significant decisions; a retention below 184 days is to be " +
      "reviewed.",
  },
  blindSpots: {
    zh: "没有探针的系统；其他法律要求的更长期限；日志由提供者而非部署者控制的情形。",
    en: "Systems without a probe; longer terms by other laws; logs that the provider holds and not the deployer.",
  },
  example: {
    zh: "信贷排序服务的记录留存配置为 90 天。",
    en: "The records of a service that ranks credit offers are kept for 90 days.",
  },
};
