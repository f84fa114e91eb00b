import type { Bilingual } from "../rule.ts";
import type { Confidence, Writing } from "./name-word.ts";

/** A word of the name that speaks for a suggestion. */
export interface NameEvidence {
  readonly how: "name" | "source";
  /** As the name has it, in lower case. */
  readonly found: string;
  readonly writing: Writing;
  /** Another word of the name says that it is a guess. */
  readonly isInferred: boolean;
  readonly confidence: Confidence;
}

/** A form of the values that speaks for a suggestion. The values themselves are not kept. */
export interface ShapeEvidence {
  readonly how: "shape";
  /** Such as `id_card`. */
  readonly shape: string;
  readonly title: Bilingual;
  /** How many of the values that were looked at have it. */
  readonly matched: number;
  readonly of: number;
  readonly confidence: Confidence;
}

export type Evidence = NameEvidence | ShapeEvidence;

/** What a feature may be. */
export interface Suggestion {
  /** A code of the taxonomy; or, of personal data without a code, its kind, such as `mobile`. */
  readonly stands: string;
  readonly confidence: Confidence;
  readonly evidence: readonly Evidence[];
}

/** What is suspected of a feature, to be checked by somebody who knows it. */
export interface Classification {
  /** Surest first. Empty says that nothing was recognised, not that there is nothing. */
  readonly codes: readonly Suggestion[];
  /** Kinds of personal data that have no code of their own. */
  readonly personal: readonly Suggestion[];
  /** The end of the name was not looked at: it is longer than 256 UTF-16 units. */
  readonly isCut: boolean;
  /** How many values were looked at. */
  readonly samples: number;
  /** Codes that nothing here looks for: that none of them is suggested says nothing. */
  readonly unseen: readonly string[];
}

/** What speaks for a suggestion, in words. Of values it says how many, never which. */
export function explain(evidence: Evidence): Bilingual {
  if (evidence.how === "shape") {
    const { title, matched, of } = evidence;
    return {
      zh: `${of} 个取值中有 ${matched} 个形似${title.zh}`,
      en: `${matched} of ${of} values look like ${title.en}`,
    };
  }
  const { found, writing, isInferred, how } = evidence;
  const where = how === "source" ? WHERE_SOURCE : WHERE_NAME;
  const { zh, en } = WRITINGS[writing];
  return {
    zh: `${where.zh}含${zh}「${found}」${isInferred ? "，且表明是推断" : ""}`,
    en: `${where.en} has ${en} "${found}"${isInferred ? ", and says that it is inferred" : ""}`,
  };
}

const WHERE_NAME: Bilingual = { zh: "名称", en: "the name" };
const WHERE_SOURCE: Bilingual = { zh: "数据源名称", en: "the source's name" };

const WRITINGS: Readonly<Record<Writing, Bilingual>> = {
  chinese: { zh: "", en: "the Chinese word" },
  pinyin: { zh: "拼音", en: "the pinyin" },
  initials: { zh: "拼音首字母", en: "the initials of a pinyin" },
  english: { zh: "英文", en: "the English" },
};
