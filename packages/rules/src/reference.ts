import { GENERATED, MARKS, page, table } from "./markdown.ts";
import type { CodeCombination } from "./taxonomy/combinations.ts";
import type { CodeSource, SensitivityCode, Tier } from "./taxonomy/sensitivity-code.ts";
import type { TaxonomyChange } from "./taxonomy/taxonomy-changes.ts";

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
