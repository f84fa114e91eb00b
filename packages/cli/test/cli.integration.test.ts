import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { afterEach, beforeEach, describe, expect } from "vitest";

import { test, type TestDatabase } from "../../../test/support/database.ts";
import { run, start, type BinOptions } from "./support/bin.ts";
import { KEY, recordDecisions } from "./support/recorded.ts";
import { jsonLines } from "./support/terminal.ts";

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "probity-cli-"));
});
afterEach(() => rm(cwd, { recursive: true }));

/** The environment that says where the database of the test is. */
function at({ url, database, username, password }: TestDatabase): BinOptions {
  return {
    cwd,
    env: {
      PROBITY_CLICKHOUSE_URL: url,
      PROBITY_CLICKHOUSE_DATABASE: database,
      PROBITY_CLICKHOUSE_USER: username,
      PROBITY_CLICKHOUSE_PASSWORD: password,
    },
  };
}

/** Writes a configuration for the database of the test, and gives the environment that goes with it. */
async function configured({ url, database, username, password }: TestDatabase): Promise<BinOptions> {
  await writeFile(
    join(cwd, "probity.yaml"),
    `service: book-feed
pseudonyms: { current: k1, keys: { k1: { env: PROBITY_KEY_K1 } } }
sources: { profile: {} }
features: { profile.age: { purposes: [content] } }
algorithms: { feed: { type: personalised_push, version: "1.4", purpose: content } }
outlets: { home: { product: Book Feed, form: website, function: 猜你喜欢, surface: feed } }
routes: [{ method: GET, path: /feed, algorithm: feed, outlet: home }]
subject: { id: { header: x-reader-id } }
storage: { url: "${url}", database: ${database}, username: ${username}, password: { env: STORE_PASSWORD } }
spool: { directory: spool }
`,
  );
  return { cwd, env: { STORE_PASSWORD: password, PROBITY_KEY_K1: KEY } };
}

