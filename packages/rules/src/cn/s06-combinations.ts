import type { Catalog, FeatureSet } from "@probity/core";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";
import { codeCombinations } from "../taxonomy/combinations.ts";

export const s06: Rule = {
  id: "S06",
  version: 1,
  effectiveFrom: "2021-11-01",
  title: {
    zh: "疑似未取得单独同意而合并使用汇聚后敏感的信息",
    en: "Suspected use together of data that is sensitive in aggregate, without separate consent",
  },
  basis: [cite("PIPL", "28", "I"), cite("PIPL", "29", "I")],
  severity: "medium",
  defaultAction: "warn",
  when: ["inline"],
  inputs: [
    "decisions.separate_consents",
    "decisions.features_read",
    "decisions.features_declared",
    "decisions.features_span",
    "catalog.codes",
  ],
  meaning: {
    zh:
      "有些信息单独看并不敏感，合在一起却能反映行踪、财务或私人生活。GB/T 45574-2025 要求把汇聚后整体具有敏感属性的" +
      "信息作为敏感个人信息对待；具体哪些组合，标准没有列举，此处的组合是本产品的选择。",
    en:
      "Some data is not sensitive by itself, but together it tells of whereabouts, finances or a private life. GB/T " +
      "45574-2025 asks to treat what is sensitive as a whole like sensitive data; it doesn't list combinations, those " +
      "that are looked for are a choice of this product.",
  },
  description: {
    zh:
      "一次决策使用的特征凑齐了一个组合的各个部分（组合清单见分类页），而用户的单独同意不含 SPI.AGG。命中说明列出组合。" +
      "依据的标记为推断：组合是本产品所选，可按需关闭此规则。",
    en:
      "The features that one decision used hold every part of a combination (the taxonomy's page lists them), and the " +
      "subject's separate consents don't hold SPI.AGG. The detail lists the combinations. The basis is marked as an " +
      "inference: the combinations are ours, and the rule can be switched off.",
  },
  blindSpots: {
    zh: "清单以外的组合；跨多次决策或跨系统的汇聚；未登记代码的特征。此规则事后才能判断，执行模式下不扣留特征。",
    en:
      "Combinations that are not listed; what is gathered over several decisions or systems; features whose codes are " +
      "missing. It can judge only afterwards: where it is enforced it holds nothing back.",
  },
  example: {
    zh: "同城推荐在一次决策中同时读取所在城市和酒店入住记录。",
    en: "A feed of things nearby reads the city and the hotel stays of a user in one decision.",
  },
  compile({ catalog }) {
    const combinations = possibleIn(catalog);
    if (combinations.length === 0) return undefined;
    return {
      judge({ subject, used }) {
        let found: string[] | undefined;
        for (const { id, parts } of combinations) {
          if (isWhole(parts, used)) (found ??= []).push(id);
        }
        if (found === undefined || subject.separateConsents.includes("SPI.AGG")) return undefined;
        return `combinations=${found.join(",")}`;
      },
    };
  },
};

interface Combination {
  readonly id: string;
  readonly parts: readonly FeatureSet[];
}

/** The combinations that the catalog has features for, in every part. */
function possibleIn(catalog: Catalog): Combination[] {
  return codeCombinations
    .map(({ id, parts }) => ({
      id,
      parts: parts.map((codes) =>
        catalog.select((feature) => codes.some((code) => feature.codes.includes(code))),
      ),
    }))
    .filter(({ parts }) => !parts.some(({ isEmpty }) => isEmpty));
}

// One feature may well be two parts: a column that holds both is no less telling.
function isWhole(parts: readonly FeatureSet[], used: FeatureSet): boolean {
  for (const part of parts) if (!part.intersects(used)) return false;
  return true;
}
