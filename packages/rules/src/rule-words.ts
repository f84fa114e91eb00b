import type { Action, ServiceClass, Severity } from "@probity/core";
import { type Instrument, instruments, type LawReference } from "./law.ts";
import { markMeaning } from "./markdown.ts";
import type { Bilingual, Occasion } from "./rule.ts";

export const severities: Readonly<Record<Severity, Bilingual>> = {
  info: { zh: "提示", en: "info" },
  medium: { zh: "中", en: "medium" },
  high: { zh: "高", en: "high" },
  critical: { zh: "严重", en: "critical" },
};

export const actions: Readonly<Record<Action, Bilingual>> = {
  record: { zh: "记录", en: "record" },
  warn: { zh: "告警", en: "warn" },
  strip_feature: { zh: "剔除特征", en: "strip_feature" },
  strip_item: { zh: "剔除内容", en: "strip_item" },
  fallback: { zh: "转为非个性化", en: "fallback" },
  block: { zh: "阻断", en: "block" },
};

export const serviceClasses: Readonly<Record<ServiceClass, Bilingual>> = {
  general: { zh: "一般服务", en: "general services" },
  game: { zh: "游戏", en: "games" },
  live: { zh: "直播", en: "live streams" },
  video: { zh: "音视频", en: "audio and video" },
  social: { zh: "社交", en: "social networks" },
  education: { zh: "教育", en: "education" },
};

export const occasions: Readonly<Record<Occasion, Bilingual>> = {
  inline: { zh: "决策时", en: "inline, in each decision" },
  batch: { zh: "批量，对已存记录", en: "in batches, over stored records" },
  registry: { zh: "登记检查", en: "over the registry" },
};

/** What enforcing does, by the action. */
export const enforcements: Readonly<Record<Action, Bilingual>> = {
  record: {
    zh: "本规则的处置只是记录，启用处置也不改变任何结果。",
    en: "The rule's action is to record; enforcing it changes nothing of the result.",
  },
  warn: {
    zh: "本规则的处置是告警，启用处置也不改变任何结果。",
    en: "The rule's action is to warn; enforcing it changes nothing of the result.",
  },
  strip_feature: {
    zh: "在读取之前剔除：读取这些特征或标签得到空值（或登记的中性值），模型看不到它们；决策照常进行。",
    en:
      "Features and tags that the rule is against are held back before they are read: a read gives nothing, or the neutral " +
      "value that is declared, and no model sees them. The decision goes on.",
  },
  strip_item: {
    zh: "这些条目不会交付给用户，其余条目照常交付。",
    en: "The items that the rule is against are not delivered; all others are.",
  },
  fallback: {
    zh: "决策转为非个性化路径；本规则所指的特征同时在读取之前被剔除，没有理会该信号的程序也读不到。",
    en:
      "The decision takes the non-personalised path. The features that the rule is against are held back as well, so that " +
      "code which doesn't heed the signal reads nothing.",
  },
  block: {
    zh: "不给出结果，用户看到带有决策编号的说明。",
    en: "No result is given; the user gets an answer that says so, with the decision's id.",
  },
};

/** `REG9@2021-12-31 17(1)`, as settings, pages and briefs name it. */
export function shortReference({ instrument, textVersion, article }: LawReference): string {
  return [`${instrument}@${textVersion}`, article].join(" ").trim();
}

/** A reference with its text's name, article and mark of doubt, in one language. */
export function spellReference(reference: LawReference, language: "zh" | "en"): string {
  const { instrument, article, mark } = reference;
  const { zh, en }: Instrument = instruments[instrument];
  const named =
    language === "zh"
      ? `《${zh}》${articleInChinese(article)}`
      : `${en}${article === "" ? "" : `, art. ${article}`}`;
  const open = language === "zh" ? "：" : ": ";
  return `\`${shortReference(reference)}\` ${named} [${mark}${open}${markMeaning(mark, language)}]`;
}

// `24(3)` is the third paragraph (款) of article 24, `22(1) item 3` the third numbered item (项) of a paragraph, `15(1)(h)`
// a lettered one, and `7.4` a clause of a standard.
function articleInChinese(article: string): string {
  const [, number, paragraph, item, letter] =
    /^(\d+(?:\.\d+)?)(?:\((\d+)\))?(?: item (\d))?(?:\(([a-z])\))?$/.exec(article) ?? [];
  if (number === undefined) return "";
  const inParagraph = paragraph === undefined ? "" : `第 ${paragraph} 款`;
  const inItem = item === undefined ? "" : `第（${"零一二三四五六七八九".charAt(Number(item))}）项`;
  return `第 ${number} 条${inParagraph}${inItem}${letter === undefined ? "" : `（${letter}）项`}`;
}
