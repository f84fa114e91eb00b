/**
 * How far a statement about the law may be trusted: `V` the text itself was read; `V2` a secondary public source was;
 * `K` from knowledge, not checked; `I` inference or a choice of ours, not law.
 */
export type Mark = "V" | "V2" | "K" | "I";

/** A law, regulation, guide or notice in one version of its text. */
export interface Instrument {
  readonly zh: string;
  readonly en: string;
  /** Names the text that is quoted: the day it was passed or issued, as far as it is known. */
  readonly textVersion: string;
  /** When that text came into force or, where it has no force of law, was issued: `YYYY-MM-DD`, or the month. */
  readonly since: string;
  /** What a reader must know of the text that was read. @default nothing */
  readonly note?: { readonly zh: string; readonly en: string };
}

/** Short names of the instruments, as pages and briefs use them. */
export type InstrumentName = "REG9" | "PIPL" | "MINREG" | "NDR" | "MPL" | "ECL" | "MODE" | "QL24" | "PRICE26";

/** The instruments that the rules rest on. */
export const instruments: Readonly<Record<InstrumentName, Instrument>> = {
  REG9: {
    zh: "互联网信息服务算法推荐管理规定",
    en: "Provisions on Algorithmic Recommendation in Internet Information Services",
    textVersion: "2021-12-31",
    since: "2022-03-01",
  },
  PIPL: {
    zh: "个人信息保护法",
    en: "Personal Information Protection Law",
    textVersion: "2021-08-20",
    since: "2021-11-01",
  },
  MINREG: {
    zh: "未成年人网络保护条例",
    en: "Regulations on the Protection of Minors in Cyberspace",
    textVersion: "2023-10-16",
    since: "2024-01-01",
  },
  NDR: {
    zh: "网络数据安全管理条例",
    en: "Regulations on Network Data Security Management",
    textVersion: "2024-09-24",
    since: "2025-01-01",
  },
  MPL: {
    zh: "未成年人保护法",
    en: "Law on the Protection of Minors",
    textVersion: "2020-10-17",
    since: "2021-06-01",
    note: {
      zh: "所读为 2020 年修订文本；2024-04-26 的修正 [K] 未比对",
      en: "the 2020 revision was read; the amendment of 2024-04-26 [K] was not compared",
    },
  },
  ECL: {
    zh: "电子商务法",
    en: "E-Commerce Law",
    textVersion: "2018-08-31",
    since: "2019-01-01",
  },
  MODE: {
    zh: "移动互联网未成年人模式建设指南",
    en: "Guide to Building the Minors' Mode of the Mobile Internet",
    textVersion: "2024-11-15",
    since: "2024-11-15",
  },
  QL24: {
    zh: "“清朗·网络平台算法典型问题治理”专项行动通知",
    en: "Notice of the 2024 campaign on typical problems of platform algorithms",
    textVersion: "2024-11",
    since: "2024-11",
  },
  PRICE26: {
    zh: "互联网平台价格行为规则",
    en: "Rules on the Pricing Conduct of Internet Platforms",
    textVersion: "2025-1607",
    since: "2026-04-10",
    note: { zh: "发改价格规〔2025〕1607号", en: "known by its document number" },
  },
};

/** Where a rule stands in the law: an article of one version of a text. Texts change and are renumbered. */
export interface LawReference {
  readonly instrument: InstrumentName;
  readonly textVersion: string;
  /** Such as `24(3)`, the third paragraph, or `22 item 2`, a numbered item; empty for the text as a whole. */
  readonly article: string;
  readonly mark: Mark;
}

/** A reference to the version of the text in {@link instruments}. */
export function cite(instrument: InstrumentName, article: string, mark: Mark): LawReference {
  return { instrument, textVersion: instruments[instrument].textVersion, article, mark };
}
