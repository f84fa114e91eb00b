import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import {
  ClickHouseStoreError,
  type Batch,
  type ClickHouseStoreErrorCode,
  type StoreStatus,
} from "@probity/clickhouse";
import { directory } from "../../../../test/support/directory.ts";
import { test as base, describe, expect, it } from "vitest";

import type { StorePort } from "../../src/index.ts";
import { loads, SECRETS, YAML } from "../support/config.ts";
import { step } from "../support/ledgers.ts";
import { fakeStore, opens } from "../support/store.ts";
import { probity, type Call, type World } from "../support/terminal.ts";

const server = { version: "26.7.1.1", isSupported: true, clockSkewMs: 12 };
const schema = { state: "current", applied: 6, shipped: 6 } as const;
const healthy: StoreStatus = { isReachable: true, server, schema };

const refusesRow = () => Promise.reject(new ClickHouseStoreError("REJECTED", "refuses the rows of a batch"));

function doctor(
  status: StoreStatus,
  world: World = {},
  store: Partial<StorePort> = {},
  options: string[] = [],
): Promise<Call> {
  const answers = {
    status: () => Promise.resolve(status),
    insertBatch: refusesRow,
    controlChanges: () => Promise.resolve([]),
    ...store,
  };
  const ports = { loadConfig: loads(), ...opens(fakeStore(answers)), ...world.ports };
  return probity(["doctor", ...options], { env: SECRETS, ...world, ports });
}

function unreachable(code: ClickHouseStoreErrorCode, message: string, systemCode?: string): StoreStatus {
  const cause = Object.assign(new Error(), { code: systemCode });
  return { isReachable: false, error: new ClickHouseStoreError(code, message, { cause }) };
}

describe("probity doctor", () => {
  it("goes through everything, and is content", async () => {
    expect(await doctor(healthy)).toEqual({
      exitCode: 0,
      out: `✓  configuration   probity.yaml
✓  pseudonym key   k2, 35 bytes, and 1 older one
-  spool           none configured: records that wait in memory are lost when the service crashes
✓  connection      http://clickhouse.internal:8123
✓  login           writer
✓  server version  ClickHouse 26.7.1.1
✓  schema          current, at migration 6
✓  clock           the server's clock is 12 ms ahead of this machine's
✓  writing         user "writer" may insert records
✓  enforcement     no rule is enforced, kill switch not thrown
all is well
`,
      err: "",
    });
  });

  it("speaks Chinese", async () => {
    const { out } = await doctor(healthy, { env: { ...SECRETS, LANG: "zh_CN.UTF-8" } });
    expect(out).toContain("✓  时钟        服务器时钟比本机快 12 毫秒\n");
    expect(out).toMatch(/一切正常\n$/);
  });

  it("gives the same as JSON", async () => {
    const { out } = await doctor(healthy, {}, {}, ["--json"]);
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      checks: [{ check: "config", state: "ok" }, {}, {}, {}, {}, {}, {}, {}, {}, { check: "enforcement" }],
    });
  });

  it("looks at the server alone where the call names one", async () => {
    const { exitCode, out } = await doctor(healthy, {}, {}, ["--url", "http://localhost:8123"]);
    expect(exitCode).toBe(0);
    expect(out).toMatch(
      /^- {2}configuration {3}not asked for\n- {2}pseudonym key {3}not asked for\n- {2}spool {11}not asked for\n✓ {2}connection/,
    );
  });

  it("keeps to the configuration's server whatever the environment names", async () => {
    const env = { ...SECRETS, PROBITY_CLICKHOUSE_URL: "http://elsewhere:8123" };
    const { out } = await doctor(healthy, { env });
    expect(out).toMatch(
      /^✓ {2}configuration {3}probity\.yaml\n✓ {2}pseudonym key {3}k2.*\n- {2}spool .*\n✓ {2}connection/,
    );
    expect(out).not.toContain("elsewhere");
  });

  it("looks at the server alone where the environment names it and there is no configuration", async () => {
    const ports = { loadConfig: loads("", "elsewhere.yaml") };
    const { exitCode, out } = await doctor(healthy, {
      env: { PROBITY_CLICKHOUSE_URL: "http://h:8123" },
      ports,
    });
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^- {2}configuration {3}not asked for\n/);
  });

  it("stores nothing to find out about writing: the row that it sends is cut off", async () => {
    const sent: Batch[] = [];
    const insertBatch = (batch: Batch) => {
      sent.push(batch);
      return refusesRow();
    };
    await doctor(healthy, {}, { insertBatch });
    expect(sent).toMatchObject([{ table: "decisions", bytes: Uint8Array.of(0) }]);
  });

  it("tells which rules are enforced by configuration, and what was asked for since", async () => {
    const config = YAML.replace("M04: off", "M04: off, S01: shadow, M02: enforce").replace(
      "modes:",
      "outlets: { home: { C01: enforce, M02: observe } }\n  modes:",
    );
    const asked: unknown[] = [];
    const controlChanges: StorePort["controlChanges"] = (filter) => {
      asked.push(filter);
      return Promise.resolve([step(), step({ rule: "S01", to: "" })]);
    };
    const { exitCode, out } = await doctor(
      healthy,
      { ports: { loadConfig: loads(config) } },
      { controlChanges },
    );
    expect(exitCode).toBe(0);
    expect(out).toContain(
      "✓  enforcement     enforced C01 M02, in shadow S01, 1 changed by request (probity control show), kill switch not thrown\n",
    );
    expect(asked).toEqual([{ service: "book-feed" }]);
  });

  it("does not overlook that the kill switch is thrown", async () => {
    const thrown = step({ target: "kill_switch", rule: "", to: "thrown" });
    const controlChanges = () => Promise.resolve([thrown]);
    const { exitCode, out } = await doctor(healthy, {}, { controlChanges });
    expect(exitCode).toBe(1);
    expect(out).toContain("✗  enforcement     no rule is enforced, the kill switch is thrown, by li.wei\n");
    expect(out).toContain("   → once what it was thrown for is put right: probity control release\n");
  });

  it("leaves enforcement out where the user may not read it", async () => {
    const error = new ClickHouseStoreError("FORBIDDEN", "does not allow this");
    const { exitCode, out } = await doctor(healthy, {}, { controlChanges: () => Promise.reject(error) });
    expect(exitCode).toBe(0);
    expect(out).toContain("-  enforcement     does not allow this\n");
  });

  it("never prints a key or a password", async () => {
    const { out, err } = await doctor(healthy);
    for (const secret of Object.values(SECRETS)) expect(out + err).not.toContain(secret);
  });
});

