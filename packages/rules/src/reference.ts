import { GENERATED, MARKS, page, table } from "./markdown.ts";
import type { SensitivityCode, Tier } from "./taxonomy/sensitivity-code.ts";

/** The reference page of the taxonomy, as Markdown in Chinese and English. */
export function taxonomyReference(codes: readonly SensitivityCode[], version: number): string {
  return page([
    `# 敏感个人信息分类 · Taxonomy of sensitive data (version ${version})`,
    GENERATED,
    "特征在配置中带有这些代码；记录只存代码与特征名称，从不存特征取值。",
    "Features carry these codes in the configuration. Records hold codes and names of features, never their values.",
    table(
      ["级别 · Tier", "含义", "Meaning"],
      Object.entries(tiers).map(([tier, { zh, en }]) => [tier, zh, en]),
    ),
    table(
      ["代码 · Code", "级别 · Tier", "名称", "Name", "特征名举例 · Examples", "来源 · Source"],
      codes.map(({ code, tier, zh, en, examples, source }) => [
        `\`${code}\``,
        tier,
        zh,
        en,
        examples.map((name) => `\`${name}\``).join(" "),
        source.map(({ text, mark }) => `${text} [${mark}]`).join("; "),
      ]),
    ),
    ...MARKS,
  ]);
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
};
