import type { DecisionFacts } from "@probity/core";
import { cite } from "../law.ts";
import type { Rule, RuleScope } from "../rule.ts";

export const l01: Rule = {
  id: "L01",
  version: 1,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似将不得作为兴趣点的关键词作为用户标签据以推送",
    en: "Suspected recommendation by interest tags that are keywords of harmful content",
  },
  basis: [cite("REG9", "10", "V"), cite("QL24", "", "V2")],
  severity: "critical",
  defaultAction: "strip_feature",
  when: ["inline"],
  inputs: [
    "decisions.tags_used",
    "decisions.features_read",
    "decisions.features_declared",
    "decisions.features_span",
    "catalog.codes",
    "catalog.tags",
  ],
  meaning: {
    zh: "规定要求不得将「违法和不良信息」关键词记入用户兴趣点或作为用户标签并据以推送信息。",
    en: "Keywords of harmful content are not to be kept as a user's interests or tags, nor used to push content by them.",
  },
  description: {
    zh:
      "决策使用的兴趣标签命中词库（在内存中比对，不留存标签），或使用了登记为 TAG.ILLEGAL、TAG.BAD 的特征。" +
      "命中说明列出类别代码和标签个数，不写标签本身。词库由部署方提供。",
    en:
      "An interest tag that the decision used holds a word of the lexicon (compared in memory, never kept), or a feature " +
      "declared as TAG.ILLEGAL or TAG.BAD was used. The detail lists the codes and how many tags, never which. The " +
      "lexicon is the deployment's.",
  },
  blindSpots: {
    zh: "词库没有的词、谐音和变体中未被归并的写法；已编入向量的标签；没有配置词库的部署只看特征代码。",
    en:
      "Words that the lexicon lacks, and spellings that it doesn't fold; tags inside embeddings; without a lexicon only " +
      "the codes of features are looked at.",
  },
  example: {
    zh: "用户画像里的一个兴趣标签含有词库列为不良信息的词，推荐系统据此推送内容。",
    en: "A tag in a user's profile holds a word that the lexicon lists as harmful, and the feed is made by it.",
  },
  compile({ catalog, lexicon }) {
    const coded = catalog.select(({ codes }) => codes.some(isTagCode));
    const refuses = lexicon && lexicon.size > 0 ? (tag: string) => lexicon.find(tag).length > 0 : undefined;
    if (coded.isEmpty && !refuses) return undefined;
    return {
      ...(!coded.isEmpty && { forbids: () => coded }),
      ...(refuses && { refusesTag: () => refuses }),
      judge(facts, { features, tags }) {
        if (features.length === 0 && tags === 0) return undefined;
        const ofFeatures = features.flatMap(
          (number) => catalog.features[number]?.codes.filter(isTagCode) ?? [],
        );
        const codes = new Set([...ofFeatures, ...(tags > 0 ? codesOfTags(facts, lexicon) : [])]);
        return `codes=${[...codes].sort().join(",")}${tags > 0 ? ` tags=${tags}` : ""}`;
      },
    };
  },
};

function isTagCode(code: string): boolean {
  return code.startsWith("TAG.");
}

function codesOfTags({ tagsUsed, held }: DecisionFacts, lexicon: RuleScope["lexicon"]): string[] {
  return [...tagsUsed, ...(held?.tags ?? [])].flatMap((tag) => lexicon?.find(tag) ?? []);
}
