import type { FindingFilter, PageOptions } from "@probity/clickhouse";
import { describe, expect, it } from "vitest";

import { finding, NOW, URL_GIVEN } from "../support/ledgers.ts";
import { fakeStore, opens } from "../support/store.ts";
import { jsonLines, probity, type World } from "../support/terminal.ts";

function storing(rows = [finding]): World & { readonly asked: (FindingFilter | PageOptions | undefined)[] } {
  const asked: (FindingFilter | PageOptions | undefined)[] = [];
  const store = fakeStore({
    findings: (filter, page) => {
      asked.push(filter, page);
      return Promise.resolve({
        rows: rows.slice(0, page?.limit),
        next: rows.length > 1 ? "next" : undefined,
      });
    },
  });
  return { asked, now: NOW, ports: opens(store) };
}

describe("probity findings", () => {
  it("explains each finding: what is suspected, about what, by which figures and on which basis", async () => {
    const { exitCode, out, err } = await probity(["findings", ...URL_GIVEN], storing());
    expect(out).toBe(`C01@1 Suspected use of personal features after personalisation was switched off
├─ suspected, to be reviewed · high · action: warn
├─ Suspected use of personal features after users switched personalisation off.
├─ about: algorithm feed, outlet home, list:\\u{1B}hot
├─ records of 2026-11-14 20:00:00 to 2026-11-21 20:00:00
├─ figures: decisions 12, share 0.1235
├─ basis: REG9@2021-12-31 17(1) [V]; PIPL@2021-08-20 24(2) [V]; NDR@2024-09-24 42 [V]
└─ book-feed, found 2026-11-21 19:00:00 by cn@2 in run 0199aaaa-0000-7000-8000-000000000001
`);
    expect(err).toBe(
      "1 finding, newest first, each suspected and to be reviewed; times are those of Asia/Shanghai\n",
    );
    expect(exitCode).toBe(0);
  });

  it("gives the query that reproduces it, and speaks Chinese, 疑似 and 待复核", async () => {
    const { out, err } = await probity(["findings", "--query", "--lang", "zh", ...URL_GIVEN], storing());
    expect(out).toMatch(/^C01@1 疑似在用户关闭个性化后仍使用个人特征\n├─ 疑似，待复核 · 高 · 处置：告警\n/);
    expect(out).toContain("查询：SELECT count() FROM decisions WHERE ts >= {from:DateTime64}\n");
    expect(out).toContain('参数：{"from":1}\n');
    expect(out + err).not.toMatch(/违法|违规/);
  });

  it("gives one a line as JSON, moments in UTC", async () => {
    const { out } = await probity(["findings", "--json", ...URL_GIVEN], storing());
    expect(jsonLines(out)).toMatchObject([
      { rule: "C01", ts: "2026-11-21T11:00:00.000Z", to: "2026-11-21T12:00:00.000Z", query: finding.query },
    ]);
  });

  it("asks for what the call asks for, and says where there is more", async () => {
    const world = storing([finding, { ...finding, rule: "Z99" }]);
    const { err } = await probity(
      [
        "findings",
        "--rule",
        "C01",
        "--outlet",
        "home",
        "--run",
        finding.run,
        "--since",
        "1h",
        "--limit",
        "1",
        ...URL_GIVEN,
      ],
      world,
    );
    expect(world.asked).toEqual([
      { rule: "C01", outlet: "home", run: finding.run },
      { from: NOW - 3_600_000, to: undefined, limit: 1, after: undefined },
    ]);
    expect(err).toContain("there are older ones");
  });

  it("tells of a rule that it doesn't know, and refuses what is no run", async () => {
    const { out } = await probity(["findings", ...URL_GIVEN], storing([{ ...finding, rule: "Z99" }]));
    expect(out).toContain("Z99@1 a rule that this version of Probity doesn't know\n");
    const { exitCode, err } = await probity(["findings", "--run", "42", ...URL_GIVEN]);
    expect(exitCode).toBe(2);
    expect(err).toContain("expected the id of a run, a UUID");
  });
});
