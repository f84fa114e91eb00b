import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const p02: Rule = {
  id: "P02",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似同品同条件对不同人群价差异常",
    en: "Suspected spread of prices between groups for the same item under the same conditions",
  },
  basis: [cite("REG9", "21", "V"), cite("PRICE26", "15", "V2"), cite("QL24", "", "V2")],
  severity: "high",
  defaultAction: "record",
  when: ["batch"],
  inputs: ["decisions.prices", "decisions.cohorts", "decisions.ts", "decisions.algorithm"],
  meaning: {
    zh: "同一商品、相同交易条件，不应因消费者的偏好、习惯、支付意愿或支付能力而有不合理的差别。",
    en: "The same item on the same terms is not to cost more because of a consumer's preferences, habits, will or means.",
  },
  description: {
    zh:
      "按商品（假名）与交易条件（摘要）配对，比较不同人群看到的价格；人群由部署方登记，每组人数达到最低数量才比较，" +
      "给出价差及其置信区间。区间不含零且超过门槛的，记为待复核。门槛与最低人数可配置，不是法定数值。",
    en:
      "Prices shown to different groups are compared in pairs of the same item (a pseudonym) and the same conditions (a " +
      "digest). Groups are the deployment's, and are compared from a least size on. The spread is given with its " +
      "interval; where that leaves out zero and is above the threshold, it is to be reviewed. Neither figure is the law's.",
  },
  blindSpots: {
    zh: "未登记的人群；条件摘要漏掉了影响价格的合法因素，或把不同条件混在一起；差别是否有正当理由，如新客优惠。",
    en:
      "Groups that nobody declared; conditions that leave out a lawful reason for the price, or lump together what " +
      "differs; whether a difference is justified, such as a newcomer's discount.",
  },
  example: {
    zh: "同一酒店、同一晚、同一退改条件，“高频用户”组看到的价格平均高出 6%（区间 4% 至 8%）。",
    en: "For the same hotel, night and terms, frequent users saw prices 6 percent higher on average (4 to 8 percent).",
  },
};
