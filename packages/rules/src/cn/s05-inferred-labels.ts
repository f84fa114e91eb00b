import type { CatalogFeature } from "@probity/core";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

/** Labels on people that are not to be made: ethnicity, faith, health, disability, orientation, vulnerability. */
export const LABEL_CODES: readonly string[] = [
  "DRV.ETHNIC",
  "DRV.RELIGION",
  "DRV.HEALTH",
  "DRV.DISABLE",
  "DRV.SEX",
  "DRV.VULN",
];

/** Classes of data that become such a label where they are inferred and not collected. */
const INFERRED_CLASSES: readonly string[] = ["SPI.REL", "SPI.MED", "SPI.IDN", "SPI.OTH.SEX"];

export const s05: Rule = {
  id: "S05",
  version: 1,
  effectiveFrom: "2021-11-01",
  title: {
    zh: "疑似使用推断得出的民族、宗教、健康、残疾、性取向或脆弱性标签",
    en: "Suspected use of inferred labels of ethnicity, faith, health, disability, orientation or vulnerability",
  },
  basis: [cite("PIPL", "28", "V"), cite("REG9", "8", "V"), cite("GB35273", "7.4", "K")],
  severity: "high",
  defaultAction: "strip_feature",
  when: ["inline"],
  inputs: [
    "decisions.features_read",
    "decisions.features_declared",
    "decisions.features_span",
    "catalog.codes",
    "catalog.inferred",
    "catalog.purposes",
  ],
  meaning: {
    zh:
      "从行为推断一个人的民族、宗教、疾病、残疾、性取向，或给人贴上沉迷、冲动、脆弱的标签，本身就是自动化决策，" +
      "容易造成歧视，也可能诱导沉迷或过度消费。",
    en:
      "To infer somebody's ethnicity, faith, illness, disability or orientation from behaviour, or to mark a person as " +
      "addicted, impulsive or vulnerable, is itself an automated decision. It lends itself to discrimination and to " +
      "designs that make people spend too much, or not stop.",
  },
  description: {
    zh:
      `决策使用了带有 ${LABEL_CODES.join("、")} 之一的特征，或登记为推断得出（inferred）且属于 ${INFERRED_CLASSES.join("、")} ` +
      "类别的特征。只登记用于安全的特征（如防沉迷判断）不计入。命中说明列出代码。",
    en:
      `The decision used a feature with one of the codes ${LABEL_CODES.join(", ")}, or one that is declared as inferred ` +
      `and is of ${INFERRED_CLASSES.join(", ")}. Features registered for safety alone, such as a check against ` +
      "addiction, don't count. The detail lists the codes.",
  },
  blindSpots: {
    zh: "未登记代码的标签；隐含在向量或其他特征中的同类推断；登记为采集、实为推断的特征；标签是否准确。",
    en:
      "Labels whose codes are not declared; the same inference inside an embedding or another feature; features declared " +
      "as collected that are in truth inferred; whether a label is right.",
  },
  example: {
    zh: "模型读取“疑似备孕”标签来排序商品。",
    en: 'A model reads the label "may be planning a pregnancy" to rank goods.',
  },
  compile({ catalog }) {
    const labels = catalog.select((feature) => labelCodes(feature).length > 0 && !isProtective(feature));
    if (labels.isEmpty) return undefined;
    return {
      forbids: () => labels,
      judge(_, { features }) {
        if (features.length === 0) return undefined;
        const codes = features.flatMap((number) => labelCodes(catalog.features[number]));
        return `codes=${[...new Set(codes)].sort().join(",")}`;
      },
    };
  },
};

function labelCodes(feature: CatalogFeature | undefined): string[] {
  if (!feature) return [];
  const { codes, inferred } = feature;
  return codes.filter(
    (code) =>
      LABEL_CODES.includes(code) ||
      (inferred && INFERRED_CLASSES.some((each) => code === each || code.startsWith(`${each}.`))),
  );
}

function isProtective({ purposes }: CatalogFeature): boolean {
  return purposes.length > 0 && purposes.every((purpose) => purpose === "safety");
}
