import { describe, expect, it } from "vitest";

import { renderPath } from "../src/index.ts";
import { pathAcrossServices, remotePath, spanCall } from "./support/path-across-services.ts";
import { childPath, pathOf } from "./support/records.ts";

const timeZone = "Asia/Shanghai";

describe("renderPath across services", () => {
  it("draws what each service did, what it read from where, and what is a claim or a matter of clocks", () => {
    expect(renderPath(pathAcrossServices, { timeZone })).toBe(
      `Decision 019aa607-7a2b-7c1e-9f1a-0c9d1f6e7a42
├─ When            2026-11-21 19:31:04.123 +08:00 · took 18.0 ms
├─ Algorithm       feed@1.4 · personalised push · no filing number · rules cn@1
├─ Outlet          home · Book Feed (website) › 首页 › 猜你喜欢 · feed
├─ Purpose         content
├─ Request         book-gateway · /feed · trace 4bf92f3577b34da6a3ce929d0e0e4736
├─ Subject         3f9a1c04de77… (key k1) · adult · self-declared
├─ Data calls      none known
├─ Unmapped        1 call that no rule maps to a source: what was read is not known · probity unmapped suggests rules
│  ├─ GET flags:* · redis cache · fields age · at +800 µs, took 900 µs
│  └─ 5 more, too many to be told apart
├─ Other services  2 calls of 2 services
│  ├─ book-features · HTTP /features/:reader · hop 1 · +2.00 ms by its clock, took 1.50 ms · same trace · answered 200
│  │  └─ profile (postgresql readers) · span at +800 µs, took 900 µs, 3 times
│  │     ├─ SELECT readers · postgresql db.internal/shop · at +800 µs, took 900 µs, 2 times · 1 failed
│  │     ├─ WITH readers · postgresql db.internal/shop · at +800 µs, took 900 µs
│  │     └─ profile.interests[]  LEG.BROWSE browsing history  personal  span
│  └─ audit · Kafka decided · hop 2 · -40.0 ms by its clock, took 1.50 ms · claimed, trace differs · failed
│     ├─ clock: lies within its caller's time if moved by +39.0 ms or more
│     └─ 1 call that no rule maps to a source: what was read is not known
│        └─ find audit · mongodb db.internal/shop · fields age · at +800 µs
├─ Findings        none
├─ Interventions   none
├─ Result          delivered · HTTP 200 · 0 items
└─ Inside it       1 decision
   └─ rank@3 · 019aa607-7a30-7000-8000-000000000004 · book-ranker · +30.0 ms by its clock, took 9.00 ms · same trace · 1 feature of 1 source · delivered · 0 items
      ├─ clock: lies within its caller's time if moved by -22.0 ms (-31.0 ms at most)
      ├─ profile (postgresql readers) · span at +800 µs, took 900 µs, 3 times
      │  └─ profile.age  no code  personal  span
      └─ book-features · gRPC shop.Features/Get · hop 1 · +1.00 ms by its clock, took 1.50 ms · same trace · answered
         ├─ clock: took longer than its caller, which no shift explains
         └─ no data call observed
`,
    );
  });

  it("draws the same in Chinese", () => {
    expect(renderPath(pathAcrossServices, { timeZone, language: "zh" })).toBe(
      `算法决策 019aa607-7a2b-7c1e-9f1a-0c9d1f6e7a42
├─ 时间        2026-11-21 19:31:04.123 +08:00 · 耗时 18.0 ms
├─ 算法        feed@1.4 · 个性化推送类 · 无备案编号 · 规则包 cn@1
├─ 服务出口    home · Book Feed (网站) › 首页 › 猜你喜欢 · 信息流
├─ 目的        内容推荐
├─ 请求        book-gateway · /feed · 链路 4bf92f3577b34da6a3ce929d0e0e4736
├─ 用户主体    3f9a1c04de77… (密钥 k1) · 成年人 · 自行申报
├─ 数据调用    无已知调用
├─ 未映射调用  1 次调用没有规则映射到数据源，读取内容未知 · probity unmapped 可给出建议规则
│  ├─ GET flags:* · redis cache · 字段 age · 始于 +800 µs，用时 900 µs
│  └─ 另有 5 次，数量过多未逐一区分
├─ 其他服务    2 个服务，2 次调用
│  ├─ book-features · HTTP /features/:reader · 第 1 跳 · 按其自身时钟 +2.00 ms，用时 1.50 ms · 同一链路 · 已应答 200
│  │  └─ profile (postgresql readers) · 链路跨度，始于 +800 µs，用时 900 µs，共 3 次
│  │     ├─ SELECT readers · postgresql db.internal/shop · 始于 +800 µs，用时 900 µs，共 2 次 · 失败 1 次
│  │     ├─ WITH readers · postgresql db.internal/shop · 始于 +800 µs，用时 900 µs
│  │     └─ profile.interests[]  LEG.BROWSE 网页浏览记录  个人信息  链路跨度
│  └─ audit · Kafka decided · 第 2 跳 · 按其自身时钟 -40.0 ms，用时 1.50 ms · 自称属于本决策，链路不同 · 失败
│     ├─ 时钟：平移 +39.0 ms 或以上方落在调用方时间内
│     └─ 1 次调用没有规则映射到数据源，读取内容未知
│        └─ find audit · mongodb db.internal/shop · 字段 age · 始于 +800 µs
├─ 规则命中    无
├─ 人工干预    无
├─ 结果        已送达 · HTTP 200 · 0 条内容
└─ 内含决策    1 个
   └─ rank@3 · 019aa607-7a30-7000-8000-000000000004 · book-ranker · 按其自身时钟 +30.0 ms，用时 9.00 ms · 同一链路 · 1 个数据源，1 个特征 · 已送达 · 0 条内容
      ├─ 时钟：平移 -22.0 ms（至多 -31.0 ms）方落在调用方时间内
      ├─ profile (postgresql readers) · 链路跨度，始于 +800 µs，用时 900 µs，共 3 次
      │  └─ profile.age  无分类代码  个人信息  链路跨度
      └─ book-features · gRPC shop.Features/Get · 第 1 跳 · 按其自身时钟 +1.00 ms，用时 1.50 ms · 同一链路 · 已应答
         ├─ 时钟：用时长于调用方，平移时钟无法解释
         └─ 未观察到数据调用
`,
    );
  });

  it("says who says so where a parent is named by baggage only", () => {
    const parent = "019aa607-7a2b-7000-8000-00000000000f";
    const claimed = renderPath(pathOf({ parent, parent_via: "baggage" }));
    expect(claimed).toContain(`├─ Inside         ${parent} · as its caller's baggage says\n`);
    expect(renderPath(pathOf({ parent, parent_via: "process" }))).toContain(`├─ Inside         ${parent}\n`);
  });

  it("says that there is no trace to tell by where the decision has none", () => {
    const claim = { isBorneOut: false, startMs: 0, shiftMs: 0, shiftsMs: [0, 1] } as const;
    const text = renderPath(pathOf({}, { remoteCalls: [remotePath({}, { claim })] }));
    expect(text).toContain(" · claimed, no trace to tell by · ");
  });

  it("says what of a remote call could not be taken or named, and when not all are shown", () => {
    const remote = remotePath({ input_faults: ["remote.deliver"] }, { isCatalogKnown: false });
    const text = renderPath(pathOf({}, { remoteCalls: [remote], isComplete: false }));
    expect(text).toContain("├─ Other services  1 call of 1 service, and more that are not shown\n");
    expect(text).toContain("its catalog was never registered, so features have numbers only\n");
    expect(text).toContain("│     └─ Bad input: remote.deliver\n");
  });

  it("counts what decisions of the same process left unmapped, in their line", () => {
    const child = childPath({ algorithm: "hot", version: "2" }, { unmapped: [spanCall({ count: 3 })] });
    expect(renderPath(pathOf({}, { children: [child] }))).toMatch(
      /└─ hot@2 · \S+ · 3 calls that no rule maps to a source: what was read is not known · delivered/,
    );
  });

  it("doesn't count as unmapped what was too many to be told apart, some of which may be mapped", () => {
    const rest = spanCall({ system: "*", host: "", database: "", operation: "*", target: "*", count: 5 });
    expect(renderPath(pathOf({}, { unmapped: [rest] }))).toContain(
      `├─ Unmapped       calls that were too many to be told apart · probity unmapped suggests rules
│  └─ 5 more, too many to be told apart
`,
    );
  });

  it("lets no name of a span, service or route steer the terminal", () => {
    const evil = "\u001b[2J\u202Eevil";
    const span = spanCall({
      system: evil,
      host: evil,
      database: evil,
      operation: evil,
      target: evil,
      fields: [evil],
    });
    const remote = remotePath({ service: evil, route: evil, input_faults: [evil] }, { unmapped: [span] });
    const text = renderPath(pathOf({}, { unmapped: [span], remoteCalls: [remote] }));
    expect(text).toContain("\\u{1B}[2J\\u{202E}evil");
    expect(text).not.toMatch(/[^\P{C}\n]/u);
  });
});
