import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const l02: Rule = {
  id: "L02",
  version: 2,
  effectiveFrom: "2022-03-01",
  title: {
    zh: "疑似使用用户已删除或屏蔽的标签",
    en: "Suspected use of interest tags that the user had deleted or blocked",
  },
  basis: [cite("REG9", "17(2)", "V"), cite("NDR", "42", "V")],
  severity: "critical",
  defaultAction: "strip_feature",
  when: ["inline"],
  inputs: ["decisions.tags_used", "decisions.deleted_tags", "catalog.tags"],
  meaning: {
    zh: "应当向用户提供选择或者删除用于算法推荐服务的、针对其个人特征的用户标签的功能。删除之后再用，等于没有删除。",
    en: "Users can choose or delete the tags that describe them for recommendation. A tag used after that was never deleted.",
  },
  description: {
    zh:
      "决策读取或声明使用的兴趣标签中，有用户已删除或屏蔽的标签。比较只在内存中进行，记录只留数量：" +
      "命中说明写明涉及几个不同的标签，不写标签本身。",
    en:
      "Among the interest tags that the decision read or declared are some that the subject had deleted or blocked. " +
      "They are compared in memory and only counted: the detail says how many different tags, never which.",
  },
  blindSpots: {
    zh:
      "写法不同的同一标签（按原文逐字比较，不归并大小写、简繁体和同义词）；已编入向量的标签；" +
      "目录中未标明为标签的特征；重新推断出来的同类标签。",
    en:
      "The same tag in another spelling (texts are compared as they are: no folding of case, script or synonyms); tags " +
      "inside embeddings; features that the catalog doesn't mark as tags; the same interest inferred anew.",
  },
  example: {
    zh: "用户删除了“育儿”标签，第二天推荐又按该标签选取内容。",
    en: 'A user deleted the tag "parenting"; the next day the feed was made by it again.',
  },
  compile() {
    return {
      refusesTag: ({ subject: { deletedTags, refusesTag } }) =>
        deletedTags.length === 0 ? refusesTag : either(isAmong(deletedTags), refusesTag),
      judge: (_, { tags }) => (tags === 0 ? undefined : `deleted_tags_used=${tags}`),
    };
  },
};

// Few comparisons are cheaper than a set; many must not grow with the product of the two.
function isAmong(deleted: readonly string[]): (tag: string) => boolean {
  if (deleted.length <= 16) return (tag) => deleted.includes(tag);
  const tags = new Set(deleted);
  return (tag) => tags.has(tag);
}

function either(
  one: (tag: string) => boolean,
  other: ((tag: string) => boolean) | undefined,
): (tag: string) => boolean {
  return other ? (tag) => one(tag) || other(tag) : one;
}
