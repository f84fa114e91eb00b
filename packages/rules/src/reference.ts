import type { Action, Severity } from "@probity/core";
import { type Instrument, instruments, type InstrumentName, type LawReference, type Mark } from "./law.ts";
import type { Occasion, Rule, RulePack, RuleResponse } from "./rule.ts";
import type { CodeCombination } from "./taxonomy/combinations.ts";
import type { CodeSource, SensitivityCode, Tier } from "./taxonomy/sensitivity-code.ts";
import type { TaxonomyChange } from "./taxonomy/taxonomy-changes.ts";

/** The reference page of a rule pack, as Markdown in Chinese and English. The same pack gives the same text. */
export function rulesReference(pack: RulePack): string {
  return page([
    `# 规则参考 · Rules (${pack.id}@${pack.version})`,
    GENERATED,
    "规则命中只表示「疑似 / 待复核」，不是法律结论。当前为观察模式：命中只被记录，不改变任何结果。",
    "A hit is a suspicion to be reviewed, not a legal conclusion. Rules observe: a hit is recorded, and nothing else " +
      "happens. The default action is what a rule would do if it were enforced.",
    table(
      ["规则 · Rule", "名称", "Title", "严重程度 · Severity", "默认处置 · Default action"],
      pack.rules.map((rule) => [
        `[${rule.id}](#${rule.id.toLowerCase()})`,
        rule.title.zh,
        rule.title.en,
        severities[rule.severity],
        actions[rule.defaultAction],
      ]),
    ),
    ...pack.rules.flatMap(ruleSection),
    "## 依据文本 · Sources",
    table(
      ["简称 · Short name", "名称", "Title", "文本版本 · Text version", "施行或发布 · Since", "备注 · Note"],
      Object.entries(instruments).map(([name, { zh, en, textVersion, since, note }]) => [
        name,
        zh,
        en,
        textVersion,
        since,
        note ? `${note.zh} · ${note.en}` : "",
      ]),
    ),
    ...MARKS,
  ]);
}

/** What the page of the taxonomy is made of. */
export interface TaxonomyPage {
  readonly codes: readonly SensitivityCode[];
  readonly changes: readonly TaxonomyChange[];
  readonly combinations: readonly CodeCombination[];
}

/** The reference page of the taxonomy, as Markdown in Chinese and English. */
export function taxonomyReference({ codes, changes, combinations }: TaxonomyPage): string {
  return page([
    `# 敏感个人信息分类 · Taxonomy of sensitive data (version ${changes.at(-1)?.version ?? 0})`,
    GENERATED,
    "特征在配置中带有这些代码；记录只存代码与特征名称，从不存特征取值。",
    "Features carry these codes in the configuration. Records hold codes and names of features, never their values.",
    table(
      ["级别 · Tier", "含义", "Meaning"],
      Object.entries(tiers).map(([tier, { zh, en }]) => [tier, zh, en]),
    ),
    table(
      [
        "代码 · Code",
        "级别 · Tier",
        "敏感于 · Sensitive in",
        "名称",
        "Name",
        "特征名举例 · Examples",
        "来源 · Source",
      ],
      codes.map(({ code, tier, sensitiveIn, zh, en, examples, source }) => [
        `\`${code}\``,
        tier,
        sensitiveIn.join(" "),
        zh,
        en,
        examples.map((name) => `\`${name}\``).join(" "),
        spellSources(source),
      ]),
    ),
    "## 汇聚组合 · Combinations",
    "单独不敏感、合在一起视为敏感（`SPI.AGG`）的组合，由规则 S06 查找；每一部分有一个代码即可。",
    "What is not sensitive alone and is taken to be so together (`SPI.AGG`), for rule S06; one code of each part will do.",
    table(
      ["组合 · Combination", "各部分 · Parts", "理由", "Why", "来源 · Source"],
      combinations.map(({ id, parts, why, source }) => [
        `\`${id}\``,
        parts.map((some) => some.map((code) => `\`${code}\``).join(" / ")).join(" + "),
        why.zh,
        why.en,
        spellSources(source),
      ]),
    ),
    "## 版本 · Versions",
    table(
      ["版本 · Version", "日期 · Date", "变更 · Changes", "理由", "Why"],
      changes.map((change) => [
        String(change.version),
        change.date,
        spellChange(change),
        change.why.zh,
        change.why.en,
      ]),
    ),
    ...MARKS,
  ]);
}

function spellSources(sources: readonly CodeSource[]): string {
  return sources.map(({ text, mark }) => `${text} [${mark}]`).join("; ");
}

function spellChange({ added, removed, moved }: TaxonomyChange): string {
  const some = [
    ...Object.entries(added).map(([tier, codes]) => `+ ${tier}: ${codes.join(" ")}`),
    ...(removed.length > 0 ? [`− ${removed.join(" ")}`] : []),
    ...moved.map(({ code, from, to }) => `${code}: ${from} → ${to}`),
  ];
  return some.join("<br>");
}

