import { decisionRecord, type FeatureSet, isPersonalisation, type Purpose } from "@probity/core";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const s04: Rule = {
  id: "S04",
  version: 1,
  effectiveFrom: "2021-11-01",
  title: {
    zh: "疑似超出登记目的使用个人信息",
    en: "Suspected use of personal information beyond its registered purpose",
  },
  basis: [
    cite("PIPL", "6", "V"),
    cite("PIPL", "14(2)", "V"),
    cite("NDR", "22(1) item 4", "V"),
    cite("QL24", "", "V2"),
  ],
  severity: "high",
  defaultAction: "strip_feature",
  when: ["inline"],
  inputs: [
    "decisions.purpose",
    "decisions.features_read",
    "decisions.features_declared",
    "decisions.features_span",
    "catalog.purposes",
    "catalog.personal",
  ],
  meaning: {
    zh: "处理个人信息应当具有明确、合理的目的，并与处理目的直接相关；目的变更的，应重新取得同意。为一个目的登记的数据，不应悄悄用于另一个目的。",
    en: "Personal data is used for a clear purpose and for what is directly related to it; another purpose takes another consent. Data registered for one is not to drift to another.",
  },
  description: {
    zh:
      "决策使用的个人特征，其登记目的不含本次决策的目的；未登记任何目的的个人特征不得用于任何目的。" +
      "非个人特征不受目的限制。只登记用于安全的特征可用于任何决策：年龄、关闭选择等保护性检查是每次决策的一部分，" +
      "剔除它们会使保护失效。命中说明写明决策目的。",
    en:
      "The decision used a personal feature whose registered purposes don't hold the decision's; one registered for " +
      "nothing may be used for nothing. Features that are not personal are free of purpose. Features registered for " +
      "safety alone may be read in any decision: checks of age or of an opt-out are part of each, and taking them away " +
      "would undo the protection. The detail says the decision's purpose.",
  },
  blindSpots: {
    zh:
      "登记目的是否与用户被告知的一致；决策目的是否填写正确；只登记用于安全的特征是否同时被模型用于排序" +
      "（此类登记应由人工复核）。",
    en:
      "Whether the registered purposes are those that users were told; whether the decision's purpose is stated " +
      "rightly; whether a model also ranks by a feature registered for safety alone (have such registrations reviewed).",
  },
  example: {
    zh: "为物流登记的收货地址，被用来给用户推荐附近的餐厅。",
    en: "An address registered for deliveries is used to recommend restaurants nearby.",
  },
  compile({ catalog }) {
    const outside: Map<Purpose, FeatureSet> = new Map();
    for (const purpose of PURPOSES) {
      const features = catalog.select(
        (feature) => isPersonalisation(feature) && !feature.purposes.includes(purpose),
      );
      if (!features.isEmpty) outside.set(purpose, features);
    }
    if (outside.size === 0) return undefined;
    return {
      forbids: ({ purpose }) => outside.get(purpose),
      judge: ({ purpose }, { features }) => (features.length === 0 ? undefined : `purpose=${purpose}`),
    };
  },
};

const PURPOSES = Object.keys(decisionRecord.columns.purpose.type.enum8) as Purpose[];
