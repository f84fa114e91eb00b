import type { DecisionFilter, PageOptions } from "@probity/clickhouse";
import { Pseudonyms } from "@probity/core";
import { rulePacks } from "@probity/rules";
import { describe, expect, it } from "vitest";

import { loads, SECRETS } from "../support/config.ts";
import { ID, SUBJECT, summary } from "../support/records.ts";
import { fakeStore, opens } from "../support/store.ts";
import { jsonLines, probity, type World } from "../support/terminal.ts";

const RULE_IDS = [...rulePacks.values()].flatMap(({ rules }) => rules.map(({ id }) => id));

const URL_GIVEN = ["--url", "http://localhost:8123"];
const NOW = Date.parse("2026-11-21T12:00:00Z");

type Rows = readonly ReturnType<typeof summary>[];

/** A store of these decisions, and what it was asked. */
function storing(rows: Rows, isLast = true): World & { readonly asked: [DecisionFilter, PageOptions][] } {
  const asked: [DecisionFilter, PageOptions][] = [];
  const store = fakeStore({
    decisions: (filter = {}, page = {}) => {
      asked.push([filter, page]);
      return Promise.resolve({ rows: rows.slice(0, page.limit), next: isLast ? undefined : "more" });
    },
  });
  return { asked, ports: { ...opens(store), loadConfig: loads() } };
}

const rows: Rows = [
  summary({ age_band: "u14", finding_rules: ["M02", "S04"], intervention_kinds: ["pin"] }),
  summary({
    outlet: "首页",
    subject: "0".repeat(64),
    age_band: "unknown",
    minor_mode: true,
    outcome: "aborted",
  }),
];

describe("probity decisions", () => {
  it("lists decisions in straight columns", async () => {
    const { exitCode, out, err } = await probity(["decisions", ...URL_GIVEN], storing(rows));
    expect(out).toBe(
      `Decision                              Time                 Algorithm  Outlet  Subject        Age                        Features  Items  Interventions  Suspected, to be reviewed  Outcome
${ID}  2026-11-21 19:31:04  feed@1.4   home    3f9a1c04de77…  under 14                          3     20  pin            M02 S04                    delivered
${ID}  2026-11-21 19:31:04  feed@1.4   首页                   age unknown, minors' mode         3     20                                            cut off by the client
`,
    );
    expect(exitCode).toBe(0);
    expect(err).toBe("2 decisions, newest first; times are those of Asia/Shanghai\n");
  });

  it("speaks Chinese, with findings as 疑似 / 待复核", async () => {
    const { out, err } = await probity(["decisions", "--lang", "zh", ...URL_GIVEN], storing(rows));
    expect(out.split("\n")[0]).toBe(
      "算法决策                              时间                 算法      服务出口  用户主体       年龄                    特征  内容  人工干预  疑似 / 待复核  结果",
    );
    expect(err).toBe("共 2 条算法决策，由新到旧；时间为 Asia/Shanghai 时间\n");
  });

  it("gives one line of JSON for each with --json", async () => {
    const { out } = await probity(["decisions", "--json", ...URL_GIVEN], storing(rows));
    const lines = jsonLines(out);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({ id: ID, ts: "2026-11-21T11:31:04.123Z", finding_rules: ["M02", "S04"] });
  });

  it("prints no table where there is nothing", async () => {
    expect(await probity(["decisions", ...URL_GIVEN], storing([]))).toEqual({
      exitCode: 0,
      out: "",
      err: "0 decisions, newest first; times are those of Asia/Shanghai\n",
    });
  });

  it("asks for all that the call asks for", async () => {
    const world = storing([]);
    await probity(
      [
        "decisions",
        ...["--algorithm", "feed", "--outlet", "home", "--finding", "m02", "--minors", "--intervened"],
        ...["--since", "7d", "--until", "2026-11-21T19:30+08:00", "--limit", "5", ...URL_GIVEN],
      ],
      { ...world, now: NOW },
    );
    expect(world.asked).toEqual([
      [
        {
          algorithm: "feed",
          outlet: "home",
          rule: "M02",
          isMinor: true,
          isIntervened: true,
          subject: undefined,
        },
        { from: NOW - 7 * 86_400_000, to: Date.parse("2026-11-21T11:30:00Z"), limit: 5, after: undefined },
      ],
    ]);
  });

  it("says when there are older ones", async () => {
    const { err } = await probity(["decisions", "--limit", "2", ...URL_GIVEN], storing(rows, false));
    expect(err).toContain("\nthere are older ones: raise --limit, or go back with --until\n");
  });

  it("reads on, page by page, until it has as many as it should", async () => {
    const asked: PageOptions[] = [];
    const store = fakeStore({
      decisions: (_filter, page = {}) => {
        asked.push(page);
        const full = Array.from({ length: page.limit ?? 0 }, () => summary());
        return Promise.resolve({ rows: full, next: `page ${asked.length}` });
      },
    });
    const { out } = await probity(["decisions", "--limit", "2500", "--json", ...URL_GIVEN], {
      ports: opens(store),
    });
    expect(out.trimEnd().split("\n")).toHaveLength(2500);
    expect(asked.map(({ limit, after }) => [limit, after])).toEqual([
      [1000, undefined],
      [1000, "page 1"],
      [500, "page 2"],
    ]);
  });
});

