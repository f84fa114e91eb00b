import { readdir, readFile, stat } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";

import { ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { describe, expect } from "vitest";

import { accessStatements, defaultUsers } from "../src/index.ts";
import { ask, send, test } from "./support/servers.ts";

const basic = (credentials: string) => ({
  Authorization: `Basic ${Buffer.from(credentials).toString("base64")}`,
});

describe("over HTTP", () => {
  test.for<[string, Record<string, string>]>([
    ["no credentials", {}],
    ["the user default", { "X-ClickHouse-User": "default" }],
    ["the user default with a password", { "X-ClickHouse-User": "default", "X-ClickHouse-Key": "p" }],
    ["the user default by Basic", basic("default:")],
    ["the user default by Basic with a password", basic("default:p")],
    ["an empty name by Basic", basic(":")],
    ["a password without a name", { "X-ClickHouse-Key": "p" }],
    ["a user who is not there", { "X-ClickHouse-User": "stranger", "X-ClickHouse-Key": "p" }],
    ["a wrong password", { "X-ClickHouse-User": "admin", "X-ClickHouse-Key": "p" }],
    ["a wrong password by Basic", basic("admin:p")],
    ["two names at once", { "X-ClickHouse-User": "admin", ...basic("default:") }],
  ])("%s is refused as by any server", async ([, headers], { start }) => {
    const { url } = await start();
    expect(await send(url, "SELECT 1", headers)).toMatchObject({ status: 403, code: "516" });
  });

  test("the official client reports a refusal as a ClickHouse error", async ({ start }) => {
    const { url } = await start();
    const client = createClient({ url, log: { level: ClickHouseLogLevel.OFF } });
    await expect(client.query({ query: "SELECT 1" })).rejects.toMatchObject({
      code: "516",
      type: "AUTHENTICATION_FAILED",
    });
    await client.close();
  });

  test("each user gets in by headers and by Basic", async ({ start }) => {
    const { url, users } = await start();
    for (const { name, password } of users) {
      const headers = { "X-ClickHouse-User": name, "X-ClickHouse-Key": password };
      expect(await send(url, "SELECT currentUser()", headers)).toMatchObject({ text: `${name}\n` });
      expect(await send(url, "SELECT currentUser()", basic(`${name}:${password}`))).toMatchObject({
        text: `${name}\n`,
      });
    }
  });
});

test("whoever comes to the native port without a name can run nothing", async ({ start }) => {
  const server = await start();
  const query = (user: string, password: string): string =>
    `SELECT * FROM remote('127.0.0.1:${server.tcpPort}', view(SELECT 1), '${user}', '${password}')`;

  const { username, password } = server.connection("admin");
  expect(await ask(server.connection("admin"), query(username, password))).toMatchObject({ text: "1\n" });
  expect(await ask(server.connection("admin"), query("default", ""))).toMatchObject({
    code: "201", // QUOTA_EXCEEDED
  });
});

test("admin creates, writer inserts and reads, reader reads, and no one does more", async ({ start }) => {
  const server = await start();
  const [admin, writer, reader] = ["admin", "writer", "reader"].map((name) => server.connection(name));
  const ok = { status: 200 };
  const denied = { code: "497" };

  expect(await ask(admin!, "CREATE DATABASE probity")).toMatchObject(ok);
  expect(await ask(admin!, "CREATE TABLE probity.t (n UInt64) ENGINE = MergeTree ORDER BY n")).toMatchObject(
    ok,
  );
  expect(await ask(admin!, "CREATE TABLE default.t (n UInt64) ENGINE = Memory")).toMatchObject(ok);

  expect(await ask(writer!, "INSERT INTO probity.t VALUES (1)")).toMatchObject(ok);
  expect(await ask(writer!, "SELECT n FROM probity.t")).toMatchObject({ text: "1\n" });
  expect(await ask(writer!, "SELECT n FROM default.t")).toMatchObject(denied);
  expect(await ask(writer!, "DROP TABLE probity.t")).toMatchObject(denied);
  expect(await ask(writer!, "TRUNCATE TABLE probity.t")).toMatchObject(denied);
  expect(await ask(writer!, "ALTER TABLE probity.t DELETE WHERE 1")).toMatchObject(denied);

  expect(await ask(reader!, "SELECT n FROM probity.t SETTINGS max_execution_time = 9")).toMatchObject({
    text: "1\n",
  });
  expect(await ask(reader!, "SELECT n FROM default.t")).toMatchObject(denied);
  expect(await ask(reader!, "INSERT INTO probity.t VALUES (2)")).toMatchObject(denied);
  expect(await ask(reader!, "SET readonly = 0")).toMatchObject({ code: "164" });
  expect(await ask(reader!, "SELECT * FROM file('/etc/hostname', LineAsString)")).toMatchObject(denied);

  expect(await ask(admin!, "DROP TABLE probity.t")).toMatchObject(ok);
});

test("a readonly user writes nothing, whatever its grants say", async ({ start }) => {
  const users = [{ name: "ops", password: "p", grants: ["ALL ON *.*"], readonly: true }];
  const server = await start({ users });
  expect(await ask(server.connection("ops"), "CREATE DATABASE d")).toMatchObject({ code: "164" });
});

test("a user without roles and grants can log in and do nothing", async ({ start }) => {
  const server = await start({ users: [{ name: "idle", password: "p" }] });
  expect(await ask(server.connection("idle"), "SELECT 1")).toMatchObject({ text: "1\n" });
  expect(await ask(server.connection("idle"), "CREATE DATABASE d")).toMatchObject({ code: "497" });
});

test("a name that is not in the list has no connection", async ({ start }) => {
  const server = await start();
  expect(() => server.connection("owner")).toThrow(/no user "owner" here, there are admin, writer, reader/);
});

test("a directory belongs to its owner, and keeps no password in any form", async ({ directory, start }) => {
  const own = join(directory, "new");
  const { users } = await start({ directory: own });
  expect((await stat(own)).mode & 0o777).toBe(0o700);

  const files = await readdir(own, { recursive: true, withFileTypes: true });
  const contents = files
    .filter((file) => file.isFile())
    .map((file) => readFile(join(file.parentPath, file.name)));
  const everything = Buffer.concat(await Promise.all(contents)).toString("latin1");
  expect(everything).toContain("PID"); // it did look into files
  for (const { password } of users) {
    expect(everything).not.toContain(password);
    expect(everything).not.toContain(createHash("sha256").update(password).digest("hex"));
  }
});

test("the statements for a real server are SQL to this one", async ({ start }) => {
  const server = await start();
  for (const statement of accessStatements(defaultUsers({ passwords: { reader: "it's \\ here" } }))) {
    const client = createClient(server.connection("admin"));
    const answer = await client.query({
      query: "SELECT formatQuerySingleLine({statement:String}) AS sql",
      query_params: { statement },
      format: "JSONEachRow",
    });
    expect(await answer.json()).toEqual([{ sql: statement }]);
    await client.close();
  }
});
