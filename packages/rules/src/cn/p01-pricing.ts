import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

/**
 * What the pricing provisions name, as codes. Preference: LEG.BROWSE. Trading habits: LEG.PROP, LEG.LODGING.
 * Willingness to pay: DRV.PRICESENS, DRV.VULN. Ability to pay: SPI.FIN.INCOME, SPI.OTH.CREDIT.
 */
export const PRICING_CODES: readonly string[] = [
  "LEG.BROWSE",
  "LEG.PROP",
  "LEG.LODGING",
  "DRV.PRICESENS",
  "DRV.VULN",
  "SPI.FIN.INCOME",
  "SPI.OTH.CREDIT",
];

export const p01: Rule = {
  id: "P01",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似在定价或优惠决策中使用偏好、交易习惯、支付意愿或支付能力特征",
    en: "Suspected use of preference, habit, or willingness or ability to pay in pricing",
  },
  basis: [
    cite("REG9", "21", "V"),
    cite("PIPL", "24(1)", "V"),
    cite("PRICE26", "15", "V2"),
    cite("NDR", "46 item 3", "V"),
    cite("ECL", "18(1)", "V"),
  ],
  severity: "critical",
  defaultAction: "strip_feature",
  when: ["inline"],
  inputs: [
    "decisions.purpose",
    "decisions.features_read",
    "decisions.features_declared",
    "decisions.features_span",
    "catalog.codes",
    "catalog.tags",
  ],
  meaning: {
    zh: "向消费者销售商品或者提供服务，不得根据消费者的偏好、交易习惯等特征，利用算法在交易价格等交易条件上实施不合理的差别待遇。定价时读取这类特征，就需要说明理由。",
    en: "Whoever sells to consumers makes no unreasonable difference in price or terms by their preferences or habits. To read such a feature for pricing calls for a reason.",
  },
  description: {
    zh:
      `决策目的为定价（含优惠），而使用了兴趣标签，或带有下列代码之一的特征：${PRICING_CODES.join("、")}。` +
      "这些代码对应偏好、交易习惯、支付意愿和支付能力。命中说明列出涉及的代码，兴趣标签记为 tags。",
    en:
      "The decision's purpose is pricing, discounts included, and it used interest tags or a feature with one of the " +
      `codes ${PRICING_CODES.join(", ")}: preference, trading habit, willingness and ability to pay. The detail lists ` +
      "the codes, and interest tags as tags.",
  },
  blindSpots: {
    zh:
      "价格是否确有差别（由 P02 比较）；差别是否合理，如新客优惠或经用户知情同意的会员价；" +
      "没有代码的特征，如年龄、职业、设备型号；由其他系统预先算好的价格。" +
      "网络数据安全管理条例第 46 条只约束大型网络平台，电子商务法第 18 条针对搜索结果。",
    en:
      "Whether prices differ at all (rule P02 compares them); whether a difference is reasonable, such as a newcomer's " +
      "discount or a member's price that the user knows of; features without a code, such as age, occupation or " +
      "device; prices that another system worked out before. Article 46 of the NDR binds large platforms only, and " +
      "article 18 of the ECL is about search results.",
  },
  example: {
    zh: "优惠券发放模型读取了“价格敏感度”来决定面额。",
    en: "The model that hands out coupons reads price sensitivity to set their amount.",
  },
  compile({ catalog }) {
    const suspect = catalog.select(
      ({ codes, tags }) => tags || codes.some((code) => PRICING_CODES.includes(code)),
    );
    if (suspect.isEmpty) return undefined;
    return {
      forbids: ({ purpose }) => (purpose === "pricing" ? suspect : undefined),
      judge(_facts, { features }) {
        if (features.length === 0) return undefined;
        const used = features.flatMap((number) => catalog.features[number] ?? []);
        const codes = PRICING_CODES.filter((code) => used.some((feature) => feature.codes.includes(code)));
        if (used.some(({ tags }) => tags)) codes.push("tags");
        return `codes=${codes.join(",")}`;
      },
    };
  },
};
