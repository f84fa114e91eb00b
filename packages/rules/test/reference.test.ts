import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { rulePacks } from "../src/packs.ts";
import { taxonomyReference } from "../src/reference.ts";
import type { Rule, RulePack } from "../src/rule.ts";
import { rulePage } from "../src/rule-page.ts";
import { rulesReference } from "../src/rules-index.ts";
import { codeCombinations } from "../src/taxonomy/combinations.ts";
import { taxonomyChanges } from "../src/taxonomy/taxonomy-changes.ts";
import { taxonomy } from "../src/taxonomy/taxonomy.ts";

const reference = new URL("../../../docs/reference/", import.meta.url);
const stale = "is stale; run: npm run reference --prefix packages/rules";
const packs = [...rulePacks.values()];
const rules = packs.flatMap((pack) =>
  pack.rules.map((rule): [string, Rule, RulePack] => [rule.id, rule, pack]),
);

async function committed(file: string): Promise<string> {
  return readFile(new URL(file, reference), "utf8");
}

describe("the committed reference pages", () => {
  it("hold the list of rules as it is now", async () => {
    expect(await committed("rules.md"), `docs/reference/rules.md ${stale}`).toBe(rulesReference(packs));
  });

  it.each(rules)("hold %s as it is now", async (id, rule, pack) => {
    expect(await committed(`rules/${id}.md`), `docs/reference/rules/${id}.md ${stale}`).toBe(
      rulePage(rule, pack),
    );
  });

  it("hold no rule that is gone", async () => {
    const files = await readdir(new URL("rules/", reference));
    expect(files.sort()).toEqual(rules.map(([id]) => `${id}.md`).sort());
  });

  it("hold the taxonomy as it is now", async () => {
    expect(await committed("taxonomy.md"), `docs/reference/taxonomy.md ${stale}`).toBe(
      taxonomyReference({ codes: taxonomy, changes: taxonomyChanges, combinations: codeCombinations }),
    );
  });
});

describe("the list of rules", () => {
  const page = rulesReference(packs);

  it.each(rules)("leads to the page of %s, with its titles and basis", (id, { title, basis }) => {
    const row = page.split("\n").find((line) => line.startsWith(`| [${id}](rules/${id}.md) |`));
    expect(row).toContain(title.zh);
    expect(row).toContain(title.en);
    for (const { instrument, textVersion, mark } of basis) {
      expect(row).toContain(`${instrument}@${textVersion}`);
      expect(row).toContain(`[${mark}]`);
    }
  });

  it("tells that a class of service gets another response", () => {
    expect(page).toContain("| 高 high / 严重 critical | 告警 warn / game: 阻断 block |");
  });
});

describe("the page of a rule", () => {
  it.each(rules)("%s tells all of it in both languages", (_, rule, pack) => {
    const page = rulePage(rule, pack);
    const { title, meaning, description, blindSpots, example } = rule;
    for (const text of [title, meaning, description, blindSpots, example]) {
      expect(page).toContain(text!.zh);
      expect(page).toContain(text!.en);
    }
  });

  it.each(rules)("%s says that a hit is a suspicion, never a verdict", (_, rule, pack) => {
    const page = rulePage(rule, pack);
    expect(page).toContain("疑似 / 待复核");
    expect(page).toContain("suspicion to be reviewed");
    expect(page).toContain("本页不是法律意见");
    expect(page.replaceAll("违法和不良信息", "")).not.toMatch(/违法|违规|非法|侵权|处罚|犯罪/);
    expect(page.replaceAll("TAG.ILLEGAL", "")).not.toMatch(/violat|illegal|unlawful|guilty|penalt/i);
  });

  function pageOf(id: string): string {
    const found = rules.find(([each]) => each === id);
    return rulePage(found![1], found![2]);
  }

  it("spells articles, paragraphs and items, with the mark of doubt and what it means", () => {
    expect(pageOf("C01")).toContain(
      "`REG9@2021-12-31 17(1)` 《互联网信息服务算法推荐管理规定》第 17 条第 1 款 [V：已核对原文]",
    );
    expect(pageOf("S01")).toContain("《网络数据安全管理条例》第 22 条第 1 款第（二）项 [V：已核对原文]");
    expect(pageOf("G15")).toContain("第 15 条第 1 款（h）项 [K：据一般了解，未核对]");
    expect(pageOf("S05")).toContain("第 7.4 条 [K：据一般了解，未核对]");
    expect(pageOf("M04")).toMatch(
      /^- `MODE@2024-11-15` Guide to .* \[V2: only a secondary public source was read\]$/m,
    );
  });

  it("says what each mode does, by the action, or that the rule is asked of no decision", () => {
    expect(pageOf("C01")).toContain("启用处置**：决策转为非个性化路径");
    expect(pageOf("M01")).toContain("目的为商业营销的决策被阻断");
    expect(pageOf("M04")).toContain("games: No result is given");
    expect(pageOf("P02")).toContain("本规则不在决策过程中运行");
  });
});
