import { isPersonalisation, type SubjectFacts } from "@probity/core";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";

export const m02: Rule = {
  id: "M02",
  version: 1,
  effectiveFrom: "2021-11-01",
  title: {
    zh: "疑似在缺少监护人同意或专门处理规则时，以不满十四周岁用户的个人信息做个性化",
    en: "Suspected personalisation for an under-14 without guardian consent or special rules",
  },
  basis: [
    cite("PIPL", "31", "V"),
    cite("PIPL", "28", "V"),
    cite("NDR", "21(2)", "V"),
    cite("NDR", "22(1) item 3", "V"),
  ],
  severity: "critical",
  defaultAction: "fallback",
  when: ["inline"],
  inputs: [
    "decisions.age_band",
    "decisions.guardian_consent",
    "decisions.minor_rules",
    "decisions.features_read",
    "decisions.features_declared",
    "decisions.features_span",
    "catalog.personal",
    "catalog.purposes",
  ],
  meaning: {
    zh: "不满十四周岁未成年人的个人信息属于敏感个人信息，处理前应取得监护人同意，并制定专门的处理规则。缺一项，就不应据以做个性化推荐。",
    en: "Data of children under 14 is sensitive. It takes a guardian's consent and special rules of processing; without either there is no ground to personalise by it.",
  },
  description: {
    zh:
      "用户年龄段为不满 14 周岁，决策使用了个人特征，而监护人同意未在案，或未指明适用的专门处理规则版本。" +
      "只登记用于安全（safety）的特征是保护性的，不计入。命中说明写明缺哪一项。",
    en:
      "The subject's age band is under 14, the decision used personal features, and no guardian's consent is on file " +
      "or no version of the special processing rules is named. Features registered for safety alone are protective " +
      "and don't count. The detail says what is missing.",
  },
  blindSpots: {
    zh: "年龄未知或谎报年龄的儿童；监护人同意是否真实、范围是否足够；专门规则的内容；未登记特征（见 S03）。",
    en:
      "A child whose age is unknown or misstated; whether the guardian's consent is genuine and wide enough; what the " +
      "special rules say; features that are not on record (see S03).",
  },
  example: {
    zh: "一位 10 岁用户没有监护人同意记录，推荐仍使用了其观看历史。",
    en: "A user of 10 has no guardian's consent on file, and the recommendation used the viewing history.",
  },
  compile({ catalog }) {
    const personal = catalog.select(isPersonalisation);
    if (personal.isEmpty) return undefined;
    return {
      forbids: ({ subject }) => (missing(subject) === undefined ? undefined : personal),
      judge: ({ subject }, { features }) => (features.length === 0 ? undefined : missing(subject)),
    };
  },
};

function missing({ ageBand, guardianConsent, minorRules }: SubjectFacts): string | undefined {
  if (ageBand !== "u14") return undefined;
  if (!guardianConsent) {
    return minorRules === "" ? "missing=guardian_consent,minor_rules" : "missing=guardian_consent";
  }
  return minorRules === "" ? "missing=minor_rules" : undefined;
}
