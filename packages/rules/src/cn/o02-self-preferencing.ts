import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const o02: Rule = {
  id: "O02",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似利用算法偏向自营内容，或压制其他经营者",
    en: "Suspected preference of one's own products, or suppression of other providers",
  },
  basis: [cite("REG9", "15", "V"), cite("REG9", "14", "V")],
  severity: "high",
  defaultAction: "record",
  when: ["batch"],
  inputs: ["decisions.items", "decisions.interventions", "decisions.algorithm", "decisions.outlet"],
  meaning: {
    zh: "不得利用算法对其他互联网信息服务提供者进行不合理限制，或者妨碍、破坏其合法提供的服务正常运行。",
    en: "An algorithm is not to restrict other providers without reason, nor to hinder the services that they offer.",
  },
  description: {
    zh: "在一段时间内，自营条目（own_product）在相近得分下获得的名次明显高于其他条目，或人工干预集中降低其他经营者的条目。门槛可配置。",
    en:
      "Over a window, items of one's own (own_product) rank clearly higher than others of a like score, or interventions " +
      "demote other providers' items in the main. The thresholds are configured.",
  },
  blindSpots: {
    zh: "没有标记的自营条目；得分本身已含偏向；差异是否有正当理由，如质量或库存。",
    en: "One's own items that are not flagged; a preference that is inside the score; reasons such as quality or stock.",
  },
  example: {
    zh: "得分相同的商品中，自营商品平均靠前 3.2 位。",
    en: "Among goods of the same score, the platform's own stand 3.2 places higher on average.",
  },
};
