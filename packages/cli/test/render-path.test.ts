import { decisionRecord } from "@probity/core";
import { describe, expect, it } from "vitest";

import { renderPath } from "../src/index.ts";
import { childPath, feature, pathOf } from "./support/records.ts";
import { richPath } from "./support/rich-path.ts";

const timeZone = "Asia/Shanghai";

describe("renderPath", () => {
  it("draws all that a decision holds, in English", () => {
    expect(renderPath(richPath, { timeZone })).toBe(
      `Decision 019aa607-7a2b-7c1e-9f1a-0c9d1f6e7a42
├─ When           2026-11-21 19:31:04.123 +08:00 · took 3.41 ms
├─ Algorithm      feed@1.4 · personalised push · filed as 网信算备110108105858001230019号 · rules cn@1
├─ Outlet         home · Book Feed (website) › 首页 › 猜你喜欢 · feed
├─ Purpose        content
├─ Request        book-feed · /feed · trace 4bf92f3577b34da6a3ce929d0e0e4736
├─ Subject        3f9a1c04de77… (key k1) · under 14 · self-declared · minors' mode on · a guardian's consent on file · rules for under-14s 2026-03
├─ Choices        personalisation off since 2026-11-19 09:02:03.004 +08:00 · 2 interest tags deleted
├─ Consents       version 7 · separate for SPI.MED.COND · withdrawn 2026-11-20 09:00:00.000 +08:00
├─ Data calls     4 features of 2 sources · personalised · 4 interest tags
│  ├─ profile (postgresql readers) · read at +310 µs, took 1.20 ms
│  │  ├─ profile.age          no code                      personal            read            ← M02
│  │  ├─ profile.interests[]  LEG.BROWSE browsing history  personal, inferred  declared, read  ← M02
│  │  └─ profile.nickname     not in the catalog                               read
│  └─ books · no call observed
│     └─ books.rating  no code  not personal  declared
├─ Findings       2 suspected, to be reviewed
│  ├─ M02@1 Suspected personalisation for an under-14 without guardian consent or special rules · critical
│  │  ├─ action: fall back to non-personalised (observed only)
│  │  ├─ features: profile.age, profile.interests[]
│  │  ├─ detail: missing=rules
│  │  └─ basis: PIPL@2021-08-20 31 [V]; PIPL@2021-08-20 28 [V]; NDR@2024-09-24 21(2) [V]; NDR@2024-09-24 22(1) item 3 [V]
│  └─ Z99@3 a rule that this version of Probity doesn't know · medium
│     └─ action: record (shadow run)
├─ Interventions  1 by people
│  └─ pin rank 7 → 1 · item aaaaaaaaaaaaaaa0 · iv-7
│     ├─ operator zhang.san · without approver · ticket OPS-12
│     └─ reason 活动置顶 · valid 2026-11-20 08:00:00.000 +08:00 to open
├─ Result         delivered · HTTP 200 · 12 items
│  ├─  1  aaaaaaaaaaaaaaa0  0.9       ← pin rank 7 → 1
│  ├─  2  aaaaaaaaaaaaaaa1  no score
│  ├─  3  aaaaaaaaaaaaaaa2  0.8       ad · labelled as ad
│  ├─  4  aaaaaaaaaaaaaaa3  0.75
│  ├─  5  aaaaaaaaaaaaaaa4  0.7
│  ├─  6  aaaaaaaaaaaaaaa5  0.65
│  ├─  7  aaaaaaaaaaaaaaa6  0.6
│  ├─  8  aaaaaaaaaaaaaaa7  0.55
│  ├─  9  aaaaaaaaaaaaaaa8  0.5
│  ├─ 10  aaaaaaaaaaaaaaa9  0.45
│  └─ … 2 more
├─ Bad input      subject.choices.offAt
└─ Inside it      2 decisions
   └─ hot@2 · 019aa607-7a2f-7000-8000-000000000002 · delivered · 0 items
      └─ search@1 · 019aa607-7a2f-7000-8000-000000000003 · failed · 0 items
`,
    );
  });

  it("draws the same in Chinese, findings as 疑似 and 待复核", () => {
    expect(renderPath(richPath, { timeZone, language: "zh" })).toBe(
      `算法决策 019aa607-7a2b-7c1e-9f1a-0c9d1f6e7a42
├─ 时间      2026-11-21 19:31:04.123 +08:00 · 耗时 3.41 ms
├─ 算法      feed@1.4 · 个性化推送类 · 备案编号 网信算备110108105858001230019号 · 规则包 cn@1
├─ 服务出口  home · Book Feed (网站) › 首页 › 猜你喜欢 · 信息流
├─ 目的      内容推荐
├─ 请求      book-feed · /feed · 链路 4bf92f3577b34da6a3ce929d0e0e4736
├─ 用户主体  3f9a1c04de77… (密钥 k1) · 不满14周岁 · 自行申报 · 未成年人模式已开启 · 已有监护人同意 · 不满14周岁专门处理规则 2026-03
├─ 用户选择  自 2026-11-19 09:02:03.004 +08:00 起关闭个性化 · 已删除 2 个兴趣标签
├─ 同意      版本 7 · 单独同意 SPI.MED.COND · 2026-11-20 09:00:00.000 +08:00 撤回
├─ 数据调用  2 个数据源，4 个特征 · 个性化 · 读取 4 个兴趣标签
│  ├─ profile (postgresql readers) · 实际读取，始于 +310 µs，用时 1.20 ms
│  │  ├─ profile.age          无分类代码               个人信息        实际读取        ← M02
│  │  ├─ profile.interests[]  LEG.BROWSE 网页浏览记录  个人信息, 推断  声明, 实际读取  ← M02
│  │  └─ profile.nickname     未登记                                   实际读取
│  └─ books · 未观察到调用
│     └─ books.rating  无分类代码  非个人信息  声明
├─ 规则命中  疑似 2 项，待复核
│  ├─ M02@1 疑似在缺少监护人同意或专门处理规则时，以不满十四周岁用户的个人信息做个性化 · 严重
│  │  ├─ 处置：转为非个性化（仅观察）
│  │  ├─ 特征：profile.age, profile.interests[]
│  │  ├─ 细节：missing=rules
│  │  └─ 依据：PIPL@2021-08-20《个人信息保护法》 31 [V]; PIPL@2021-08-20《个人信息保护法》 28 [V]; NDR@2024-09-24《网络数据安全管理条例》 21(2) [V]; NDR@2024-09-24《网络数据安全管理条例》 22(1) item 3 [V]
│  └─ Z99@3 本版本 Probity 不认识的规则 · 中
│     └─ 处置：记录（影子运行）
├─ 人工干预  1 次
│  └─ 置顶 名次 7 → 1 · 内容 aaaaaaaaaaaaaaa0 · iv-7
│     ├─ 操作人 zhang.san · 缺审批人 · 工单 OPS-12
│     └─ 理由 活动置顶 · 有效期 2026-11-20 08:00:00.000 +08:00 至 不限
├─ 结果      已送达 · HTTP 200 · 12 条内容
│  ├─  1  aaaaaaaaaaaaaaa0  0.9     ← 置顶 名次 7 → 1
│  ├─  2  aaaaaaaaaaaaaaa1  无得分
│  ├─  3  aaaaaaaaaaaaaaa2  0.8     广告 · 已标明广告
│  ├─  4  aaaaaaaaaaaaaaa3  0.75
│  ├─  5  aaaaaaaaaaaaaaa4  0.7
│  ├─  6  aaaaaaaaaaaaaaa5  0.65
│  ├─  7  aaaaaaaaaaaaaaa6  0.6
│  ├─  8  aaaaaaaaaaaaaaa7  0.55
│  ├─  9  aaaaaaaaaaaaaaa8  0.5
│  ├─ 10  aaaaaaaaaaaaaaa9  0.45
│  └─ … 其余 2 条
├─ 输入有误  subject.choices.offAt
└─ 内含决策  2 个
   └─ hot@2 · 019aa607-7a2f-7000-8000-000000000002 · 已送达 · 0 条内容
      └─ search@1 · 019aa607-7a2f-7000-8000-000000000003 · 失败 · 0 条内容
`,
    );
  });

  it("says of each part that nothing is there, rather than leave it out", () => {
    const path = pathOf({
      subject: "0".repeat(64),
      key_id: "",
      age_band: "unknown",
      age_source: "none",
      outlet: "",
    });
    expect(renderPath(path)).toBe(
      `Decision 019aa607-7a2b-7c1e-9f1a-0c9d1f6e7a42
├─ When           2026-11-21 11:31:04.123 +00:00 · took 3.41 ms
├─ Algorithm      feed@1.4 · personalised push · no filing number · rules cn@1
├─ Outlet         none given
├─ Purpose        content
├─ Request        book-feed · /feed
├─ Subject        nobody signed in · age unknown
├─ Data calls     none
├─ Findings       none
├─ Interventions  none
└─ Result         delivered · HTTP 200 · 0 items
`,
    );
  });

  it("names the enclosing decision", () => {
    const parent = "019aa607-7a2b-7000-8000-00000000000f";
    expect(renderPath(pathOf({ parent }))).toContain(`├─ Inside         ${parent}\n`);
  });

  it("says when features could not be named, and when not all decisions inside are shown", () => {
    const path = pathOf(
      {},
      {
        isCatalogKnown: false,
        isComplete: false,
        children: [childPath({ algorithm: "hot" })],
        sources: [
          {
            source: "",
            system: "",
            dataset: "",
            calls: [{ how: "span", at_us: 0, took_us: 0, count: 3 }],
            spans: [],
            features: [feature("#12", { how: ["span"], isPersonal: undefined, isInferred: undefined })],
          },
        ],
      },
    );
    const text = renderPath(path);
    expect(text).toContain("its catalog was never registered, so features have numbers only");
    expect(text).toContain("│  └─ source unknown · span at +0 µs, 3 times\n│     └─ #12  no code    span\n");
    expect(text).toContain("└─ Inside it      1 decision, and more that are not shown\n");
  });

  it("says of an intervention which of the ledger's fields are missing", () => {
    const nothing = { operator: "", approver: "", reason: "", ticket: "", valid_from: null, valid_to: null };
    const removal = {
      id: "iv-1",
      kind: "remove",
      item: "0".repeat(16),
      from_rank: 3,
      to_rank: 0,
      ...nothing,
    } as const;
    expect(renderPath(pathOf({ interventions: [removal] }))).toContain(
      `│  └─ remove rank 3 → none · iv-1
│     ├─ without operator · without approver · without ticket
│     └─ without reason · valid open to open
`,
    );
  });

  it.each([
    [10, undefined],
    [11, "… 1 more"],
  ])("of %i items draws ten and says how many are left", (count, rest) => {
    const items = Array.from({ length: count }, () => ({ id: "b".repeat(16), score: 1, flags: 0 }));
    const text = renderPath(pathOf({ items }));
    expect(text.match(/b{16}/g)).toHaveLength(10);
    expect(/… \d+ more/.exec(text)?.[0]).toBe(rest);
  });

  it("colours nothing unless asked to", () => {
    expect(renderPath(richPath)).not.toContain("\u001b");
    expect(renderPath(richPath, { colour: true })).toContain("\u001b[31mM02@1\u001b[39m");
  });

  it.each(["en", "zh"] as const)("never calls a finding a violation (%s)", (language) => {
    expect(renderPath(richPath, { language })).not.toMatch(/违法|违规|illegal|violat|breach/i);
  });

  it("lets no text of the record steer the terminal", () => {
    const evil = "\u001b[2J\u202Eevil\n";
    const path = hostile(richPath, evil) as typeof richPath;
    const text = renderPath(path);
    expect(text).toContain("\\u{1B}[2J\\u{202E}evil\\u{A}");
    expect(text).not.toMatch(/[^\P{C}\n]/u);
  });

  it("shows what enforced rules held back, what those in shadow would have, and what the service said", () => {
    const held = pathOf(
      {
        ...{ rules: "cn@2 eu@1 ~S01", mode: "non_personalised", use_today_s: 2399, use_continuous_s: 61 },
        ...{ pool: "minors", significant: true, explanation: "exp-7", review_route: "/appeals" },
        ...{ refusal: "missing", notice: "2026-09", cohorts: ["new users"] },
        items: [{ id: "a".repeat(16), score: 1, flags: 0 }],
        prices: [{ item: "a".repeat(16), price: 12.5, base: 13, conditions: "0".repeat(16) }],
        items_held: [{ id: "b".repeat(16), flags: 1 }],
      },
      {
        holds: [
          {
            ...{ rule: "M02", rule_version: 1, action: "fallback", mode: "enforce" },
            ...{ features: ["profile.age", "#12"], unregistered: 1, tags: 2, items: 1 },
          },
          {
            ...{ rule: "Z\u001b9", rule_version: 2, action: "block", mode: "shadow" },
            ...{ features: [], unregistered: 0, tags: 0, items: 0 },
          },
        ],
      },
    );
    const english = renderPath(held, { timeZone });
    const expected = [
      "in use 39 min today · 1 min without a break\n",
      "Held back      answered without personalisation · by 1 enforced rule · 1 rule in shadow would have · 1 item not delivered\n",
      "M02@1 Suspected personalisation for an under-14 without guardian consent or special rules · action: fall back to non-personalised (enforced)\n",
      "held back: features: profile.age, #12 · 1 place outside the catalog · 2 interest tags · 1 item\n",
      "Z\\u{1B}9@2 a rule that this version of Probity doesn't know · action: block (shadow run)\n",
      "item bbbbbbbbbbbbbbbb not delivered · ad\n",
      "Details        pool for minors · significantly affects rights and interests · explanation exp-7 · review by a person at /appeals · without an easy way to refuse · public notice 2026-09 · groups new users\n",
      "aaaaaaaaaaaaaaaa  1  price 12.5 (13 without personal terms)\n",
    ];
    for (const line of expected) expect(english).toContain(line);
    const chinese = renderPath(held, { timeZone, language: "zh" });
    for (const line of [
      "规则执行  已改为非个性化结果 · 1 条规则已执行 · 1 条规则影子运行 · 1 条内容未送达\n",
      "已拦下：特征：profile.age, #12 · 目录外 1 处 · 2 个兴趣标签 · 1 条内容\n",
      "未成年人内容池 · 对个人权益有重大影响 · 决策说明 exp-7 · 人工复核途径 /appeals · 未提供便捷的拒绝方式",
      "今日已使用 39 分钟 · 连续使用 1 分钟",
    ])
      expect(chinese).toContain(line);
    expect(chinese).not.toMatch(/违法|违规/);
  });

  it("says nothing of holds where nothing was held", () => {
    expect(renderPath(pathOf())).not.toMatch(/Held back|Details|price/);
  });
});

const ENUMERATIONS: ReadonlySet<string> = new Set(
  Object.entries(decisionRecord.columns)
    .filter(([, { type }]) => typeof type === "object" && "enum8" in type)
    .map(([name]) => name)
    .concat("how", "kind", "severity", "action", "mode"),
);

/** The same with every text replaced that a service could choose: all but enumerations, ids and pseudonyms. */
function hostile(value: unknown, text: string): unknown {
  if (typeof value === "string") return /^[0-9a-f-]{16,}$/.test(value) ? value : text;
  if (Array.isArray(value)) return value.map((each) => hostile(each, text));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, ENUMERATIONS.has(key) ? each : hostile(each, text)]),
  );
}
