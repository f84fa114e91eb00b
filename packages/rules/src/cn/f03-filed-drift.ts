import type { Algorithm, CatalogFeature, FiledScope } from "@probity/core";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const f03: Rule = {
  id: "F03",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似运行事实与备案快照不一致，或变更、注销、审计期限临近",
    en: "Suspected drift from the filed snapshot, or a deadline that is near or past",
  },
  basis: [cite("REG9", "24(2)", "V"), cite("REG9", "24(3)", "V"), cite("AUD26", "", "V2")],
  severity: "high",
  defaultAction: "warn",
  when: ["inline", "batch", "registry"],
  inputs: [
    "decisions.features_read",
    "decisions.features_declared",
    "decisions.features_span",
    "decisions.outlet",
    "decisions.calls",
    "decisions.ts",
    "algorithm.filed",
  ],
  meaning: {
    zh:
      "备案信息发生变更的，自变更之日起十个工作日内办理变更；终止服务的，二十个工作日内注销。" +
      "判断标准是备案过的值是否改变；“重大变更”不是条文用语。本规则逐项比较运行事实与备案快照。",
    en:
      "A change of what was filed is to be reported within ten working days, the end of a service within twenty. The test " +
      "is whether any filed value changed: the rule compares, one by one, what runs with the snapshot.",
  },
  description: {
    zh:
      "决策时：使用了备案快照未列出的特征，或快照未列出的数据源中的特征（仅在快照列出时判断）。" +
      "登记检查时：算法清单中有这样的特征。批量：观察到的出口、数据源、特征与快照的差异，以及期限。",
    en:
      "In a decision: a feature was used that the snapshot doesn't list, or one of a source that it doesn't list (only " +
      "where it lists any). In the registry: the algorithm declares such a feature. In batches: outlets, sources and " +
      "features seen that differ from the snapshot, and deadlines.",
  },
  blindSpots: {
    zh: "快照没有记载的事项，如模型目标、策略；差异是否构成须变更的事项由人工判断；快照是否就是最后一次受理的内容。",
    en:
      "What the snapshot doesn't hold, such as objective and strategy; whether a difference is one to be reported, which " +
      "a person judges; whether the snapshot is what was last accepted.",
  },
  example: {
    zh: "备案材料列出浏览与收藏，线上模型开始读取位置。",
    en: "The filing lists browsing and favourites; the model that serves has begun to read locations.",
  },
  compile({ catalog, algorithm: { filed } }) {
    if (!filed) return undefined;
    const unfiled = catalog.select((feature) => isUnfiled(feature, filed));
    if (unfiled.isEmpty) return undefined;
    return {
      forbids: () => unfiled,
      judge: (_, { features }) => (features.length === 0 ? undefined : `unfiled_features=${features.length}`),
    };
  },
  inspect({ catalog, algorithm }) {
    const { filed } = algorithm;
    if (!filed) return undefined;
    const count = catalog.features.filter(
      (feature) => declares(algorithm, feature.name) && isUnfiled(feature, filed),
    ).length;
    return count === 0 ? undefined : `unfiled_features=${count}`;
  },
};

function isUnfiled({ name, source }: CatalogFeature, { features, sources }: FiledScope): boolean {
  return features?.includes(name) === false || sources?.includes(source) === false;
}

function declares({ features }: Algorithm, name: string): boolean {
  return features === undefined || features.includes(name);
}