/** Gives each test a directory of its own. */
const test = base.extend<{ directory: string }>(directory);

describe("probity doctor looks at the spool", () => {
  const withSpool = (spool: string, options: string[] = []): Promise<Call> =>
    doctor(healthy, { ports: { loadConfig: loads(`${YAML}spool: ${spool}\n`) } }, {}, options);

  test("with a directory that can be written", async ({ directory }) => {
    const { exitCode, out } = await withSpool(`{ directory: ${directory} }`);
    expect(exitCode).toBe(0);
    expect(out).toContain(`\n✓  spool           ${directory}\n✓  connection `);
  });

  test("with directories that can be made, and makes none", async ({ directory }) => {
    const [spool, spill] = [join(directory, "a", "spool"), join(directory, "spill")];
    const { exitCode, out } = await withSpool(
      `{ directory: ${spool}, whenFull: spill, spill: { directory: ${spill} }, archive: { directory: ${directory}-archive } }`,
    );
    expect(exitCode).toBe(0);
    expect(out).toContain(
      `✓  spool           ${spool}, not there yet, can be made\n` +
        `   ${spill}, not there yet, can be made\n   ${directory}-archive, not there yet, can be made\n`,
    );
    expect(await readdir(directory)).toEqual([]);
  });

  test("with a file in the place of a directory, or above it", async ({ directory }) => {
    const file = join(directory, "spool");
    await writeFile(file, "");
    const { exitCode, out } = await withSpool(
      `{ directory: ${directory}/own, archive: { directory: ${file} } }`,
    );
    expect(exitCode).toBe(1);
    expect(out).toContain(
      `✗  spool           ${file} can't be written (ENOTDIR)\n   → let the service's user write there, or configure another directory`,
    );
    const above = await withSpool(`{ directory: ${join(file, "own")} }`);
    expect(above.out).toContain(`✗  spool           ${join(file, "own")} can't be written (ENOTDIR)\n`);
  });

  const held: readonly [name: string, content: string, found: string, advice: string][] = [
    [
      "novel.txt",
      "",
      'not a spool, and not empty: it holds "novel.txt"',
      "configure a directory of the spool's own",
    ],
    [
      "probity-spool.json",
      '{"format":"probity-spool","version":2}',
      "a spool in format 2",
      "upgrade Probity",
    ],
  ];
  test.for(held)(
    "with a directory that holds something else: %s",
    async ([name, content, found, advice], { directory }) => {
      await writeFile(join(directory, name), content);
      const { exitCode, out } = await withSpool(`{ directory: ${directory} }`);
      expect(exitCode).toBe(1);
      const [, line = "", next = ""] = /(✗ {2}spool .*)\n(.*)/.exec(out) ?? [];
      expect(line).toContain(found);
      expect(next).toContain(`→ ${advice}`);
      expect(await readdir(directory)).toEqual([name]);
    },
  );

  it("with a path that is too long for the sockets in it", async () => {
    const { exitCode, out } = await withSpool(`{ directory: /${"spool/".repeat(20)} }`);
    expect(exitCode).toBe(1);
    expect(out).toMatch(
      /✗ {2}spool .*the path of a spool may have \d+ bytes here.*\n {3}→ configure a directory/,
    );
  });

  it("with a directory in which nobody may make one, not even root", async () => {
    const { exitCode, out } = await withSpool("{ directory: /proc/sys/probity }");
    expect(exitCode).toBe(1);
    expect(out).toMatch(/✗ {2}spool {11}\/proc\/sys\/probity can't be written \((EACCES|EROFS)\)\n {3}→ let/);
  });

  it("without one, and does not call that a failure", async () => {
    const { exitCode, out } = await doctor(healthy, {}, {}, ["--json"]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ ok: true });
    expect((JSON.parse(out) as { checks: unknown[] }).checks[2]).toEqual({
      check: "spool",
      state: "skipped",
      found: "none configured: records that wait in memory are lost when the service crashes",
    });
  });
});