function ruleSection(rule: Rule): string[] {
  const { id, title, version, effectiveFrom, basis, when, inputs, description, blindSpots } = rule;
  return [
    `## ${id}`,
    `**${title.zh}**\\\n**${title.en}**`,
    table(
      [
        "版本 · Version",
        "生效 · Effective from",
        "时机 · When",
        "严重程度与默认处置 · Severity and default action",
      ],
      [[String(version), effectiveFrom, when.map((each) => occasions[each]).join("; "), responses(rule)]],
    ),
    `${description.zh}\n\n${description.en}`,
    ["依据 · Basis:", "", ...basis.map((reference) => `- ${spell(reference)}`)].join("\n"),
    `输入 · Inputs: ${inputs.map((input) => `\`${input}\``).join(", ")}`,
    `看不到什么 · What it can't see:\n\n${blindSpots.zh}\n\n${blindSpots.en}`,
  ];
}

function responses(rule: Rule): string {
  const others = Object.entries(rule.byServiceClass ?? {});
  return [
    spellResponse(rule),
    ...others.map(([name, response]) => `${name}: ${spellResponse(response)}`),
  ].join("; ");
}

function spellResponse({ severity, defaultAction }: RuleResponse): string {
  return `${severities[severity]}, ${actions[defaultAction]}`;
}

/** `REG9@2021-12-31 17(1)`, with the names of text and article in both languages. */
function spell({ instrument, textVersion, article, mark }: LawReference): string {
  const { zh, en }: Instrument = instruments[instrument satisfies InstrumentName];
  const short = `\`${[`${instrument}@${textVersion}`, article].join(" ").trim()}\``;
  return `${short} 《${zh}》${articleInChinese(article)} · ${en}${article && `, art. ${article}`} [${mark}]`;
}

// `24(3)` is the third paragraph (款) of article 24, `22(1) item 3` the third numbered item (项) of a paragraph.
function articleInChinese(article: string): string {
  const [, number, paragraph, item] = /^(\d+)(?:\((\d+)\))?(?: item (\d))?$/.exec(article) ?? [];
  if (number === undefined) return "";
  const inParagraph = paragraph === undefined ? "" : `第 ${paragraph} 款`;
  const inItem = item === undefined ? "" : `第（${"零一二三四五六七八九".charAt(Number(item))}）项`;
  return `第 ${number} 条${inParagraph}${inItem}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function page(blocks: readonly string[]): string {
  return `${blocks.join("\n\n")}\n`;
}

const GENERATED = "<!-- Generated by `npm run reference --prefix packages/rules`. Do not edit. -->";

const severities: Readonly<Record<Severity, string>> = {
  info: "提示 info",
  medium: "中 medium",
  high: "高 high",
  critical: "严重 critical",
};

const actions: Readonly<Record<Action, string>> = {
  record: "记录 record",
  warn: "告警 warn",
  strip_feature: "剔除特征 strip_feature",
  strip_item: "剔除内容 strip_item",
  fallback: "转为非个性化 fallback",
  block: "阻断 block",
};

const occasions: Readonly<Record<Occasion, string>> = {
  inline: "决策时 inline",
  batch: "批量 batch",
  registry: "登记 registry",
};

const tiers: Readonly<Record<Tier, { readonly zh: string; readonly en: string }>> = {
  S: { zh: "个人信息保护法第 28 条列举的敏感个人信息", en: "Named as sensitive by PIPL 28" },
  G: { zh: "仅 GB/T 45574-2025 列为敏感", en: "Sensitive by GB/T 45574-2025 only" },
  L: {
    zh: "旧标准 GB/T 35273-2020 列为敏感，现行标准不再列入：记录并关注",
    en: "Sensitive by the older GB/T 35273-2020, no longer so: recorded and watched",
  },
  N: { zh: "明确不属于敏感", en: "Expressly not sensitive" },
  D: { zh: "推断得出、用途受限的标签或画像", en: "A derived label or profile of restricted use" },
  X: { zh: "不得作为兴趣标签", en: "Forbidden as an interest tag" },
  E: {
    zh: "仅欧盟法（GDPR 9）列为特殊类别",
    en: "A special category by the law of the European Union (GDPR 9) only",
  },
};

const marks: Readonly<Record<Mark, { readonly zh: string; readonly en: string }>> = {
  V: { zh: "已核对原文", en: "the text itself was read" },
  V2: { zh: "仅核对公开的二手来源", en: "only a secondary public source was read" },
  K: { zh: "据一般了解，未核对", en: "from knowledge, not checked" },
  I: { zh: "推断或设计选择，不是法律", en: "inference or a choice of design, not law" },
};

const MARKS = [
  "## 存疑标记 · Marks of doubt",
  table(
    ["标记 · Mark", "含义", "Meaning"],
    Object.entries(marks).map(([mark, { zh, en }]) => [mark, zh, en]),
  ),
];