describe("the real bin against a real server", () => {
  test("migrates, and has nothing to do the second time", async ({ database }) => {
    const options = at(database);
    const dry = await run(["migrate", "--dry-run"], options);
    expect(dry.exitCode).toBe(0);
    expect(dry.out).toContain(
      `database ${database.database} at ${database.url} has no tables yet: would apply migrations 1 to `,
    );
    const first = await run(["migrate", "--json"], options);
    expect(first.exitCode).toBe(0);
    const { applied, schema } = JSON.parse(first.out) as { applied: string[]; schema: number };
    expect(applied).toHaveLength(schema);
    expect(first.err).toBe(applied.map((file) => `applying ${file}\n`).join(""));
    const second = await run(["migrate"], options);
    expect(second).toEqual({
      exitCode: 0,
      out: `database ${database.database} at ${database.url} is up to date, at migration ${schema}\n`,
      err: "",
    });
  });

  test("lists what was recorded, by every question that it takes", async ({ database }) => {
    const options = await configured(database);
    await run(["migrate"], options);
    const { feed, hot, other } = await recordDecisions(database);
    const listed = async (...args: string[]): Promise<unknown[]> => {
      const { out, exitCode } = await run(["decisions", "--json", ...args], options);
      expect(exitCode).toBe(0);
      return jsonLines(out)
        .map(({ id }) => id)
        .toSorted();
    };
    expect(await listed()).toEqual([feed, hot, other].toSorted());
    expect(await listed("--algorithm", "hot")).toEqual([hot]);
    expect(await listed("--outlet", "home")).toEqual([feed, other].toSorted());
    expect(await listed("--feature", "profile.age")).toEqual([feed]);
    expect(await listed("--feature", "profile.nickname")).toEqual([feed]);
    expect(await listed("--subject-id", "reader-42")).toEqual([feed]);
    expect(await listed("--minors")).toEqual([feed]);
    expect(await listed("--intervened")).toEqual([feed]);
    expect(await listed("--finding", "M02")).toEqual([feed]);
    expect(await listed("--finding", "P01")).toEqual([]);
    expect(await listed("--since", "1h")).toHaveLength(3);
    expect(await listed("--until", "1h")).toEqual([]);
    expect(await listed("--limit", "2")).toHaveLength(2);
  });

  test("draws the path of a decision, with what was decided inside it", async ({ database }) => {
    const options = at(database);
    await run(["migrate"], options);
    const { feed, hot } = await recordDecisions(database);
    const drawn = await run(["path", feed, "--lang", "zh"], options);
    expect({ exitCode: drawn.exitCode, err: drawn.err }).toEqual({ exitCode: 0, err: "" });
    expect(drawn.out).toContain(`算法决策 ${feed}\n`);
    expect(drawn.out).toMatch(/├─ 用户主体 {2}[0-9a-f]{12}… \(密钥 k1\) · 不满14周岁 · 自行申报\n/);
    expect(drawn.out).toMatch(/profile \(postgresql readers\) · 实际读取，始于 \+/);
    expect(drawn.out).toMatch(/profile\.interests\[\] +LEG\.BROWSE 网页浏览记录 +个人信息 +实际读取/);
    expect(drawn.out).toMatch(/profile\.nickname +未登记 +实际读取/);
    expect(drawn.out).toMatch(/M02@\d+ 疑似/);
    expect(drawn.out).toMatch(
      /置顶 名次 7 → 1 · 内容 [0-9a-f]{16} · iv-1\n.*操作人 zhang\.san · 缺审批人 · 缺工单/,
    );
    expect(drawn.out).toContain("… 其余 2 条\n");
    expect(drawn.out).toContain(`hot@2 · ${hot} · 已送达 · 1 条内容\n`);
    expect(drawn.out).not.toMatch(/reader-42|小明|历史|\p{Cc}(?<!\n)/u);

    const { out } = await run(["path", feed, "--json"], options);
    expect(JSON.parse(out)).toMatchObject({
      decision: { id: feed, algorithm: "feed" },
      children: [{ decision: { id: hot } }],
    });
  });

  test("answers no for a decision that is not there", async ({ database }) => {
    const options = at(database);
    await run(["migrate"], options);
    const id = "019aa607-7a2b-7c1e-9f1a-0c9d1f6e7a42";
    expect(await run(["path", id], options)).toEqual({
      exitCode: 1,
      out: "",
      err: `probity: no decision ${id} in database ${database.database} at ${database.url}\n`,
    });
  });

  test("tells before any migration what is missing", async ({ database }) => {
    const { exitCode, err } = await run(["decisions"], at(database));
    expect(exitCode).toBe(2);
    expect(err).toContain("run the migrations");
  });

  test("ends quietly when whoever reads has had enough", async ({ database }) => {
    const options = at(database);
    await run(["migrate"], options);
    await recordDecisions(database);
    const child = start(["decisions", "--json"], options);
    child.stdout.destroy();
    const err = await text(child.stderr);
    if (child.exitCode === null) await once(child, "exit");
    expect({ exitCode: child.exitCode, stack: /^ +at /m.test(err) }).toEqual({ exitCode: 0, stack: false });
  });
});

describe("doctor", () => {
  test("is content with a migrated server, and stores nothing to find out", async ({ database }) => {
    const options = await configured(database);
    const before = await run(["doctor"], options);
    expect(before.exitCode).toBe(1);
    expect(before.out).toContain("✗  schema          the tables are not there\n   → run probity migrate");
    await run(["migrate"], options);
    const after = await run(["doctor", "--json"], options);
    expect(JSON.parse(after.out)).toMatchObject({
      ok: true,
      checks: [
        "config",
        "key",
        "spool",
        "connection",
        "login",
        "server",
        "schema",
        "clock",
        "write",
        "enforcement",
      ].map((check) => ({
        check,
        state: "ok",
      })),
    });
    expect(after.exitCode).toBe(0);
    expect((await run(["decisions", "--json"], options)).out).toBe("");
  });

  test("finds a wrong password", async ({ database }) => {
    const { env } = at(database);
    const { exitCode, out } = await run(["doctor"], {
      cwd,
      env: { ...env, PROBITY_CLICKHOUSE_PASSWORD: "wrong-canary" },
    });
    expect(exitCode).toBe(1);
    expect(out).toMatch(/✓ {2}connection .*\n✗ {2}login {11}.* does not let user ".*" in/);
    expect(out).not.toContain("canary");
  });

  test("finds a host that is not there, and a port where nothing listens", async ({ database }) => {
    const { env } = at(database);
    const elsewhere = async (url: string) =>
      (await run(["doctor", "--url", url], { cwd, env: env ?? {} })).out;
    expect(await elsewhere("http://nowhere.invalid:8123")).toContain("→ check the host name in the URL");
    expect(await elsewhere("http://127.0.0.1:1")).toContain(
      "→ start the server, or check host and port in the URL",
    );
  });
});
