import { hasAny } from "../item-test.ts";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const e01: Rule = {
  id: "E01",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似向老年模式用户推荐有诈骗嫌疑的内容",
    en: "Suspected recommendation of suspected fraud to a user in elder mode",
  },
  basis: [cite("REG9", "19", "V")],
  severity: "high",
  defaultAction: "strip_item",
  when: ["inline"],
  inputs: ["decisions.elder_mode", "decisions.items"],
  meaning: {
    zh: "向老年人提供服务的，应当保障其权益，开展涉诈信息的监测、识别和处置，便利其安全使用。",
    en: "Whoever serves the elderly is to protect them: watch for fraud aimed at them, recognise it, and deal with it.",
  },
  description: {
    zh: "用户已开启老年模式，而交付的条目带有 fraud_suspected 标记。",
    en: "Elder mode is on, and an item that was delivered carries fraud_suspected.",
  },
  blindSpots: {
    zh: "未被识别的诈骗内容；没有开启老年模式的老年人；通过私信或站外链接进行的诈骗。",
    en: "Fraud that nobody flagged; the elderly outside the mode; fraud by private message or on other sites.",
  },
  example: {
    zh: "风控已标记的“高息养老投资”视频出现在老年模式的首页。",
    en: "A video on high-interest pension deals, flagged by risk control, is on the home page of the elder mode.",
  },
  compile: () => ({ refusesItem: ({ subject }) => (subject.elderMode ? isFraud : undefined) }),
};

const isFraud = hasAny("fraud_suspected");
