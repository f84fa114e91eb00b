import { type Catalog, type FeatureSet, isPersonalisation, type SubjectFacts } from "@probity/core";
import { cite } from "../law.ts";
import type { Rule } from "../rule.ts";
import { needsSeparateConsent } from "../taxonomy/taxonomy.ts";

export const s01: Rule = {
  id: "S01",
  version: 1,
  effectiveFrom: "2021-11-01",
  title: {
    zh: "疑似未取得单独同意而在决策中使用敏感个人信息",
    en: "Suspected use of sensitive personal information without separate consent",
  },
  basis: [cite("PIPL", "29", "V"), cite("PIPL", "28", "V"), cite("NDR", "22(1) item 2", "V")],
  severity: "critical",
  defaultAction: "strip_feature",
  when: ["inline"],
  inputs: [
    "decisions.separate_consents",
    "decisions.age_band",
    "decisions.guardian_consent",
    "decisions.features_read",
    "decisions.features_declared",
    "decisions.features_span",
    "catalog.codes",
    "catalog.personal",
    "catalog.purposes",
  ],
  meaning: {
    zh: "处理敏感个人信息应当取得个人的单独同意。概括同意隐私政策不是单独同意。本规则逐项核对：用到的每一类敏感信息，都应有对应的单独同意。",
    en: "Sensitive data takes a separate consent; agreeing to a privacy policy as a whole is none. The rule checks, kind by kind, that each sensitive kind of data in use has its own.",
  },
  description: {
    zh:
      "决策使用了带有 S 级或 G 级代码的特征，而用户的单独同意不含该代码或其类别（如 SPI.MED；概括的 SPI 不算单独同意）。" +
      "用户不满 14 周岁时，每个个人特征都视为 SPI.U14，除非单独同意含 SPI.U14 或监护人同意在案；" +
      "只登记用于安全的特征不因此视为 SPI.U14，但其自身的代码照计。命中说明列出缺同意的代码。",
    en:
      "The decision used a feature with a code of tier S or G, and the subject's separate consents hold neither the " +
      "code nor its class (such as SPI.MED; a blanket SPI is no separate consent). For an under-14 every personal " +
      "feature is SPI.U14 unless a separate consent covers SPI.U14 or a guardian's consent is on file; features " +
      "registered for safety alone are not made SPI.U14 by that, but their own codes count. The detail lists the codes.",
  },
  blindSpots: {
    zh:
      "未登记代码或登记错误的特征；多个普通特征汇聚而成的敏感信息（SPI.AGG 只看登记）；" +
      "单独同意之外的合法性基础；同意是否已撤回（由 C03 判断）；推断得出的敏感标签（DRV.*，由 S05 判断）。",
    en:
      "Features whose codes are missing or wrong; plain features that are sensitive together (SPI.AGG only where it is " +
      "declared); legal bases other than consent; consents that were withdrawn (rule C03); inferred labels (DRV.*, " +
      "rule S05).",
  },
  example: {
    zh: "推荐读取了用户的就诊记录，而用户只同意过隐私政策。",
    en: "A recommendation read medical visits of a user who agreed to the privacy policy and to nothing else.",
  },
  compile({ catalog }) {
    const codes = codesNeedingConsent(catalog);
    const personal = catalog.select(isPersonalisation);
    const anybody = groupOf(codes);
    const child = groupOf(withChildrensData(codes, personal));
    const childWithGuardian = groupOf(codes.filter(({ code }) => code !== U14));
    if (!child.features) return undefined;

    function groupFor({ ageBand, guardianConsent }: SubjectFacts): Group {
      if (ageBand !== "u14") return anybody;
      return guardianConsent ? childWithGuardian : child;
    }
    return {
      forbids: ({ subject }) => uncovered(groupFor(subject), subject.separateConsents),
      judge: ({ subject }, { features }) =>
        features.length === 0 ? undefined : codesOf(features, groupFor(subject), subject.separateConsents),
    };
  },
};

const U14 = "SPI.U14";

/** A code of tier S or G, the features that carry it, and the consents that cover it. */
interface GuardedCode {
  readonly code: string;
  readonly features: FeatureSet;
  readonly consents: ReadonlySet<string>;
}

/** What asks for a separate consent from one kind of subject. */
interface Group {
  readonly codes: readonly GuardedCode[];
  /** All their features; `undefined` for none. */
  readonly features: FeatureSet | undefined;
  /** Their features by the codes that are not covered: the same set each time, so that a hold can be shared. */
  readonly known: Map<number, FeatureSet>;
}

function codesNeedingConsent(catalog: Catalog): GuardedCode[] {
  const codes = new Set(catalog.features.flatMap((feature) => feature.codes).filter(needsSeparateConsent));
  return [...codes].sort().map((code) =>
    guarded(
      code,
      catalog.select((feature) => feature.codes.includes(code)),
    ),
  );
}

/** Everything personal of an under-14 is sensitive, whatever its own codes say. */
function withChildrensData(codes: readonly GuardedCode[], personal: FeatureSet): GuardedCode[] {
  const declared = codes.find(({ code }) => code === U14);
  const features = declared ? declared.features.union(personal) : personal;
  const others = codes.filter((code) => code !== declared);
  return features.isEmpty ? others : [...others, guarded(U14, features)];
}

function guarded(code: string, features: FeatureSet): GuardedCode {
  const parts = code.split(".");
  const consents = parts.map((_, last) => parts.slice(0, last + 1).join("."));
  return { code, features, consents: new Set(consents.slice(1)) }; // a class has two parts or more
}

function groupOf(codes: readonly GuardedCode[]): Group {
  return { codes, features: union(codes), known: new Map() };
}

function union(codes: readonly GuardedCode[]): FeatureSet | undefined {
  const [first, ...others] = codes;
  return others.reduce((features, code) => features?.union(code.features), first?.features);
}

function uncovered(group: Group, consents: readonly string[]): FeatureSet | undefined {
  const { codes, features, known } = group;
  if (consents.length === 0) return features;
  let left = 0; // the codes that are not covered, as a bit each of a whole number
  for (const [n, code] of codes.entries()) if (!isCovered(code, consents)) left += 2 ** n;
  if (left === 0) return undefined;
  let set = known.get(left);
  if (set) return set;
  set = union(codes.filter((code) => !isCovered(code, consents)));
  if (set && known.size < MOST_KNOWN && codes.length <= MOST_BITS) known.set(left, set);
  return set;
}

/** Different sets of consents are few; what comes after is worked out anew each time. */
const MOST_KNOWN = 256;
/** Of whole numbers. */
const MOST_BITS = 53;

function isCovered(code: GuardedCode, consents: readonly string[]): boolean {
  for (const consent of consents) if (code.consents.has(consent)) return true;
  return false;
}

function codesOf(features: readonly number[], { codes }: Group, consents: readonly string[]): string {
  const hit = codes.filter(
    (code) => !isCovered(code, consents) && features.some((each) => code.features.has(each)),
  );
  return `codes=${hit.map(({ code }) => code).join(",")}`;
}
