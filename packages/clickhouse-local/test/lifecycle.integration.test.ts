import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import { expect } from "vitest";

import type { Exit } from "../src/index.ts";
import { defaultUsers } from "../src/index.ts";
import { answers, ask, test } from "./support/servers.ts";

const CLEAN: Exit = { code: 0, signal: null };
const CREATE = "CREATE TABLE IF NOT EXISTS probity.t (n UInt64) ENGINE = MergeTree ORDER BY n";

test("a stopped server is gone, and stopping it again says the same", async ({ start }) => {
  const server = await start();
  expect(await answers(server.url)).toBe(true);
  expect(await server.stop()).toEqual(CLEAN);
  expect(await server.stop()).toEqual(CLEAN);
  expect(await server.exited).toEqual(CLEAN);
  expect(await answers(server.url)).toBe(false);
});

test("rows that were acknowledged are there after a kill and a new start", async ({ start }) => {
  const users = defaultUsers();
  const first = await start({ users });
  await ask(first.connection("admin"), "CREATE DATABASE probity");
  await ask(first.connection("admin"), CREATE);
  const inserted = await ask(first.connection("writer"), "INSERT INTO probity.t SELECT * FROM numbers(1000)");
  expect(inserted).toMatchObject({ status: 200 });
  expect(await first.kill()).toEqual({ code: null, signal: "SIGKILL" });

  const second = await start({ users });
  const found = await ask(second.connection("reader"), "SELECT count(), sum(n) FROM probity.t");
  expect(found).toMatchObject({ text: "1000\t499500\n" });
});

test("a directory keeps its data and takes new users with each start", async ({ start }) => {
  const first = await start();
  await ask(first.connection("admin"), "CREATE DATABASE probity");
  await ask(first.connection("admin"), CREATE);
  await ask(first.connection("admin"), "INSERT INTO probity.t VALUES (7)");
  await first.stop();

  const second = await start();
  expect(await ask(second.connection("reader"), "SELECT n FROM probity.t")).toMatchObject({ text: "7\n" });
  const stale = { ...first.connection("reader"), url: second.url };
  expect(await ask(stale, "SELECT n FROM probity.t")).toMatchObject({ code: "516" });
});

test("two servers run side by side and know nothing of each other", async ({ directory, start }) => {
  const [one, two] = await Promise.all([
    start({ directory: join(directory, "one") }),
    start({ directory: join(directory, "two") }),
  ]);
  await ask(one.connection("admin"), "CREATE DATABASE probity");
  expect(await ask(two.connection("admin"), "EXISTS DATABASE probity")).toMatchObject({ text: "0\n" });
  expect(await one.stop()).toEqual(CLEAN);
  expect(await answers(two.url)).toBe(true);
});

test("a paused server answers nothing until it is resumed", async ({ start }) => {
  const server = await start();
  server.pause();
  await expect.poll(() => answers(server.url, 250)).toBe(false);
  server.resume();
  expect(await answers(server.url)).toBe(true);
});

test("a paused server can be stopped", async ({ start }) => {
  const server = await start();
  server.pause();
  expect(await server.stop()).toEqual(CLEAN);
});

test.for(["SIGTERM", "SIGINT"] as const)(
  "%s to the server itself is a clean stop",
  async (signal, { start }) => {
    const server = await start();
    process.kill(server.pid, signal);
    expect(await server.exited).toEqual(CLEAN);
  },
);

test("a server told to shut down by a query takes nobody with it", async ({ start }) => {
  const server = await start();
  await ask(server.connection("admin"), "SYSTEM SHUTDOWN").catch(() => undefined);
  await server.exited; // and this process is still here
  expect(await answers(server.url)).toBe(false);
});

test("a server ends when the process that started it is killed", async ({ directory, start }) => {
  const library = new URL("../dist/index.js", import.meta.url).href;
  const program = `
    import { startClickHouse } from ${JSON.stringify(library)};
    const { url } = await startClickHouse({ directory: ${JSON.stringify(directory)} });
    process.stdout.write(url);`;
  const parent = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [url] = (await once(parent.stdout, "data")) as [Buffer];
  expect(await answers(url.toString())).toBe(true);

  parent.kill("SIGKILL");
  await expect.poll(() => answers(url.toString()), { timeout: 10_000 }).toBe(false);
  await expect.poll(async () => answers((await start()).url), { timeout: 10_000 }).toBe(true);
});
