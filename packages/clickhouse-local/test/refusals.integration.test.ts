import { readdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";

import { afterEach, expect, vi } from "vitest";

import { isLocalClickHouseError } from "../src/index.ts";
import { answers, ask, test } from "./support/servers.ts";

afterEach(() => vi.unstubAllEnvs());

test("a second server on the same directory is refused, and the first does not notice", async ({
  directory,
  start,
}) => {
  const first = await start();
  const refused = await start().catch((error: unknown) => error);
  expect(isLocalClickHouseError(refused, "ALREADY_RUNNING")).toBe(true);
  expect(refused).toMatchObject({ message: expect.stringContaining(directory) });
  expect(await ask(first.connection("admin"), "SELECT 1")).toMatchObject({ text: "1\n" });
});

test.for(["httpPort", "tcpPort"] as const)("a %s that is taken is named", async (option, { start }) => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as { port: number };
  await expect(start({ [option]: port })).rejects.toMatchObject({
    code: "PORT_IN_USE",
    message: expect.stringContaining(`${option} ${port} is in use`),
  });
  other.close();
});

test("a port that was asked for is the port one gets", async ({ start }) => {
  const first = await start();
  await first.stop();
  const second = await start({ httpPort: first.httpPort, tcpPort: first.tcpPort });
  expect(second).toMatchObject({ url: first.url, httpPort: first.httpPort, tcpPort: first.tcpPort });
  expect(await answers(second.url)).toBe(true);
});

test("a library that cannot be found is an unsupported platform, with the way out", async ({ start }) => {
  vi.stubEnv("CHDB_LIBCHDB_PATH", "/nowhere/libchdb.so");
  await expect(start()).rejects.toMatchObject({
    code: "UNSUPPORTED_PLATFORM",
    message: expect.stringContaining("a ClickHouse server of your own"),
    cause: { message: expect.stringContaining("/nowhere/libchdb.so") },
  });
});

test("a grant that ClickHouse cannot read fails the start in its own words", async ({ start }) => {
  const users = [{ name: "ops", password: "p", grants: ["SELECTT ON x.*"] }];
  await expect(start({ users })).rejects.toMatchObject({
    code: "START_FAILED",
    message: expect.stringMatching(/Failed to parse grant query.*while parsing user 'ops'/),
  });
});

test("a directory that is a file fails the start", async ({ directory, start }) => {
  const file = join(directory, "file");
  await writeFile(file, "");
  await expect(start({ directory: file })).rejects.toMatchObject({
    code: "START_FAILED",
    message: `cannot write to the directory ${file}`,
  });
});

test("a start that takes too long is given up, and leaves nothing behind", async ({ directory, start }) => {
  await expect(start({ startTimeoutMs: 1 })).rejects.toMatchObject({ code: "START_TIMEOUT" });
  expect((await readdir(directory)).filter((name) => name.startsWith("start-"))).toEqual([]);
  const server = await start(); // so the first process holds no lock
  expect(await answers(server.url)).toBe(true);
});