describe("probity doctor tells what is wrong, and what to do", () => {
  it("with the configuration", async () => {
    const ports = { loadConfig: loads("service: book-feed\nnonsense: 1\n") };
    const { exitCode, out } = await doctor(healthy, { ports });
    expect(exitCode).toBe(1);
    expect(out).toMatch(/^✗ {2}configuration {3}\d problems:\n {5}probity\.yaml:/);
    expect(out).toContain(
      "\n   → run probity check, and put right what it tells\n-  pseudonym key   not looked at",
    );
    expect(out).toMatch(/1 check failed\n$/);
  });

  it("with a call that names no server", async () => {
    const { out } = await doctor(healthy, { ports: { loadConfig: loads("", "elsewhere.yaml") } });
    expect(out).toContain("✗  configuration   there is no probity.yaml in /home/zhang/book-feed");
    expect(out).toContain("→ give --config <file>, or --url <url>, or set PROBITY_CLICKHOUSE_URL\n");
  });

  it("with a key that is missing, and still looks at the server", async () => {
    const { exitCode, out } = await doctor(healthy, { env: { ...SECRETS, PROBITY_KEY_K2: undefined } });
    expect(exitCode).toBe(1);
    expect(out).toContain(
      "✗  pseudonym key   probity.yaml:7:16 pseudonyms.keys.k2.env: missing secret: environment variable PROBITY_KEY_K2",
    );
    expect(out).toContain(
      "→ set the variable or write the file; a key is best made by openssl rand -base64 32\n",
    );
    expect(out).toContain("✓  connection ");
  });

  it("with a key that is too short, without saying what it is", async () => {
    const { out } = await doctor(healthy, { env: { ...SECRETS, PROBITY_KEY_K2: "short-canary" } });
    expect(out).toContain("found 12 bytes, expected at least 16 bytes, better 32 random ones");
    expect(out).not.toContain("canary");
  });

  it("with a password that is missing", async () => {
    const { exitCode, out } = await doctor(healthy, { env: { ...SECRETS, WRITER_PASSWORD: undefined } });
    expect(exitCode).toBe(1);
    expect(out).toContain("✗  connection      probity.yaml:29:20 storage.password.env: missing secret");
    expect(out).toContain("   → set the variable or write the file\n");
    expect(out).toContain("-  login           not looked at, because of the above\n");
  });

  it.each([
    ["UNREACHABLE", "ENOTFOUND", "check the host name in the URL, and that this machine can resolve it"],
    ["UNREACHABLE", "EAI_AGAIN", "check the host name in the URL, and that this machine can resolve it"],
    [
      "UNREACHABLE",
      "ECONNREFUSED",
      "start the server, or check host and port in the URL; for development there is probity dev",
    ],
    [
      "UNREACHABLE",
      "ECONNRESET",
      "check the way there: firewall, proxy, TLS; the server may also be too busy to answer",
    ],
    [
      "TIMEOUT",
      undefined,
      "check the way there: firewall, proxy, TLS; the server may also be too busy to answer",
    ],
    [
      "UNAVAILABLE",
      undefined,
      "check the way there: firewall, proxy, TLS; the server may also be too busy to answer",
    ],
    ["NOT_CLICKHOUSE", undefined, "give the URL of ClickHouse's HTTP interface, port 8123 or 8443 as a rule"],
    ["SERVER_FAULT", undefined, "read the server's log"],
  ] as const)("with the connection: %s %s", async (code, systemCode, advice) => {
    const { exitCode, out } = await doctor(unreachable(code, "what the store says", systemCode));
    expect(exitCode).toBe(1);
    expect(out).toContain(
      `✗  connection      what the store says\n   → ${advice}\n-  login           not looked at`,
    );
  });

  it("with the login", async () => {
    const { out } = await doctor(unreachable("AUTHENTICATION", "wrong password"));
    expect(out).toContain("✓  connection ");
    expect(out).toContain(
      "✗  login           wrong password\n" +
        "   → check user and password of the storage section, or PROBITY_CLICKHOUSE_PASSWORD\n",
    );
  });

  it("with a user who may not read", async () => {
    const { out } = await doctor(unreachable("FORBIDDEN", "may not read"));
    expect(out).toContain("✓  login ");
    expect(out).toContain("✗  schema          may not read\n   → grant the user SELECT on the database\n");
  });

  it("with an old server", async () => {
    const old = { ...healthy, server: { ...server, version: "23.8.1.1", isSupported: false } };
    const { exitCode, out } = await doctor(old);
    expect(exitCode).toBe(1);
    expect(out).toContain("✗  server version  ClickHouse 23.8.1.1 < 24.8\n   → upgrade the server\n");
  });

  it.each([
    [
      { state: "missing", applied: 0, shipped: 6 },
      "the tables are not there",
      "run probity migrate, as a user who may create tables",
    ],
    [
      { state: "behind", applied: 4, shipped: 6 },
      "at migration 4 of 6",
      "run probity migrate, as a user who may create tables",
    ],
    [
      { state: "ahead", applied: 7, shipped: 6, error: new ClickHouseStoreError("SCHEMA_AHEAD", "newer") },
      "newer",
      "upgrade Probity on this machine",
    ],
    [
      {
        state: "changed",
        applied: 6,
        shipped: 6,
        error: new ClickHouseStoreError("MIGRATION_CHANGED", "edited"),
      },
      "edited",
      "put the migration back as it was applied; a change of the schema is a new migration",
    ],
  ] as const)("with the schema: %j", async (found, text, advice) => {
    const { exitCode, out } = await doctor({ ...healthy, schema: found });
    expect(exitCode).toBe(1);
    expect(out).toContain(`✗  schema          ${text}\n   → ${advice}\n`);
  });

  it("without trying to write where there are no tables", async () => {
    const insertBatch = () => Promise.reject(new Error("nothing was expected to be written"));
    const missing = { state: "missing", applied: 0, shipped: 6 } as const;
    const { out } = await doctor({ ...healthy, schema: missing }, {}, { insertBatch });
    expect(out).toContain(
      "-  writing         not looked at, because of the above\n-  enforcement     not looked at, because of the above\n1 check failed\n",
    );
  });

  it.each([
    [1999, 0],
    [2000, 1],
    [-2500, 1],
  ])("with a clock that is %i ms off", async (clockSkewMs, exitCode) => {
    const call = await doctor({ ...healthy, server: { ...server, clockSkewMs } });
    expect(call.exitCode).toBe(exitCode);
    expect(call.out.includes("→ keep both machines on network time (NTP)")).toBe(exitCode === 1);
  });

  it.each([
    ["FORBIDDEN", "grant the user INSERT on the database; the server's own words are above"],
    ["OUT_OF_SPACE", "read the server's log"],
    ["SCHEMA_BEHIND", "run probity migrate, as a user who may create tables"],
  ] as const)("with writing: %s", async (code, advice) => {
    const insertBatch = () => Promise.reject(new ClickHouseStoreError(code, "what the store says"));
    const { exitCode, out } = await doctor(healthy, {}, { insertBatch });
    expect(exitCode).toBe(1);
    expect(out).toContain(`✗  writing         what the store says\n   → ${advice}\n`);
  });
});