describe("probity decisions --feature", () => {
  const use = (changes: Parameters<typeof summary>[0]) => ({
    ...summary(changes),
    how: ["read", "declared"] as const,
    isRegistered: true,
  });
  const uses = [
    use({ age_band: "u14" }),
    use({ algorithm: "hot" }),
    use({ age_band: "16-17", finding_rules: ["S04"] }),
  ];
  const world: World = {
    ports: opens(
      fakeStore({
        decisionsUsingFeature: (feature) =>
          Promise.resolve({ rows: feature === "profile.age" ? uses : [], next: undefined }),
      }),
    ),
  };

  it("says how the use is known", async () => {
    const { out } = await probity(["decisions", "--feature", "profile.age", ...URL_GIVEN], world);
    expect(out.split("\n")[0]).toMatch(/Outcome {4}Known by$/);
    expect(out.split("\n")[1]).toMatch(/delivered {2}read, declared$/);
  });

  it.each([
    [["--minors"], 2],
    [["--minors", "--finding", "S04"], 1],
    [["--algorithm", "hot"], 1],
    [["--outlet", "elsewhere"], 0],
    [["--intervened"], 0],
    [["--subject", SUBJECT], 3],
  ])("goes together with %j", async (options, count) => {
    const { out } = await probity(
      ["decisions", "--feature", "profile.age", "--json", ...options, ...URL_GIVEN],
      world,
    );
    expect(out.split("\n").filter((line) => line !== "")).toHaveLength(count);
  });
});

