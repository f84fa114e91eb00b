import type { ServiceFilter, TimeWindow, UnmappedCalls } from "@probity/clickhouse";
import { describe, expect, it } from "vitest";

import { loads, SECRETS } from "../support/config.ts";
import { fakeStore, opens } from "../support/store.ts";
import { jsonLines, probity, type World } from "../support/terminal.ts";
import { someUnmapped as some, unmappedCall } from "../support/unmapped.ts";

const URL_GIVEN = ["--url", "http://localhost:8123"];
const NOW = Date.parse("2026-11-21T12:00:00Z");

const none: UnmappedCalls = { calls: [], isComplete: true, notToldApart: { calls: 0, decisions: 0 } };

type Asked = [ServiceFilter | undefined, TimeWindow | undefined][];

function holding(found: UnmappedCalls, asked: Asked = []): World {
  const unmapped = (...given: Asked[number]) => {
    asked.push(given);
    return Promise.resolve(found);
  };
  return {
    env: SECRETS,
    ports: { ...opens(fakeStore({ unmapped })), loadConfig: loads() },
  };
}

describe("probity unmapped", () => {
  it("lists the calls, and suggests rules by what the service's own configuration declares", async () => {
    const { exitCode, out, err } = await probity(["unmapped"], holding(some));
    expect(exitCode).toBe(0);
    expect(out).toBe(`122 calls that no rule maps to a source: what was read is not known
Service        System      Where             Operation  Target   Calls  Decisions  Fields
book-feed      postgresql  db.internal/shop  SELECT     readers    120         60  age, city
book-features  postgresql  db.internal/shop  SELECT     readers      2          1  age

Suggested for the configuration of book-feed; check each before you take it over

features:
  profile.city: { purposes: [] } # to be filled in: what it may be used for
spans:
  # 120 calls
  - match: { system: postgresql, database: shop, table: readers }
    source: profile

Suggested for the configuration of book-features; check each before you take it over

sources:
  readers: { system: postgresql, dataset: readers }
features:
  readers.age: { purposes: [] } # to be filled in: what it may be used for
spans:
  # 2 calls
  - match: { system: postgresql, database: shop, table: readers }
    source: readers

34 calls in 2 decisions were too many to be told apart; some of them may be mapped
`);
    expect(err).toBe(
      "What is recorded stays as it was: after a change of rules, ask for the time since, with --since\n",
    );
  });

  it("speaks Chinese, in the comments too", async () => {
    const { out } = await probity(["unmapped", "--lang", "zh"], holding(some));
    expect(out).toMatch(/^122 次调用没有规则映射到数据源，读取内容未知\n服务 +系统 +位置 /);
    expect(out).toContain("对 book-feed 配置的建议，采用前请逐条核对\n\nfeatures:\n  profile.city: ");
    expect(out).toContain("  # 120 次调用\n");
    expect(out).toContain("2 次决策中有 34 次调用数量过多未逐一区分，其中可能有已映射的\n");
  });

  it("knows of no configuration where the call names a server", async () => {
    const { out } = await probity(["unmapped", ...URL_GIVEN], holding(some));
    expect(out).toContain("    source: readers\n");
    const configured = await probity(["unmapped", "--config", "probity.yaml"], holding(some));
    expect(configured.out).toContain("    source: profile\n");
  });

  it("says so where all is mapped", async () => {
    expect(await probity(["unmapped", ...URL_GIVEN], holding(none))).toEqual({
      exitCode: 0,
      out: "No call is unmapped in this time.\n",
      err: "",
    });
  });

  it("says of what it has no rule for, and when there is more than it shows", async () => {
    const calls = [unmappedCall({ system: "", calls: 7 })];
    const call = await probity(["unmapped", ...URL_GIVEN], holding({ ...none, calls, isComplete: false }));
    expect(call.out).toContain(
      "\n7 calls say too little of themselves for a rule: no system, or nothing but that\n",
    );
    expect(call.out).not.toContain("Suggested");
    expect(call.err).toContain("there are more kinds of calls: narrow it down");
  });

  it("gives all of it as JSON, with the rules as values and as YAML", async () => {
    const { out } = await probity(["unmapped", "--json"], holding(some));
    const [found] = jsonLines(out);
    expect(found).toMatchObject({
      calls: [{ service: "book-feed", target: "readers", last: "2026-11-21T11:31:04.123Z" }, {}],
      notToldApart: { calls: 34, decisions: 2 },
      suggestions: [
        {
          service: "book-feed",
          rules: [{ rule: { source: "profile" }, calls: 120 }],
          features: [{ name: "profile.city" }],
          yaml: expect.stringMatching(/^features:\n {2}profile.city: /),
        },
        { service: "book-features", sources: [{ name: "readers" }] },
      ],
    });
  });

  it("asks for the time and the service that the call asks for", async () => {
    const asked: Asked = [];
    await probity(
      ["unmapped", "--service", "x", "--since", "1d", "--until", "1h", ...URL_GIVEN],
      holding(none, asked),
    );
    expect(asked).toEqual([[{ service: "x" }, { from: NOW - 86_400_000, to: NOW - 3_600_000 }]]);
  });

  it("lets no name of a call steer the terminal", async () => {
    const evil = "\u001b[2J\u202Eevil";
    const about = { service: evil, system: evil, host: evil, database: evil, operation: evil, target: evil };
    const calls = [
      unmappedCall({ ...about, fields: [evil] }),
      unmappedCall({ ...about, target: "t\u202E", fields: [] }),
    ];
    const { out } = await probity(["unmapped", ...URL_GIVEN], holding({ ...some, calls }));
    expect(out).toContain("\\u{1B}[2J\\u{202E}evil");
    expect(out).not.toMatch(/[^\P{C}\n]/u);
  });
});
