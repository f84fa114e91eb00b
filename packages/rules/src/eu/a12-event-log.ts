import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const a12: Rule = {
  id: "A12",
  version: 1,
  effectiveFrom: "2027-12-02",
  title: {
    zh: "疑似高风险系统的决策记录不足以追溯",
    en: "Suspected record of a high-risk decision that doesn't allow it to be traced",
  },
  basis: [cite("AIACT", "12", "V2")],
  severity: "high",
  defaultAction: "warn",
  when: ["inline"],
  inputs: [
    "decisions.significant",
    "decisions.version",
    "decisions.features_read",
    "decisions.features_declared",
    "decisions.features_span",
    "decisions.unregistered",
  ],
  meaning: {
    zh:
      "高风险人工智能系统应能在整个生命周期自动记录事件，以便识别风险、进行上市后监测和监督运行。" +
      "普通内容推荐本身不是高风险；招聘、信贷等排序属于附件三 [K]。",
    en:
      "A high-risk system records events by itself over its lifetime, so that risks can be identified and operation " +
      "monitored. Ordinary feeds are not high-risk by themselves; ranking for jobs or credit is (annex III) [K].",
  },
  description: {
    zh: "属于重大影响的决策，其记录没有算法版本（version），或没有任何数据读取可见（inputs）：日志无法说明结果从何而来。",
    en:
      "A significant decision whose record has no version of the algorithm (version), or shows no data that was used " +
      "(inputs): the log can't say what the outcome came from.",
  },
  blindSpots: {
    zh: "哪些算法属于高风险由部署方登记为重大影响；记录是否包含该法要求的全部事件；模型内部过程；日志的断档与留存期限（第 19 条、第 26 条第 6 款，由 R01 判断）。",
    en:
      "Which algorithms are high-risk, which the deployment declares as significant; whether the log holds all the events " +
      "that the act asks for; what goes on inside a model; gaps and retention of the log (articles 19 and 26(6), rule R01).",
  },
  example: {
    zh: "一次简历筛选决策的记录里看不到任何读取过的数据。",
    en: "The record of a screening of applicants shows none of the data that it was made from.",
  },
  compile: ({ algorithm: { version } }) => ({
    judge({ details, used, unregistered }) {
      if (!details.significant) return undefined;
      const isBlind = used.isEmpty && unregistered.length === 0;
      if (version === "") return isBlind ? "missing=version,inputs" : "missing=version";
      return isBlind ? "missing=inputs" : undefined;
    },
  }),
};
