import { type FeatureSet, type SubjectFacts } from "@probity/core";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";
import { isSpecial, specialCodes } from "./special-categories.ts";

export const g09: Rule = {
  id: "G09",
  version: 1,
  effectiveFrom: "2018-05-25",
  title: {
    zh: "疑似未取得明确同意而使用特殊类别数据",
    en: "Suspected use of special categories of data without explicit consent",
  },
  basis: [cite("GDPR", "9(1)", "K"), cite("GDPR", "9(2)", "K")],
  severity: "critical",
  defaultAction: "strip_feature",
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
      "种族或族裔、政治观点、宗教或哲学信仰、工会成员身份、基因、生物识别、健康、性生活与性取向的数据原则上不得处理，" +
      "除非有明确同意或其他列明的例外。其范围与个人信息保护法第 28 条不同。",
    en:
      "Data on racial or ethnic origin, political opinions, beliefs, trade-union membership, genes, biometrics, health, " +
      "sex life and orientation is not to be processed, but for explicit consent or another exception that is listed. " +
      "The categories are not those of article 28 of the Chinese PIPL.",
  },
  description: {
    zh: "决策使用了带有特殊类别代码的特征，而用户的单独同意不含该代码或其类别。推断得出的同类标签同样计入。命中说明列出代码。",
    en:
      "The decision used a feature with a code of a special category, and the subject's separate consents hold neither " +
      "the code nor its class. Inferred labels of the kind count, too. The detail lists the codes.",
  },
  blindSpots: {
    zh: "同意以外的例外（如本人明显公开的数据）；成员国的更严规定；没有代码的特征；可以推断出特殊类别的普通特征。",
    en:
      "Exceptions other than consent, such as data that the person made public; stricter national law; features whose " +
      "codes are missing; plain features that a special category can be inferred from.",
  },
  example: {
    zh: "推荐读取“工会成员”标签，用户没有对此单独同意。",
    en: "A recommendation reads that the user is in a trade union; the user consented to nothing of the kind.",
  },
  compile({ catalog }) {
    const special = catalog.select(({ codes }) => codes.some(isSpecial));
    if (special.isEmpty) return undefined;
    const known: Map<string, FeatureSet | undefined> = new Map();

    function uncovered({ separateConsents }: SubjectFacts): FeatureSet | undefined {
      if (separateConsents.length === 0) return special;
      const key = separateConsents.join("\n");
      if (known.has(key)) return known.get(key);
      const left = catalog.select(({ codes }) =>
        codes.some((code) => isSpecial(code) && !separateConsents.some((consent) => covers(consent, code))),
      );
      const set = left.isEmpty ? undefined : left;
      if (known.size < MOST_KNOWN) known.set(key, set);
      return set;
    }
    return {
      forbids: ({ subject }) => uncovered(subject),
      judge(_, { features }) {
        return features.length === 0
          ? undefined
          : `codes=${specialCodes(catalog.features, features).join(",")}`;
      },
    };
  },
};

/** Different sets of consents are few; what comes after is worked out anew each time. */
const MOST_KNOWN = 256;

// A blanket `SPI` is no explicit consent: a class has two parts or more.
function covers(consent: string, code: string): boolean {
  return consent === code || (consent.includes(".") && code.startsWith(`${consent}.`));
}