describe("probity decisions for a user", () => {
  const env = SECRETS;
  const pseudonym = (id: string, key: "k1" | "k2"): string => {
    const secret = Buffer.from(SECRETS[key === "k1" ? "PROBITY_KEY_K1" : "PROBITY_KEY_K2"]);
    return Buffer.from(new Pseudonyms({ id: key, secret }).subject(id).bytes).toString("hex");
  };

  it("looks under the pseudonym of every configured key, as keys rotate", async () => {
    const world = storing([]);
    await probity(["decisions", "--subject-id", "reader-42"], { ...world, env });
    expect(world.asked.map(([filter]) => filter.subject)).toEqual([
      pseudonym("reader-42", "k1"),
      pseudonym("reader-42", "k2"),
    ]);
  });

  it("puts what it finds under several keys in one order, newest first", async () => {
    const of = (subject: string, ts: number) => summary({ subject, ts });
    const older = pseudonym("reader-42", "k1");
    const newer = pseudonym("reader-42", "k2");
    const store = fakeStore({
      decisions: ({ subject } = {}) => {
        const found = subject === older ? [of(older, 30), of(older, 10)] : [of(newer, 40), of(newer, 20)];
        return Promise.resolve({ rows: found, next: undefined });
      },
    });
    const ports = { ...opens(store), loadConfig: loads() };
    const { out } = await probity(["decisions", "--subject-id", "reader-42", "--json", "--limit", "3"], {
      ports,
      env,
    });
    expect(jsonLines(out).map(({ ts }) => Date.parse(String(ts)))).toEqual([40, 30, 20]);
  });

  it("reads the id from standard input for -, without its line break", async () => {
    const world = storing([]);
    await probity(["decisions", "--subject-id", "-"], { ...world, env, input: "reader-42\n" });
    expect(world.asked[0]?.[0].subject).toBe(pseudonym("reader-42", "k1"));
  });

  it("takes a pseudonym, in capitals too", async () => {
    const world = storing([]);
    await probity(["decisions", "--subject", SUBJECT.toUpperCase(), ...URL_GIVEN], world);
    expect(world.asked[0]?.[0].subject).toBe(SUBJECT);
  });

  it.each([
    [["--subject-id", "canary-7731"], SECRETS],
    [["--subject-id", "canary-7731"], {}],
    [["--subject", "canary-7731"], SECRETS],
    [["--subject-id", "canary-7731", "--subject", SUBJECT], SECRETS],
    [["--subject-id", "canary-7731", "--limit", "0"], SECRETS],
  ])("never prints the user's own id: %j", async (options, secrets) => {
    const { out, err } = await probity(["decisions", ...options], { ...storing(rows), env: secrets });
    expect(out + err).not.toContain("canary");
  });

  it("needs a configuration, which says where the keys are", async () => {
    const ports = { ...opens(fakeStore()), loadConfig: loads("", "elsewhere.yaml") };
    expect(await probity(["decisions", "--subject-id", "reader-42", ...URL_GIVEN], { ports })).toEqual({
      exitCode: 2,
      out: "",
      err:
        "probity: --subject-id needs the pseudonym keys: there is no probity.yaml in /home/zhang/book-feed, " +
        "give --config <file>\n",
    });
  });

  it("needs the keys", async () => {
    const { exitCode, err } = await probity(["decisions", "--subject-id", "reader-42"], {
      ...storing([]),
      env: { PROBITY_KEY_K1: SECRETS.PROBITY_KEY_K1, WRITER_PASSWORD: "w" },
    });
    expect(exitCode).toBe(2);
    expect(err).toBe(
      "probity: probity.yaml:7:16 pseudonyms.keys.k2.env: missing secret: environment variable PROBITY_KEY_K2; " +
        "found no such variable, expected its value\n",
    );
  });
});

describe("probity decisions with a wrong call", () => {
  it.each([
    [
      ["--limit", "0"],
      "error: option '--limit <count>' argument '0' is invalid. expected a number from 1 to 10000\n",
    ],
    [
      ["--limit", "1e3"],
      "error: option '--limit <count>' argument '1e3' is invalid. expected a number from 1 to 10000\n",
    ],
    [
      ["--since", "yesterday"],
      "error: option '--since <time>' argument 'yesterday' is invalid. " +
        "expected a time such as 2026-11-21, 2026-11-21T19:30+08:00, or 2h or 7d for so long ago\n",
    ],
    [
      ["--finding", "M99"],
      "error: option '--finding <rule>' argument 'M99' is invalid. " +
        `expected a rule, one of ${RULE_IDS.join(", ")}\n`,
    ],
    [
      ["--lang", "fr"],
      "error: option '--lang <language>' argument 'fr' is invalid. Allowed choices are zh, en.\n",
    ],
    [
      ["--since", "2026-11-21T12:00Z", "--until", "2026-11-20T12:00Z"],
      "probity: --since 2026-11-21T12:00:00.000Z is not before --until 2026-11-20T12:00:00.000Z: nothing lies between\n",
    ],
    [
      ["--subject", "reader"],
      "probity: --subject takes a pseudonym of 64 hexadecimal digits, found 6 characters; " +
        "for a user's own id there is --subject-id\n",
    ],
    [
      ["--subject", SUBJECT, "--subject-id", "reader"],
      "probity: --subject and --subject-id both name a user: give one of them\n",
    ],
    [
      ["--subject-id", ""],
      "probity: --subject-id is empty: give the user's id, or - to read it from standard input\n",
    ],
    [["--feature"], "error: option '--feature <name>' argument missing\n"],
    [["stray"], "error: too many arguments for 'decisions'. Expected 0 arguments but got 1.\n"],
    [["--finding-rule", "M01"], "error: unknown option '--finding-rule'\n"],
  ])("refuses %j", async (options, err) => {
    expect(await probity(["decisions", ...options], storing([]))).toEqual({ exitCode: 2, out: "", err });
  });
});
