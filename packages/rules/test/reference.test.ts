import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { cn } from "../src/cn/pack.ts";
import { rulesReference, taxonomyReference } from "../src/reference.ts";
import { codeCombinations } from "../src/taxonomy/combinations.ts";
import { taxonomy } from "../src/taxonomy/taxonomy.ts";
import { taxonomyChanges } from "../src/taxonomy/taxonomy-changes.ts";

const command = "npm run reference --prefix packages/rules";

async function committed(file: string): Promise<string> {
  return readFile(new URL(`../../../docs/reference/${file}`, import.meta.url), "utf8");
}

describe("the committed reference pages", () => {
  it("hold the rules as they are now", async () => {
    const page = await committed("rules.md");
    expect(page, `docs/reference/rules.md is stale; run: ${command}`).toBe(rulesReference(cn));
  });

  it("hold the taxonomy as it is now", async () => {
    const page = await committed("taxonomy.md");
    expect(page, `docs/reference/taxonomy.md is stale; run: ${command}`).toBe(
      taxonomyReference({ codes: taxonomy, changes: taxonomyChanges, combinations: codeCombinations }),
    );
  });
});

describe("rulesReference", () => {
  const page = rulesReference(cn);

  it.each(cn.rules.map((rule) => [rule.id, rule] as const))("tells all of %s", (_, rule) => {
    const { title, description, blindSpots } = rule;
    for (const { zh, en } of [title, description, blindSpots]) {
      expect(page).toContain(zh);
      expect(page).toContain(en);
    }
    expect(page).toContain(`## ${rule.id}\n`);
  });

  it("spells articles, paragraphs and items, with the mark of doubt", () => {
    expect(page).toContain("`REG9@2021-12-31 17(1)` 《互联网信息服务算法推荐管理规定》第 17 条第 1 款");
    expect(page).toContain("`NDR@2024-09-24 22(1) item 2` 《网络数据安全管理条例》第 22 条第 1 款第（二）项");
    expect(page).toContain("`PRICE26@2025-1607 15` 《互联网平台价格行为规则》第 15 条");
    expect(page).toMatch(/`MODE@2024-11-15` .* \[V2\]$/m);
  });

  it("tells that a class of service gets another response", () => {
    expect(page).toContain("高 high, 告警 warn; game: 严重 critical, 阻断 block");
  });
});
