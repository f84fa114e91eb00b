import type { Catalog, CatalogFeature } from "@probity/core";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const r02: Rule = {
  id: "R02",
  version: 1,
  effectiveFrom: "2021-11-01",
  title: {
    zh: "疑似向第三方提供或取得个人信息而缺少依据记录，或未经审批查阅未成年人记录",
    en: "Suspected exchange of personal data with a third party without a basis on record, or access without approval",
  },
  basis: [
    cite("PIPL", "21", "V"),
    cite("PIPL", "23", "V"),
    cite("PIPL", "38", "K"),
    cite("NDR", "12", "V"),
    cite("MINREG", "36", "V"),
  ],
  severity: "high",
  defaultAction: "strip_feature",
  when: ["inline", "registry"],
  inputs: [
    "decisions.features_read",
    "decisions.features_declared",
    "decisions.features_span",
    "catalog.source",
    "catalog.personal",
    "source.recipient",
    "source.contract",
  ],
  meaning: {
    zh:
      "委托处理应有约定，向他人提供应告知并取得单独同意，相关记录至少保存三年；出境另有条件。" +
      "工作人员查阅未成年人个人信息，应经审批并记录。",
    en:
      "Entrusting data takes an agreement, providing it takes notice and a separate consent, and the records of it are " +
      "kept for three years; sending it abroad takes more. Staff look at minors' data with approval only, on record.",
  },
  description: {
    zh: "决策使用的个人特征来自登记为第三方（recipient）的数据源，而该数据源没有登记合同或其他依据（contract）。命中说明写明涉及几个数据源。",
    en:
      "A personal feature that the decision used is of a source that is declared as another company's (recipient), and " +
      "no contract or other basis is on record for it. The detail says how many sources.",
  },
  blindSpots: {
    zh:
      "合同内容是否覆盖实际提供的数据；单独同意；出境的评估、合同或认证；没有登记为第三方的数据源；" +
      "对未成年人记录的查阅审批由控制台记录，不在决策中判断。",
    en:
      "Whether the contract covers what is exchanged; separate consent; what sending abroad asks for; sources not " +
      "declared as a third party's; approvals of access to minors' records, which the console records and no decision.",
  },
  example: {
    zh: "推荐读取合作方的用户分群数据，目录里没有登记任何合同编号。",
    en: "A recommendation reads a partner's user segments, and the catalog holds no contract for them.",
  },
  compile({ catalog }) {
    const exchanged = catalog.select((feature) => isWithoutBasis(feature, catalog));
    if (exchanged.isEmpty) return undefined;
    return {
      forbids: () => exchanged,
      judge(_, { features }) {
        if (features.length === 0) return undefined;
        const sources = new Set(features.map((number) => catalog.features[number]?.source));
        return `sources_without_basis=${sources.size}`;
      },
    };
  },
  inspect({ catalog }) {
    const found = catalog.features.filter((feature) => isWithoutBasis(feature, catalog));
    const sources = new Set(found.map(({ source }) => source));
    return sources.size === 0 ? undefined : `sources_without_basis=${sources.size}`;
  },
};

function isWithoutBasis({ personal, source }: CatalogFeature, { sources }: Catalog): boolean {
  const { recipient = "", contract = "" } = sources.get(source) ?? {};
  return personal && recipient !== "" && contract === "";
}
