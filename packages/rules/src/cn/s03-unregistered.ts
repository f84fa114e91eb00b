import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const s03: Rule = {
  id: "S03",
  version: 1,
  effectiveFrom: "2021-11-01",
  title: {
    zh: "疑似读取未登记的特征",
    en: "Suspected use of a feature that is not on record",
  },
  basis: [cite("PIPL", "17", "V"), cite("PIPL", "51 item 2", "V"), cite("REG9", "24(2)", "V")],
  severity: "high",
  defaultAction: "strip_feature",
  when: ["inline"],
  inputs: [
    "decisions.unregistered",
    "decisions.features_read",
    "decisions.features_declared",
    "decisions.features_span",
    "algorithm.features",
  ],
  meaning: {
    zh: "没有登记的数据，就没有告知、没有分类、没有评估，也不会出现在备案材料里。本规则指出决策实际使用、而数据目录或该版本清单中没有的特征。",
    en: "Data that is not on record was neither told to users nor classed nor assessed, and no filing holds it. The rule points to features in use that the catalog, or the list of the version, doesn't have.",
  },
  description: {
    zh:
      "决策使用了数据目录中没有的特征（unregistered），或使用了目录中有、但该算法版本的特征清单未列出的特征（undeclared；" +
      "仅在该版本给出清单时判断）。命中说明只写数量；未登记特征的名称见决策记录的 unregistered 列。",
    en:
      "The decision used a feature that the data catalog doesn't have (unregistered), or one that the catalog has but " +
      "this algorithm version doesn't list (undeclared; only where the version gives a list). The detail holds counts; " +
      "the names of unregistered features are in the record's own column.",
  },
  blindSpots: {
    zh: "未经探针跟踪、未声明、也无跨度记录的读取；经由向量或模型中间结果间接使用的特征；目录内容是否如实。",
    en:
      "Reads that were neither tracked nor declared nor told by a span; features that act through embeddings or a " +
      "model's intermediate results; whether the catalog is truthful.",
  },
  enforcement: {
    zh: "数据目录中没有的位置，以及该版本清单未列出的特征，读取得到空值；决策照常进行。",
    en: "Reads of places that the catalog lacks, and of features that the version does not list, give nothing; the decision goes on.",
  },
  example: {
    zh: "工程师在资料接口里加了一个字段，模型随即读取，数据目录尚未登记。",
    en: "An engineer added a field to the profile service; a model reads it, and the catalog doesn't know it.",
  },
  compile({ catalog, algorithm }) {
    const declared = algorithm.features && new Set(algorithm.features);
    const undeclared = catalog.select(({ name }) => declared !== undefined && !declared.has(name));
    const forbidden = undeclared.isEmpty ? undefined : undeclared;
    return {
      forbids: () => forbidden,
      forbidsUnregistered: () => true,
      judge: (_, { features, unregistered }) =>
        unregistered === 0 && features.length === 0
          ? undefined
          : `unregistered=${unregistered} undeclared=${features.length}`,
    };
  },
};
